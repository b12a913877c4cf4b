import OpenAI from "openai";
import { afterEach, describe, expect, it } from "vitest";
import { type EmbeddingsOptions, startEmbeddingsServer } from "./embeddings.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(options: Partial<EmbeddingsOptions> = {}) {
  const server = await startEmbeddingsServer({ embed: (text) => [text.length, 0.5, -1], ...options });
  closing.push(server.close);
  const client = (apiKey = "none") => new OpenAI({ baseURL: `${server.url}/v1`, apiKey, maxRetries: 0 });
  return { ...server, client };
}

describe("OpenAI's own client", () => {
  it.each(["float", undefined] as const)("reads vectors in the format %s", async (format) => {
    const { client, requests } = await start();
    const { data, usage } = await client().embeddings.create({
      model: "m",
      input: ["ab", "あいう"],
      ...(format === undefined ? {} : { encoding_format: format }),
    });
    expect(data.map(({ index, embedding }) => [index, ...embedding])).toEqual([
      [0, 2, 0.5, -1],
      [1, 3, 0.5, -1],
    ]);
    expect(usage.total_tokens).toBe(2);
    // Left to itself it asks for base64, which is smaller.
    expect(requests[0]?.body).toMatchObject({ encoding_format: format ?? "base64" });
  });

  it("gets shorter vectors where it asks for them", async () => {
    const { client } = await start();
    const { data } = await client().embeddings.create({ model: "m", input: "ab", dimensions: 2 });
    expect(data[0]?.embedding).toEqual([2, 0.5]);
  });

  it("reads its errors", async () => {
    const { client } = await start({ apiKey: "right" });
    await expect(client("wrong").embeddings.create({ model: "m", input: "a" })).rejects.toMatchObject({ status: 401 });
  });
});

it.each([
  [true, [[[1, 0.5, -1]], [[2, 0.5, -1]]]],
  [
    false,
    [
      [
        [1, 0.5, -1],
        [1, 0.5, -1],
      ],
      [
        [2, 0.5, -1],
        [2, 0.5, -1],
      ],
    ],
  ],
])("speaks llama.cpp's own interface, pooled: %s", async (pools, expected) => {
  const { url } = await start({ pools });
  const response = await fetch(`${url}/embedding`, { method: "POST", body: JSON.stringify({ content: ["a", "bc"] }) });
  const answer = (await response.json()) as { index: number; embedding: number[][] }[];
  expect(answer.map(({ embedding }) => embedding)).toEqual(expected);
});
