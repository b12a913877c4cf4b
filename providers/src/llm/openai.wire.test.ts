/** The provider against a server that speaks as real ones do, and that fails in every way. */
import { afterEach, describe, expect, it } from "vitest";
import { type ChatCompletionsOptions, startChatCompletionsServer } from "../testing/servers/chat-completions.ts";
import { FAULTS, type Fault } from "../testing/servers/faults.ts";
import { createOpenAiLlm, type OpenAiLlmOptions } from "./openai.ts";
import type { LanguageModel, ReplyRequest } from "./port.ts";

const question: ReplyRequest = {
  sessionId: "s",
  turn: 3,
  messages: [
    { role: "user", text: "first" },
    { role: "assistant", text: "one" },
    { role: "user", text: "second" },
    { role: "assistant", text: "two" },
    { role: "user", text: "third" },
  ],
  language: "en-US",
  timeZone: "UTC",
  now: new Date(0),
  passages: [],
};
const live = () => new AbortController().signal;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(server: Partial<ChatCompletionsOptions> = {}, options: Partial<OpenAiLlmOptions> = {}) {
  const running = await startChatCompletionsServer({ answer: () => ["Good ", "evening", "."], ...server });
  const endpoint = running.url + (options.endpoint ?? "/v1");
  const llm = createOpenAiLlm({ model: "scripted", probeMs: 0, silenceMs: 2_000, ...options, endpoint });
  closing.push(running.close, () => llm.close());
  return { llm, ...running };
}

async function say(llm: LanguageModel, signal = live()): Promise<string> {
  let text = "";
  for await (const part of llm.reply(question, signal)) if (part.type === "text") text += part.text;
  return text;
}

describe("a healthy server", () => {
  it("is heard to its end, its thoughts and its keep-alives are not", async () => {
    const { llm } = await start({ thoughts: () => ["the user ", "greets"], keepAliveMs: 1 });
    await llm.prepare(live());
    expect(await say(llm)).toBe("Good evening.");
    expect(llm.health()).toEqual({ status: "ok" });
  });

  it("is asked with the last turns and nothing that was not configured", async () => {
    const { llm, requests } = await start({}, { turns: 1 });
    await say(llm);
    expect(Object.keys(requests[0]?.body ?? {}).sort()).toEqual(["messages", "model", "stream"]);
    const messages = requests[0]?.body.messages as { role: string; content: string }[];
    expect(messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
    expect(messages.slice(1).map(({ content }) => content)).toEqual(["second", "two", "third"]);
  });

  it("is asked as newer models of OpenAI and as thinking models want it", async () => {
    const options = { maxTokens: 2, maxTokensField: "max_completion_tokens", thinking: false } as const;
    const { llm, requests } = await start({}, { ...options, temperature: 0.6, reasoningEffort: "low" });
    expect(await say(llm)).toBe("Good evening");
    expect(requests[0]?.body).toMatchObject({
      max_completion_tokens: 2,
      chat_template_kwargs: { enable_thinking: false },
      temperature: 0.6,
      reasoning_effort: "low",
    });
    expect(requests[0]?.body).not.toHaveProperty("max_tokens");
  });

  it("may be Azure's", async () => {
    const azure = { endpoint: "/openai/deployments/secretary", apiKey: "key", apiVersion: "2024-10-21" };
    const { llm, requests } = await start({ apiKey: "key" }, azure);
    await llm.prepare(live());
    expect(llm.health()).toEqual({ status: "ok" });
    expect(await say(llm)).toBe("Good evening.");
    expect(requests[0]?.url).toBe("/openai/deployments/secretary/chat/completions?api-version=2024-10-21");
    expect(requests[0]?.headers).toMatchObject({ "api-key": "key" });
    expect(requests[0]?.headers).not.toHaveProperty("authorization");
  });

  it("is not ready while it loads its model", async () => {
    let isLoading = true;
    const { llm } = await start({ isLoading: () => isLoading });
    await llm.prepare(live());
    expect(llm.health()).toMatchObject({ status: "down" });
    isLoading = false;
    expect(await say(llm)).toBe("Good evening.");
    expect(llm.health()).toEqual({ status: "ok" });
  });

  it.each([
    [8_000_000, "gpu"],
    [0, "cpu"],
    [undefined, "unknown"],
  ])("with %s bytes on a GPU runs on %s, as far as it tells", async (vramBytes, device) => {
    const { llm } = await start(vramBytes === undefined ? {} : { vramBytes });
    expect(await llm.device?.(live())).toBe(device);
  });

  it("hears that nobody listens any more", async () => {
    const { llm, requests } = await start({
      async *answer(_, signal) {
        yield "so";
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
      },
    });
    const stop = new AbortController();
    const parts = llm.reply(question, stop.signal)[Symbol.asyncIterator]();
    expect(await parts.next()).toMatchObject({ value: { text: "so" } });
    const next = parts.next();
    stop.abort(new Error("spoken over"));
    await expect(next).rejects.toThrow("spoken over");
    expect(await requests[0]?.ended).toBe("hung-up");
  });
});

const ENDINGS: Record<Fault, object> = {
  down: { reason: "unavailable", retryable: true },
  "http-500": { reason: "unavailable", retryable: true },
  "http-429": { reason: "rate-limited", retryable: true, retryAfterMs: 2_000 },
  "http-401": { reason: "unavailable", retryable: false },
  "slow-headers": { reason: "timeout", retryable: true },
  "slow-drip": { reason: "timeout", retryable: true },
  cut: { reason: "bad-answer", retryable: true },
  "wrong-type": { reason: "bad-answer", retryable: true },
  endless: { reason: "bad-answer", retryable: true },
  garbage: { reason: "bad-answer", retryable: true },
};

describe("a server that fails", () => {
  it.each(FAULTS)("%s ends in an error that says so, and is well again afterwards", async (fault) => {
    let now: Fault | undefined = fault;
    const { llm } = await start({ fault: () => now }, { silenceMs: fault.startsWith("slow") ? 150 : 5_000 });
    await expect(say(llm)).rejects.toMatchObject({ name: "ProviderError", role: "llm", ...ENDINGS[fault] });
    expect(llm.health().status).not.toBe("ok");
    now = undefined;
    expect(await say(llm)).toBe("Good evening.");
    expect(llm.health()).toEqual({ status: "ok" });
  });
});
