import * as v from "valibot";
import { expect, it } from "vitest";
import type { ProvidersContext } from "../context.ts";
import { startChatCompletionsServer } from "../testing/servers/chat-completions.ts";
import { noDesk } from "./no-desk.ts";
import type { ReplyRequest } from "./port.ts";
import { createLlm, LLM_ENTRY } from "./registry.ts";

const context: ProvidersContext = {
  weightsDirectory: "nowhere",
  dataDirectory: "nowhere",
  desk: noDesk,
};
const question: ReplyRequest = {
  sessionId: "s",
  turn: 1,
  messages: [{ role: "user", text: "hello" }],
  language: "en-US",
  timeZone: "UTC",
  now: new Date(0),
  passages: [],
};

async function say(entry: object): Promise<string> {
  const llm = createLlm(v.parse(LLM_ENTRY, entry), context);
  let text = "";
  for await (const part of llm.reply(question, new AbortController().signal)) {
    if (part.type === "text") text += part.text;
  }
  await llm.close();
  return text;
}

it("asks a server as the entry says", async () => {
  const { url, close, requests } = await startChatCompletionsServer({ answer: () => ["Good ", "evening."] });
  const entry = {
    provider: "openai",
    endpoint: `${url}/v1`,
    model: "qwen/qwen3-32b",
    api_key: "secret",
    temperature: "0.6", // from the environment
    max_tokens: 40,
    max_tokens_field: "max_completion_tokens",
    thinking: "false",
    reasoning_effort: "none",
  };
  expect(await say(entry)).toBe("Good evening.");
  await close();
  expect(requests[0]?.headers.authorization).toBe("Bearer secret");
  expect(requests[0]?.body).toMatchObject({
    model: "qwen/qwen3-32b",
    temperature: 0.6,
    max_completion_tokens: 40,
    chat_template_kwargs: { enable_thinking: false },
    reasoning_effort: "none",
  });
});

it("says what it is scripted to say", async () => {
  expect(await say({ provider: "scripted", replies: ["Line one."] })).toBe("Line one.");
});

it("knows by its name which file it misses", () => {
  const llm = createLlm(v.parse(LLM_ENTRY, { provider: "embedded-llama", model: "mine.gguf" }), context);
  expect(llm.health()).toMatchObject({ status: "down", reason: expect.stringContaining("mine.gguf") });
});

it.each([
  [{ provider: "openai", endpoint: "http://a/v1", model: "m", temperature: 3 }, "expected a number from 0 to 2"],
  [
    { provider: "openai", endpoint: "http://a/v1", model: "m", reasoning_effort: "much" },
    "none, minimal, low, medium or high",
  ],
  [{ provider: "embedded-llama", model: "../etc/passwd" }, "expected the name of a .gguf file"],
  [{ provider: "scripted", replies: [] }, "expected text"],
  [{ provider: "ollama" }, "expected embedded, embedded-llama, openai or scripted"],
])("refuses %j", (entry, message) => {
  expect(v.safeParse(LLM_ENTRY, entry).issues?.[0].message).toContain(message);
});
