/** The embeddings behind an endpoint against a server that speaks as real ones do, and that fails in every way. */
import { afterEach, describe, expect, it } from "vitest";
import { sendJson } from "../testing/servers/body.ts";
import { type EmbeddingsOptions, startEmbeddingsServer } from "../testing/servers/embeddings.ts";
import { FAULTS, type Fault } from "../testing/servers/faults.ts";
import { listen } from "../testing/servers/listen.ts";
import { embeddingTraits } from "./known-embeddings.ts";
import { createLlamaCppEmbedding, type LlamaCppEmbeddingOptions } from "./llama-cpp.ts";
import { createOpenAiEmbedding, type OpenAiEmbeddingOptions } from "./openai.ts";
import type { Embedding } from "./port.ts";

const live = () => new AbortController().signal;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A vector of four numbers that tells texts apart. */
const embed = (text: string): number[] => [text.length, text.charCodeAt(0) || 1, 2, 3];

type Settings = Partial<Omit<LlamaCppEmbeddingOptions & OpenAiEmbeddingOptions, "endpoint">>;
const INTERFACES: Record<string, (url: string, settings: Settings) => Embedding> = {
  openai: (url, settings) => createOpenAiEmbedding({ endpoint: `${url}/v1`, model: "m", ...settings }),
  "llama-cpp": (url, settings) => createLlamaCppEmbedding({ endpoint: url, ...settings }),
  "llama-cpp's own": (url, settings) =>
    createLlamaCppEmbedding({ endpoint: `${url}/v1`, path: "/embedding", ...settings }),
};
const NAMES = Object.keys(INTERFACES);

async function start(name: string, server: Partial<EmbeddingsOptions> = {}, settings: Settings = {}) {
  const running = await startEmbeddingsServer({ embed, ...server });
  const embedding = INTERFACES[name]!(running.url, { dimensions: 4, probeMs: 0, timeoutMs: 2_000, ...settings });
  closing.push(running.close, () => embedding.close());
  return { embedding, ...running };
}

describe.each(NAMES)("the embedding of %s", (name) => {
  it("gives unit vectors in the order of the texts, batch by batch", async () => {
    const { embedding, requests } = await start(name, { apiKey: "secret" }, { apiKey: "secret", batchTexts: 2 });
    await embedding.prepare(live());
    expect(embedding.health()).toEqual({ status: "ok" });
    const vectors = await embedding.embed(["a", "bb", "ccc"], live());
    expect(vectors).toHaveLength(3);
    for (const [index, vector] of vectors.entries()) {
      const expected = embed(["a", "bb", "ccc"][index]!);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
      expect(vector[1]! / vector[0]!).toBeCloseTo(expected[1]! / expected[0]!, 4);
    }
    expect(requests).toHaveLength(2);
    expect(requests[0]?.headers.authorization).toBe("Bearer secret");
  });

  it("says what the model gives when it is not what the configuration says", async () => {
    const { embedding } = await start(name, {}, { dimensions: 384 });
    await expect(embedding.embed(["a"], live())).rejects.toMatchObject({
      reason: "bad-answer",
      message: "the model gives vectors of 4 numbers, expected 384: set dimensions to 4",
    });
    expect(embedding.health().status).toBe("degraded");
  });

  it.each([
    ["no direction", () => [0, 0, 0, 0]],
    ["words for numbers", () => ["1", 0, 0, 0] as unknown as number[]],
  ])("calls a vector with %s a bad answer", async (_, vector) => {
    const { embedding } = await start(name, { embed: vector });
    await expect(embedding.embed(["a"], live())).rejects.toMatchObject({ role: "embedding", reason: "bad-answer" });
  });

  it("hangs up when nobody wants the answer any more", async () => {
    const stop = new AbortController();
    const { embedding, requests } = await start(name, {
      embed: () => {
        stop.abort(new Error("spoken over"));
        return new Promise(() => {});
      },
    });
    const vectors = embedding.embed(["a"], stop.signal);
    await expect(vectors).rejects.toThrow("spoken over");
    expect(await requests[0]?.ended).toBe("hung-up");
  });

  it.each(FAULTS)("ends %s in an error that says so, and is well again afterwards", async (fault) => {
    let now: Fault | undefined = fault;
    const { embedding } = await start(
      name,
      { fault: () => now },
      { timeoutMs: fault.startsWith("slow") ? 150 : 5_000 },
    );
    const failing = embedding.embed(["a", "bb"], live());
    await expect(failing).rejects.toMatchObject({ name: "ProviderError", role: "embedding", ...ENDINGS[fault] });
    expect(embedding.health().status).not.toBe("ok");
    now = undefined;
    expect(await embedding.embed(["a"], live())).toHaveLength(1);
    expect(embedding.health()).toEqual({ status: "ok" });
  });
});

const ENDINGS: Record<Fault, object> = {
  down: { reason: "unavailable", retryable: true },
  "http-500": { reason: "unavailable", retryable: true },
  "http-429": { reason: "rate-limited", retryAfterMs: 2_000 },
  "http-401": { reason: "unavailable", retryable: false },
  "slow-headers": { reason: "timeout", retryable: true },
  "slow-drip": { reason: "timeout", retryable: true },
  cut: { reason: "bad-answer" },
  "wrong-type": { reason: "bad-answer" },
  endless: { reason: "bad-answer" },
  garbage: { reason: "bad-answer" },
};

it.each([
  [
    "openai",
    {
      data: [
        { index: 1, embedding: [0, 1] },
        { index: 0, embedding: [1, 0] },
      ],
    },
  ],
  [
    "llama-cpp",
    {
      data: [
        { index: 1, embedding: [0, 1] },
        { index: 0, embedding: [1, 0] },
      ],
    },
  ],
  [
    "llama-cpp's own",
    [
      { index: 1, embedding: [[0, 1]] },
      { index: 0, embedding: [[1, 0]] },
    ],
  ],
  ["llama-cpp's own", { results: [{ embedding: [1, 0] }, { embedding: [0, 1] }] }],
])("puts the vectors of %s in order, as %j names it", async (name, answer) => {
  const { url, close } = await listen((request, response) => {
    request.resume();
    sendJson(response, 200, answer);
  });
  closing.push(close);
  const embedding = INTERFACES[name]!(url, { dimensions: 2, probeMs: 0 });
  expect((await embedding.embed(["a", "b"], live())).map(([first]) => first)).toEqual([1, 0]);
});

it("reads what is looked for and what may be found as the model's card wants it", async () => {
  const { embedding, requests } = await start("openai", {}, { model: "intfloat/multilingual-e5-large" });
  await embedding.embed(["会議"], live(), "query");
  await embedding.embed(["会議は金曜です"], live());
  expect(requests.map(({ body }) => body.input)).toEqual([["query: 会議"], ["passage: 会議は金曜です"]]);
  expect(embedding.version).toBe("openai|intfloat/multilingual-e5-large|4|query: |passage: ");
});

it("asks for shorter vectors where that is configured", async () => {
  const { embedding, requests } = await start("openai", {}, { dimensions: 2, shortens: true });
  expect(await embedding.embed(["a"], live())).toMatchObject([{ length: 2 }]);
  expect(requests[0]?.body).toMatchObject({ dimensions: 2, encoding_format: "float" });
});

it("tells a server that pools nothing how to be started", async () => {
  const { embedding } = await start("llama-cpp's own", { pools: false });
  await expect(embedding.embed(["a"], live())).rejects.toMatchObject({
    reason: "bad-answer",
    message: expect.stringContaining("--pooling"),
  });
});

it("is not ready while llama-server loads its model", async () => {
  const { embedding } = await start("llama-cpp", { isLoading: () => true });
  await embedding.prepare(live());
  expect(embedding.health().status).toBe("down");
});

it.each([
  ["multilingual-e5-small-Q8_0.gguf", 384],
  ["BAAI/bge-m3", 1_024],
  ["cl-nagoya/ruri-v3-310m", 768],
  ["text-embedding-3-large", 3_072],
  ["something-new", 1_024],
  [undefined, 1_024],
])("knows how long the vectors of %s are", (model, dimensions) => {
  expect(embeddingTraits(model).dimensions).toBe(dimensions);
});
