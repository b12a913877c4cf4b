import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createOpenAiLlm, type OpenAiLlmOptions } from "./openai.ts";
import type { LanguageModel, ReplyRequest } from "./port.ts";

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const request: ReplyRequest = {
  sessionId: "s",
  turn: 1,
  messages: [{ role: "user", text: "hello" }],
  language: "en-US",
  timeZone: "UTC",
  now: new Date(0),
  passages: [],
};
const live = () => new AbortController().signal;
const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A chat completions server; `seen` is what it was asked. */
async function serve(answer: Answer) {
  const seen: { url: string; headers: IncomingMessage["headers"]; body: Record<string, unknown> }[] = [];
  const gone: Promise<unknown>[] = [];
  const server = createServer((incoming, response) => {
    let body = "";
    incoming.on("data", (piece) => {
      body += String(piece);
    });
    incoming.on("end", () => {
      if (incoming.method === "GET") {
        response.end("{}");
        return;
      }
      seen.push({ url: incoming.url ?? "", headers: incoming.headers, body: JSON.parse(body) });
      gone.push(once(response, "close"));
      answer(response, incoming);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, seen, gone };
}

function model(endpoint: string, options: Partial<OpenAiLlmOptions> = {}): LanguageModel {
  const llm = createOpenAiLlm({ endpoint, model: "m", probeMs: 0, ...options });
  closing.push(() => llm.close());
  return llm;
}

const chunk = (delta: unknown, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 0, model: "m", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const stream = (response: ServerResponse) => response.writeHead(200, { "content-type": "text/event-stream" });
const whole =
  (...words: string[]): Answer =>
  (response) => {
    stream(response).write(chunk({ role: "assistant", content: "" }));
    for (const word of words) response.write(chunk({ content: word }));
    response.write(chunk({}, "stop"));
    response.end("data: [DONE]\n\n");
  };
const status =
  (code: number, body: unknown): Answer =>
  (response) => {
    response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
  };

async function say(llm: LanguageModel, signal = live()): Promise<string> {
  let text = "";
  for await (const part of llm.reply(request, signal)) if (part.type === "text") text += part.text;
  return text;
}

describe("createOpenAiLlm", () => {
  it("streams the words and asks as configured", async () => {
    const { endpoint, seen } = await serve(whole("Good ", "evening", "."));
    const llm = model(endpoint, { apiKey: "secret", temperature: 0.2, maxTokens: 99 });
    expect(await say(llm)).toBe("Good evening.");
    expect(llm.health()).toEqual({ status: "ok" });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      url: "/v1/chat/completions",
      headers: { authorization: "Bearer secret" },
      body: { model: "m", stream: true, temperature: 0.2, max_tokens: 99 },
    });
    expect(seen[0]?.body.messages).toMatchObject([{ role: "system" }, { role: "user", content: "hello" }]);
  });

  it("sends no key when there is none", async () => {
    const { endpoint, seen } = await serve(whole("ok"));
    await say(model(endpoint));
    expect(seen[0]?.headers.authorization).toBeUndefined();
  });

  it("keeps thoughts to itself, in the text and beside it", async () => {
    const { endpoint } = await serve((response) => {
      stream(response).write(chunk({ reasoning_content: "hidden one" }));
      response.write(chunk({ reasoning: "hidden two" }));
      for (const content of ["<th", "ink>hidden", " three</thi", "nk>Plain", " words."])
        response.write(chunk({ content }));
      response.write(chunk({}, "stop"));
      response.end("data: [DONE]\n\n");
    });
    expect(await say(model(endpoint))).toBe("Plain words.");
  });

  it.each([
    [429, {}, "rate-limited", true],

    [500, { error: { message: "boom" } }, "unavailable", true],
    [503, { error: { message: "loading" } }, "unavailable", true],
    [401, { error: { message: "Incorrect API key provided: sk-secret" } }, "unavailable", false],
    [404, { error: { message: "no model m" } }, "unavailable", false],
    [400, { error: { message: "bad" } }, "refused", false],
  ])("tells %i %j apart and asks once", async (code, body, reason, retryable) => {
    const { endpoint, seen } = await serve(status(code, body));
    const llm = model(endpoint, { apiKey: "sk-secret" });
    const error: unknown = await say(llm).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "ProviderError", role: "llm", reason, retryable });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("secret");
    expect(llm.health().status).not.toBe("ok");
    expect(seen).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ["garbage", (response) => void stream(response).end("data: {not json\n\n")],
    ["another protocol", (response) => void stream(response).end('data: {"hello":1}\n\n')],
    ["an error in the stream", (response) => void stream(response).end('data: {"error":{"message":"overloaded"}}\n\n')],
    ["content of another type", (response) => void stream(response).end(chunk({ content: 7 }))],
    ["a page", (response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html></html>")],
    ["nothing", (response) => void stream(response).end()],
  ])("calls %s a bad answer", async (_, answer) => {
    const { endpoint } = await serve(answer);
    await expect(say(model(endpoint))).rejects.toMatchObject({ reason: "bad-answer", retryable: true });
  });

  it("tells a truncated stream from a whole one, after the words it had", async () => {
    const { endpoint } = await serve((response) => void stream(response).end(chunk({ content: "half" })));
    const words: string[] = [];
    const run = (async () => {
      for await (const part of model(endpoint).reply(request, live())) if (part.type === "text") words.push(part.text);
    })();
    await expect(run).rejects.toMatchObject({ reason: "bad-answer" });
    expect(words).toEqual(["half"]);
  });

  it("tells a connection that breaks in the middle", async () => {
    const { endpoint } = await serve((response) => {
      stream(response).write(chunk({ content: "half" }), () => response.destroy());
    });
    await expect(say(model(endpoint))).rejects.toMatchObject({ name: "ProviderError", retryable: true });
  });

  it.each<[string, Answer]>([
    ["before the headers", () => undefined],
    ["before the first word", (response) => void stream(response).flushHeaders()],
    ["while only thinking", (response) => void stream(response).write(chunk({ reasoning_content: "hm" }))],
    ["after a word", (response) => void stream(response).write(chunk({ content: "so" }))],
  ])("gives up on silence %s and hangs up", async (_, answer) => {
    const { endpoint, gone } = await serve(answer);
    await expect(say(model(endpoint, { silenceMs: 60 }))).rejects.toMatchObject({ reason: "timeout", retryable: true });
    await gone[0];
  });

  it("does not count the time its listener takes", async () => {
    const { endpoint } = await serve(whole("a", "b", "c"));
    let text = "";
    for await (const part of model(endpoint, { silenceMs: 50 }).reply(request, live())) {
      if (part.type === "text") text += part.text;
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    expect(text).toBe("abc");
  });

  it("waits for a slow model", async () => {
    const { endpoint } = await serve((response) => {
      stream(response).write(chunk({ content: "slow" }));
      setTimeout(() => {
        response.write(chunk({ content: "ly" }, "stop"));
        response.end("data: [DONE]\n\n");
      }, 50);
    });
    expect(await say(model(endpoint, { silenceMs: 5_000 }))).toBe("slowly");
  });

  it("ends with the signal's reason and hangs up when the person talks over it", async () => {
    const abort = new AbortController();
    const { endpoint, gone } = await serve((response) => void stream(response).write(chunk({ content: "so" })));
    const parts = model(endpoint).reply(request, abort.signal)[Symbol.asyncIterator]();
    expect(await parts.next()).toMatchObject({ value: { text: "so" } });
    const next = parts.next();
    abort.abort(new Error("barge in"));
    await expect(next).rejects.toThrow("barge in");
    await gone[0];
  });

  it("writes a text by its instructions alone, without the secretary's brief and without its thoughts", async () => {
    const { endpoint, seen } = await serve(whole("<think>hm</think>", "In ", "short."));
    let text = "";
    for await (const piece of model(endpoint).write?.({ instructions: "Be short", material: "long" }, live()) ?? []) {
      text += piece;
    }
    expect(text).toBe("In short.");
    expect(seen[0]).toMatchObject({
      body: {
        messages: [
          { role: "system", content: "Be short" },
          { role: "user", content: "long" },
        ],
      },
    });
  });

  it("hangs up when its listener leaves", async () => {
    const { endpoint, gone } = await serve((response) => void stream(response).write(chunk({ content: "so" })));
    for await (const part of model(endpoint).reply(request, live())) {
      expect(part.type).toBe("text");
      break;
    }
    await gone[0];
  });

  it("is down while nobody listens at the endpoint, and well again when somebody does", async () => {
    const { endpoint } = await serve(whole("ok"));
    const dead = model("http://127.0.0.1:9/v1");
    await dead.prepare(live());
    expect(dead.health().status).toBe("down");
    await expect(say(dead)).rejects.toMatchObject({ reason: "unavailable", retryable: true });
    const alive = model(endpoint);
    expect(alive.health().status).toBe("preparing");
    await alive.prepare(live());
    expect(alive.health()).toEqual({ status: "ok" });
  });
});
