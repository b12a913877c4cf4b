import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { loadFaiss } from "./faiss.ts";
import type { VectorOrigin } from "./port.ts";
import { unitVector } from "./unit.ts";
import { createVectorStore, type VectorStoreOptions } from "./vector-store.ts";

const DIMENSIONS = 37;
const SIGNAL = new AbortController().signal;

/** Numbers from -1 to 1, the same for the same seed (Marsaglia's xorshift32). */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 2 ** 31;
  };
}

function randomVector(next: () => number): Float32Array {
  const vector = unitVector(Array.from({ length: DIMENSIONS }, next));
  if (vector === undefined) throw new Error("no direction");
  return vector;
}

const faissLoads = ((): boolean => {
  try {
    loadFaiss();
    return true;
  } catch {
    return false;
  }
})();

let path: string;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "hisho-vectors-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  path = join(folder, "deep", "vectors");
});

const open = async (backend: VectorStoreOptions["backend"], dimensions = DIMENSIONS) => {
  const store = createVectorStore({ backend, path, dimensions });
  await store.prepare(SIGNAL);
  return store;
};

for (const backend of ["flat", "faiss"] as const) {
  describe.skipIf(backend === "faiss" && !faissLoads)(
    `${backend} search (faiss is skipped where it is not built)`,
    () => {
      it("finds the nearest, best first, and no more than there are", async () => {
        const next = noise(1);
        const store = await open(backend);
        expect(await store.search(randomVector(next), 5)).toEqual([]);
        const vectors = Array.from({ length: 3 }, () => randomVector(next));
        await store.add(["a", "b", "c"], vectors);
        const hits = await store.search(vectors[1] as Float32Array, 5);
        expect(hits).toHaveLength(3);
        expect(hits[0]?.id).toBe("b");
        expect(hits[0]?.score).toBeCloseTo(1, 5);
        expect(hits[0]?.score).toBeGreaterThan(hits[1]?.score ?? 1);
        expect(store.name).toBe(backend);
      });

      it("answers as a plain sum does through additions, replacements and removals", async () => {
        const seed = 20261120;
        const next = noise(seed);
        const store = await open(backend);
        const truth = new Map<string, Float32Array>();
        for (let step = 0; step < 120; step++) {
          const ids = Array.from({ length: 3 }, () => `id-${Math.floor(Math.abs(next()) * 60)}`);
          if (next() > -0.2) {
            const vectors = ids.map(() => randomVector(next));
            await store.add(ids, vectors);
            for (const [index, id] of ids.entries()) truth.set(id, vectors[index] as Float32Array);
          } else {
            await store.remove(ids);
            for (const id of ids) truth.delete(id);
          }
          expect(store.size, `seed ${seed}, step ${step}`).toBe(truth.size);
          const query = randomVector(next);
          const expected = [...truth]
            .map(([id, vector]) => ({ id, score: vector.reduce((sum, value, i) => sum + value * (query[i] ?? 0), 0) }))
            .sort((a, b) => b.score - a.score)
            .slice(0, 7);
          const hits = await store.search(query, 7);
          expect(
            hits.map(({ id }) => id),
            `seed ${seed}, step ${step}`,
          ).toEqual(expected.map(({ id }) => id));
          for (const [index, { score }] of hits.entries()) expect(score).toBeCloseTo(expected[index]?.score ?? 9, 5);
        }
      });

      it("is the same after saving and loading", async () => {
        const next = noise(7);
        const store = await open(backend);
        await store.add(["一", "b", "c"], [randomVector(next), randomVector(next), randomVector(next)]);
        await store.remove(["b"]);
        await store.save();
        const again = await open(backend);
        const query = randomVector(next);
        expect(await again.search(query, 3)).toEqual(await store.search(query, 3));
        expect(again.size).toBe(2);
        expect(again.health()).toEqual({ status: "ok" });
        expect(await readdir(join(path, ".."))).toEqual(["vectors"]);
      });
    },
  );
}

describe("a vector store", () => {
  it.skipIf(!faissLoads)("reads the other backend's file", async () => {
    const vector = randomVector(noise(3));
    const flat = await open("flat");
    await flat.add(["a"], [vector]);
    await flat.save();
    expect((await (await open("faiss")).search(vector, 1))[0]?.id).toBe("a");
  });

  it("takes what is there when it may choose", async () => {
    expect((await open("auto")).name).toBe("flat");
  });

  it.skipIf(faissLoads)("says what to do when FAISS is asked for and not built", () => {
    expect(() => createVectorStore({ backend: "faiss", path, dimensions: 2 })).toThrow("scripts/build-faiss.mjs");
  });

  it("begins empty and says so when its file is damaged, and is well again once saved", async () => {
    const store = await open("flat");
    await store.add(["a"], [randomVector(noise(5))]);
    await store.save();
    const bytes = await readFile(path);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    await writeFile(path, bytes);
    const damaged = await open("flat");
    expect(damaged.size).toBe(0);
    expect(damaged.health()).toMatchObject({ status: "degraded", reason: expect.stringContaining("checksum") });
    await damaged.save();
    expect(damaged.health()).toEqual({ status: "ok" });
  });

  it("begins empty for an embedding of other dimensions, and for a truncated or foreign file", async () => {
    const store = await open("flat");
    await store.add(["a"], [randomVector(noise(5))]);
    await store.save();
    const bytes = await readFile(path);
    expect((await open("flat", 5)).health()).toMatchObject({ reason: expect.stringContaining("37 dimensions") });
    for (const other of [bytes.subarray(0, -1), Buffer.from("no"), Buffer.alloc(100)]) {
      await writeFile(path, other);
      expect((await open("flat")).health().status).toBe("degraded");
    }
  });

  it("refuses vectors of another length and of no numbers, and keeps what it had", async () => {
    const store = await open("flat");
    const good = randomVector(noise(5));
    await store.add(["a"], [good]);
    await expect(store.add(["a", "b"], [good, new Float32Array(3)])).rejects.toMatchObject({ reason: "bad-answer" });
    await expect(store.add(["a"], [new Float32Array(DIMENSIONS).fill(Number.NaN)])).rejects.toThrow("not a number");
    await expect(store.add(["a"], [])).rejects.toThrow("0 vectors for 1 ids");
    expect(store.size).toBe(1);
    expect((await store.search(good, 1))[0]?.id).toBe("a");
  });

  it("lets the vectors of another embedding be asked until its own are complete, through restarts", async () => {
    const originOf = (version: string): VectorOrigin => ({ version, entry: null });
    const [older, newer] = [originOf("v1"), originOf("v2")];
    const [before, after] = [randomVector(noise(5)), Float32Array.of(1, 0)];
    const openAs = async (origin: VectorOrigin, dimensions: number) => {
      const store = createVectorStore({ backend: "flat", path, dimensions, origin });
      await store.prepare(SIGNAL);
      return store;
    };
    const first = await openAs(older, DIMENSIONS);
    await first.add(["a"], [before]);
    await first.save();
    const second = await openAs(newer, 2);
    expect([second.size, second.former?.origin, await second.former?.ids()]).toEqual([0, older, ["a"]]);
    expect((await second.former?.search(before, 5))?.[0]?.id).toBe("a");
    await expect(second.former?.search(after, 5)).rejects.toThrow("37");
    await second.add(["b"], [after]);
    await second.save();
    // Back to the one before: nothing of it is lost, and what was begun of the other is not taken for its own.
    expect((await openAs(newer, 2)).size).toBe(1);
    const third = await openAs(newer, 2);
    expect(await third.former?.ids()).toEqual(["a"]);
    await third.settle?.();
    expect([third.former, await third.ids()]).toEqual([undefined, ["b"]]);
    const last = await openAs(newer, 2);
    expect([last.former, await last.ids(), await readdir(join(path, ".."))]).toEqual([undefined, ["b"], ["vectors"]]);
    expect((await openAs(originOf("v3"), 2)).former?.origin).toEqual(newer);
    expect(await readdir(join(path, ".."))).toEqual(["vectors"]);
  });

  it("saves what it held when it was asked to, whatever happens to it while it writes", async () => {
    const next = noise(11);
    const store = await open("flat");
    const ids = Array.from({ length: 300 }, (_, i) => `id-${i}`);
    await store.add(
      ids,
      ids.map(() => randomVector(next)),
    );
    const query = randomVector(next);
    const expected = await store.search(query, 300);
    const saving = store.save();
    await store.remove(ids.slice(0, 150));
    await store.add(["late"], [randomVector(next)]);
    await saving;
    expect(await (await open("flat")).search(query, 301)).toEqual(expected);
    expect(store.size).toBe(151);
  });

  it("tells when it cannot write", async () => {
    const store = createVectorStore({ backend: "flat", path: join(path, "below"), dimensions: DIMENSIONS });
    await store.prepare(SIGNAL);
    await createVectorStore({ backend: "flat", path, dimensions: DIMENSIONS }).save();
    await expect(store.save()).rejects.toMatchObject({ reason: "unavailable" });
    expect(store.health().status).toBe("degraded");
  });
});

it("makes an empty store beside itself that leaves nothing behind", async () => {
  const store = await open("flat");
  await store.add(["mine"], [randomVector(noise(1))]);
  await store.save();
  const before = await readFile(path);
  const files = () => readdir(tmpdir());
  const known = new Set(await files());
  const scratch = store.scratch?.();
  if (scratch === undefined) throw new Error("no scratch store");
  await scratch.prepare(SIGNAL);
  await scratch.add(["theirs"], [randomVector(noise(2))]);
  await scratch.save();
  const isScratch = (name: string) => name.startsWith("hisho-scratch-") && !known.has(name);
  expect((await files()).filter(isScratch)).toHaveLength(1);
  await scratch.close();
  expect((await files()).filter(isScratch)).toEqual([]);
  expect(store.size).toBe(1);
  expect(await readFile(path)).toEqual(before);
});
