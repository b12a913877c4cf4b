import OpenAI, { APIError } from "openai";
import { afterEach, describe, expect, it } from "vitest";
import { type ChatCompletionsOptions, startChatCompletionsServer } from "./chat-completions.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(options: Partial<ChatCompletionsOptions> = {}) {
  const server = await startChatCompletionsServer({ answer: () => ["Good ", "evening", "."], ...options });
  closing.push(server.close);
  const client = (apiKey = "none") => new OpenAI({ baseURL: `${server.url}/v1`, apiKey, maxRetries: 0 });
  return { ...server, client };
}

const asked = { model: "m", messages: [{ role: "user" as const, content: "hello" }] };

describe("OpenAI's own client", () => {
  it("reads a stream: words, the ending, what was used", async () => {
    const { client, requests } = await start({ keepAliveMs: 1 });
    const stream = await client().chat.completions.create({
      ...asked,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = "";
    const endings: unknown[] = [];
    let usage: unknown;
    for await (const { choices, usage: used } of stream) {
      text += choices[0]?.delta.content ?? "";
      if (choices[0]?.finish_reason) endings.push(choices[0].finish_reason);
      usage = used ?? usage;
    }
    expect(text).toBe("Good evening.");
    expect(endings).toEqual(["stop"]);
    expect(usage).toEqual({ prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 });
    expect(requests).toMatchObject([{ url: "/v1/chat/completions", body: { model: "m", stream: true } }]);
  });

  it("reads a whole answer, cut at the tokens asked for", async () => {
    const { client } = await start({ thoughts: () => ["hm"] });
    const { choices } = await client().chat.completions.create({ ...asked, max_completion_tokens: 2 });
    expect(choices).toMatchObject([
      { message: { content: "Good evening", reasoning_content: "hm" }, finish_reason: "length" },
    ]);
  });

  it("lists the model", async () => {
    const { client } = await start({ model: "qwen3" });
    expect((await client().models.list()).data).toMatchObject([{ id: "qwen3", object: "model" }]);
  });

  it("reads its errors", async () => {
    const { client } = await start({ apiKey: "right" });
    const failure = await client("wrong")
      .chat.completions.create(asked)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(APIError);
    expect(failure).toMatchObject({ status: 401, error: { message: "Invalid API Key" } });
    await expect(client("right").chat.completions.create({ ...asked, messages: [] })).rejects.toMatchObject({
      status: 400,
    });
  });
});

it("tells its answer that the client has hung up", async () => {
  let stopped: Promise<void> | undefined;
  const { client, requests } = await start({
    async *answer(_, signal) {
      stopped = new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
      yield "so";
      await stopped;
      yield "never";
    },
  });
  const stream = await client().chat.completions.create({ ...asked, stream: true });
  for await (const { choices } of stream) if (choices[0]?.delta.content === "so") break;
  await stopped;
  expect(await requests[0]?.ended).toBe("hung-up");
});

it("is llama-server to those who ask how it is", async () => {
  let isLoading = true;
  const { url } = await start({ isLoading: () => isLoading, model: "gpt-oss-20b" });
  const loading = await fetch(`${url}/health`);
  expect([loading.status, await loading.json()]).toEqual([
    503,
    { error: { code: 503, message: "Loading model", type: "unavailable_error" } },
  ]);
  isLoading = false;
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: "ok" });
  expect(await (await fetch(`${url}/props`)).json()).toMatchObject({ model_path: "models/gpt-oss-20b.gguf" });
  expect((await fetch(`${url}/nothing`)).status).toBe(404);
});
