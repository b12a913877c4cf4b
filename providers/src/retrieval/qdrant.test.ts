import { afterEach, describe, expect, it } from "vitest";
import { FAULTS, type Fault } from "../testing/servers/faults.ts";
import { type QdrantServerOptions, startQdrantServer } from "../testing/servers/qdrant.ts";
import { createQdrantStore, type QdrantOptions } from "./qdrant.ts";

const live = () => new AbortController().signal;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(server: QdrantServerOptions = {}, options: Partial<QdrantOptions> = {}) {
  const running = await startQdrantServer(server);
  const make = () => {
    const all = { endpoint: running.url, collection: "hisho test", dimensions: 3, probeMs: 0, timeoutMs: 2_000 };
    const store = createQdrantStore({ ...all, ...options });
    closing.push(() => store.close());
    return store;
  };
  closing.push(running.close);
  return { store: make(), make, ...running };
}

const X = Float32Array.of(1, 0, 0);
const Y = Float32Array.of(0, 1, 0);
const Z = Float32Array.of(0, 0, 1);

describe("a store in Qdrant", () => {
  it("makes its collection, finds the nearest by our ids, and keeps the count", async () => {
    const { store, collections } = await start({ apiKey: "secret" }, { apiKey: "secret" });
    await store.prepare(live());
    expect(store.health()).toEqual({ status: "ok" });
    expect(collections.get("hisho test")).toMatchObject({ size: 3, distance: "Dot" });
    await store.add(["doc#1", "doc#2", "文書#3"], [X, Y, Z]);
    expect(store.size).toBe(3);
    const hits = await store.search(Float32Array.of(0.1, 0.3, 0.9), 2);
    expect(hits.map(({ id }) => id)).toEqual(["文書#3", "doc#2"]);
    expect(hits[0]?.score).toBeCloseTo(0.9);
    await store.add(["doc#1"], [Z]);
    await store.remove(["doc#2", "unknown"]);
    expect(store.size).toBe(2);
    expect((await store.search(Z, 5)).map(({ score }) => score)).toEqual([1, 1]);
  });

  it("finds again what it has kept", async () => {
    const { store, make } = await start();
    await store.prepare(live());
    await store.add(["a", "b", "a"], [X, Y, Z]);
    await store.close();
    const later = make();
    await later.prepare(live());
    expect(later.size).toBe(2);
    expect(await later.search(Z, 1)).toEqual([{ id: "a", score: 1 }]);
  });

  it("sends many vectors in parts", async () => {
    const { store, requests } = await start();
    await store.prepare(live());
    const ids = Array.from({ length: 1_200 }, (_, index) => `doc#${index}`);
    await store.add(
      ids,
      ids.map(() => X),
    );
    expect(store.size).toBe(1_200);
    expect(requests.filter(({ url }) => url.endsWith("/points?wait=true"))).toHaveLength(3);
  });

  it("does not touch a collection for other vectors", async () => {
    const { store, make, requests } = await start();
    await store.prepare(live());
    const other = createQdrantStore({
      endpoint: store.endpoint ?? "",
      collection: "hisho test",
      dimensions: 4,
      probeMs: 0,
    });
    closing.push(() => other.close());
    await expect(other.prepare(live())).rejects.toMatchObject({ reason: "refused" });
    expect(other.health()).toMatchObject({
      status: "down",
      reason: expect.stringContaining("name another collection"),
    });
    expect(requests.filter(({ url }) => url.includes("/points?"))).toEqual([]);
    await expect(make().add(["a"], [Float32Array.of(1, 2)])).rejects.toMatchObject({ reason: "bad-answer" });
  });

  it("is down once its collection has gone", async () => {
    const { store, collections } = await start();
    await store.prepare(live());
    collections.clear();
    await expect(store.search(X, 1)).rejects.toMatchObject({ reason: "unavailable" });
    expect(store.health().status).toBe("down");
  });

  it("leaves nothing behind of a trial", async () => {
    const { store, collections } = await start();
    await store.prepare(live());
    const scratch = store.scratch?.();
    await scratch?.prepare(live());
    await scratch?.add(["a"], [X]);
    expect([collections.size, store.size, scratch?.size]).toEqual([2, 0, 1]);
    await scratch?.close();
    expect([...collections.keys()]).toEqual(["hisho test"]);
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

describe("a Qdrant that fails", () => {
  it.each(FAULTS)("%s ends in an error that says so", async (fault) => {
    let now: Fault | undefined;
    const { store } = await start({ fault: () => now }, { timeoutMs: fault.startsWith("slow") ? 150 : 5_000 });
    await store.prepare(live());
    now = fault;
    const ending = { name: "ProviderError", role: "vector_store", ...ENDINGS[fault] };
    await expect(store.search(X, 1)).rejects.toMatchObject(ending);
    await expect(store.add(["a"], [X])).rejects.toMatchObject(ending);
    expect(store.health().status).not.toBe("ok");
    now = undefined;
    await store.search(X, 1);
  });

  it("at the start is opened when it is there", async () => {
    let now: Fault | undefined = "http-500";
    const { store, collections } = await start({ fault: () => now }, { openAgainMs: 20 });
    await store.prepare(live());
    expect(store.health().status).toBe("down");
    now = undefined;
    await expect.poll(() => store.health(), { timeout: 8_000 }).toEqual({ status: "ok" });
    expect([...collections.keys()]).toEqual(["hisho test"]);
  });
});
