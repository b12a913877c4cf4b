import { afterAll, describe, expect, it } from "vitest";
import { WorkerThread } from "../threads/worker-thread.ts";
import { createEmbeddedEmbedding } from "./embedded-embedding.ts";
import type { EmbeddingAnswer, EmbeddingCall } from "./embedding.worker.ts";

const SLOW = 30_000;
const SIGNAL = new AbortController().signal;
const dot = (a?: Float32Array, b?: Float32Array): number =>
  a?.reduce((sum, value, index) => sum + value * (b?.[index] ?? 0), 0) ?? Number.NaN;

describe("the embedded embedding", () => {
  const embedding = createEmbeddedEmbedding();
  afterAll(() => embedding.close());

  it(
    "loads, and gives unit vectors that are near when the meaning is",
    async () => {
      expect(embedding.health().status).toBe("preparing");
      await embedding.prepare(SIGNAL);
      expect(embedding.health()).toEqual({ status: "ok" });
      const [cat, kitten, tax] = await embedding.embed(
        ["The cat sat on the mat", "A kitten is resting on a rug", "Quarterly tax filing deadline"],
        SIGNAL,
      );
      expect(cat).toHaveLength(embedding.dimensions);
      expect(dot(cat, cat)).toBeCloseTo(1, 5);
      expect(dot(cat, kitten)).toBeGreaterThan(dot(cat, tax) + 0.3);
    },
    SLOW,
  );

  it(
    "gives one vector a text, in order, over several batches",
    async () => {
      const texts = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? "rain in spring" : "a bank account"));
      const vectors = await embedding.embed(texts, SIGNAL);
      expect(vectors).toHaveLength(40);
      expect(dot(vectors[0], vectors[38])).toBeCloseTo(1, 5);
      expect(dot(vectors[0], vectors[39])).toBeLessThan(0.5);
      expect(await embedding.embed([], SIGNAL)).toEqual([]);
    },
    SLOW,
  );

  it(
    "loads in every one of many threads that load at the same time",
    async () => {
      const entry = new URL("./embedding.worker.ts", import.meta.url);
      const threads = Array.from({ length: 5 }, () => new WorkerThread<EmbeddingCall, EmbeddingAnswer>(entry));
      const answers = await Promise.allSettled(threads.map((thread) => thread.call(["still here"])));
      await Promise.all(threads.map((thread) => thread.close()));
      expect(answers.filter(({ status }) => status === "rejected")).toEqual([]);
    },
    SLOW,
  );

  it(
    "ends at once when aborted and serves the next caller",
    async () => {
      const abort = new AbortController();
      const reason = new Error("the person spoke");
      const asked = embedding.embed(
        Array.from({ length: 200 }, (_, index) => `sentence ${index}`),
        abort.signal,
      );
      abort.abort(reason);
      await expect(asked).rejects.toBe(reason);
      await expect(embedding.embed(["x"], abort.signal)).rejects.toBe(reason);
      expect(await embedding.embed(["still here"], SIGNAL)).toHaveLength(1);
    },
    SLOW,
  );
});
