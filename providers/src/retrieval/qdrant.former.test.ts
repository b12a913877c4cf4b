/** Another embedding with Qdrant: what keeps the vectors of before, and of how many relays. */
import { afterEach, describe, expect, it } from "vitest";
import type { Fault } from "../testing/servers/faults.ts";
import { startQdrantServer } from "../testing/servers/qdrant.ts";
import type { VectorOrigin, VectorStore } from "./port.ts";
import { createQdrantStore, type QdrantOptions } from "./qdrant.ts";

const live = () => new AbortController().signal;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const KEEP_MS = 60_000;
const originOf = (version: string): VectorOrigin => ({ version, entry: { provider: "scripted", dimensions: 2 } });
const V1 = { origin: originOf("v1|3"), dimensions: 3 };
const V2 = { origin: originOf("v2|2"), dimensions: 2 };
const V3 = { origin: originOf("v3|2"), dimensions: 2 };
const A3 = Float32Array.of(1, 0, 0);
const B2 = Float32Array.of(0, 1);

async function start() {
  let fault: (path: string) => Fault | undefined = () => undefined;
  const server = await startQdrantServer({ fault: ({ url = "" }) => fault(url) });
  closing.push(server.close);
  let nowMs = 1_000_000;
  const make = (options: Pick<QdrantOptions, "dimensions"> & Partial<QdrantOptions>): VectorStore => {
    const fixed = { endpoint: server.url, collection: "hisho", probeMs: 0, keepFormerMs: KEEP_MS, openAgainMs: 20 };
    const store = createQdrantStore({ ...fixed, now: () => nowMs, ...options });
    closing.push(() => store.close());
    return store;
  };
  return {
    collections: server.collections,
    /** Of all collections but the ledger. */
    kept: () => [...server.collections.keys()].filter((name) => name !== "hisho-origins"),
    make,
    async open(options: Pick<QdrantOptions, "dimensions"> & Partial<QdrantOptions>): Promise<VectorStore> {
      const store = make(options);
      await store.prepare(live());
      return store;
    },
    pass(ms: number): void {
      nowMs += ms;
    },
    fail(next: typeof fault): void {
      fault = next;
    },
  };
}

type House = Awaited<ReturnType<typeof start>>;

/** Vectors of the first embedding that count, and those of the second that are complete and do not. */
async function begun(house: House, options: Partial<QdrantOptions> = {}): Promise<VectorStore> {
  const first = await house.open({ ...V1, ...options });
  await first.add(["a"], [A3]);
  await first.close();
  const second = await house.open({ ...V2, ...options });
  await second.add(["b"], [B2]);
  return second;
}

const idsOf = (hits: readonly { id: string }[] | undefined) => hits?.map(({ id }) => id);

describe("vectors of another embedding in Qdrant", () => {
  it("leave those of before to answer until they are complete, through new starts and the way back", async () => {
    const house = await start();
    const second = await begun(house);
    expect([second.size, await second.ids(), second.former?.origin]).toEqual([1, ["b"], V1.origin]);
    expect(await second.former?.ids()).toEqual(["a"]);
    expect(await second.former?.search(A3, 5)).toEqual([{ id: "a", score: 1 }]);
    expect(await second.former?.search(A3, 0)).toEqual([]);
    await expect(second.former?.search(B2, 5)).rejects.toMatchObject({ reason: "bad-answer" });
    expect(idsOf(await second.search(B2, 5))).toEqual(["b"]);
    await second.close();
    const back = await house.open(V1);
    expect([back.former, await back.ids()]).toEqual([undefined, ["a"]]);
    await back.close();
    const again = await house.open(V2);
    expect([await again.former?.ids(), await again.ids()]).toEqual([["a"], ["b"]]);
  });

  it("take their place when they are complete, and those go in time", async () => {
    const house = await start();
    const second = await begun(house);
    const [before = "", after = ""] = house.kept();
    await second.settle?.();
    expect([second.former, await second.ids(), house.kept()]).toEqual([undefined, ["b"], [before, after]]);
    await second.settle?.();
    house.pass(KEEP_MS);
    const later = await house.open(V2);
    expect([later.former, await later.ids(), house.kept()]).toEqual([undefined, ["b"], [after]]);
  });

  it("go by themselves where nobody starts anew", async () => {
    const house = await start();
    const second = await begun(house, { keepFormerMs: 50, now: Date.now });
    await second.settle?.();
    await expect.poll(() => house.kept().length).toBe(1);
    expect(await second.ids()).toEqual(["b"]);
  });

  it("are not begun anew on the way back in time", async () => {
    const house = await start();
    const second = await begun(house);
    await second.settle?.();
    const back = await house.open(V1);
    expect([await back.ids(), await back.former?.ids()]).toEqual([["a"], ["b"]]);
    house.pass(KEEP_MS);
    await house.open(V2);
    expect(idsOf(await back.search(A3, 1))).toEqual(["a"]);
  });

  it("go too when they were never complete and a third took their place", async () => {
    const house = await start();
    await (await begun(house)).close();
    const third = await house.open(V3);
    expect([await third.former?.ids(), await third.ids()]).toEqual([["a"], []]);
    await third.settle?.();
    house.pass(KEEP_MS);
    await house.open(V3);
    expect(house.kept()).toHaveLength(1);
  });

  it("count at once where those of before were taken away", async () => {
    const house = await start();
    await (await begun(house)).close();
    house.collections.delete(house.kept()[0] ?? "");
    const second = await house.open(V2);
    expect([second.health(), second.former, await second.ids()]).toEqual([{ status: "ok" }, undefined, ["b"]]);
  });
});

describe("a collection of an earlier version", () => {
  it.each([undefined, "hisho-llama-cpp-3"])("goes on being used, and gives way like any other: %s", async (named) => {
    const house = await start();
    const bare = named ?? "hisho";
    const before = await house.open({ dimensions: 3, collection: bare });
    await before.add(["a"], [A3]);
    await before.close();
    const options = named === undefined ? {} : { olderCollection: named };
    const first = await house.open({ ...V1, ...options });
    expect([first.former, await first.ids(), house.kept()]).toEqual([undefined, ["a"], [bare]]);
    await first.close();
    const second = await house.open({ ...V2, olderCollection: "hisho-openai-2" });
    expect(idsOf(await second.former?.search(A3, 1))).toEqual(["a"]);
    await second.settle?.();
    house.pass(KEEP_MS);
    await house.open(V2);
    expect(house.kept()).not.toContain(bare);
  });

  it("is left alone when its vectors cannot be of this embedding", async () => {
    const house = await start();
    await (await house.open({ dimensions: 3 })).add(["a"], [A3]);
    const second = await house.open(V2);
    expect([second.health(), second.former, second.size]).toEqual([{ status: "ok" }, undefined, 0]);
    await second.add(["b"], [B2]);
    house.pass(KEEP_MS);
    expect(await (await house.open(V2)).ids()).toEqual(["b"]);
    expect(house.collections.get("hisho")?.points.size).toBe(1);
  });
});

describe("relays that share a Qdrant", () => {
  it("may begin at the same moment, and change over one after the other", async () => {
    const house = await start();
    const firsts = [house.make(V1), house.make(V1)];
    await Promise.all(firsts.map((each) => each.prepare(live())));
    expect(firsts.map((each) => each.health())).toEqual([{ status: "ok" }, { status: "ok" }]);
    await firsts[0]?.add(["a"], [A3]);
    const seconds = [house.make(V2), house.make(V2)];
    await Promise.all(seconds.map((each) => each.prepare(live())));
    for (const second of seconds) await second.add(["b"], [B2]);
    for (const second of seconds) await second.settle?.();
    expect(await Promise.all(seconds.map((each) => each.ids()))).toEqual([["b"], ["b"]]);
    expect(house.kept()).toHaveLength(2);
  });

  it("keep the former vectors of one that is not done until they go, and have it use those that count then", async () => {
    const house = await start();
    const quick = await begun(house);
    const slow = await house.open(V2);
    await quick.settle?.();
    expect(idsOf(await slow.former?.search(A3, 1))).toEqual(["a"]);
    house.pass(KEEP_MS);
    await house.open(V2);
    await expect(slow.former?.search(A3, 1)).rejects.toMatchObject({ reason: "unavailable" });
    await expect.poll(() => slow.health()).toEqual({ status: "ok" });
    expect([slow.former, await slow.ids()]).toEqual([undefined, ["b"]]);
  });

  it("leave one of before its vectors for a time; it does not make them anew, and says what to do", async () => {
    const house = await start();
    const old = await house.open(V1);
    const fresh = await begun(house);
    await fresh.settle?.();
    expect(idsOf(await old.search(A3, 1))).toEqual(["a"]);
    house.pass(KEEP_MS);
    await house.open(V2);
    await expect(old.search(A3, 1)).rejects.toMatchObject({ reason: "unavailable" });
    await expect.poll(() => old.health()).toMatchObject({ reason: expect.stringContaining("start this relay anew") });
    expect(house.kept()).toHaveLength(1);
    // Started anew with the embedding of before, it is the one that changes.
    const back = await house.open(V1);
    expect([await back.former?.ids(), await back.ids()]).toEqual([["b"], []]);
    await expect.poll(() => old.health()).toEqual({ status: "ok" });
  });
});

/**
 * The process is killed at each of the requests that the work takes: the server does that one too, its answer is lost and
 * none follows.
 * @param check run after each kill, on what it has left
 * @returns how many there are
 */
async function killedAtEach(
  house: House,
  options: Parameters<House["make"]>[0],
  work: (store: VectorStore) => Promise<unknown>,
  check: () => Promise<void>,
): Promise<number> {
  const before = structuredClone(house.collections);
  for (let last = 1; ; last += 1) {
    house.collections.clear();
    for (const [name, collection] of structuredClone(before)) house.collections.set(name, collection);
    let asked = 0;
    house.fail((path) => {
      if (!path.startsWith("/collections")) return undefined;
      asked += 1;
      return asked < last ? undefined : asked === last ? "cut" : "down";
    });
    const store = house.make({ ...options, openAgainMs: 60_000 });
    await work(store).catch(() => {}); // it is killed
    await store.close();
    house.fail(() => undefined);
    await check();
    if (asked < last) return asked;
  }
}

describe("a kill at any request", () => {
  it("of changing over leaves one of the two that answers, and the next start ends it", async () => {
    const house = await start();
    await (await begun(house)).close();
    const [, after] = house.kept();
    const work = async (store: VectorStore) => {
      await store.prepare(live());
      await store.settle?.();
    };
    let goneOver = 0;
    const requests = await killedAtEach(house, { ...V2, keepFormerMs: 0 }, work, async () => {
      const next = await house.open(V2);
      expect(await next.ids()).toEqual(["b"]);
      if (next.former === undefined) goneOver += 1;
      else expect(idsOf(await next.former.search(A3, 1))).toEqual(["a"]);
      await next.settle?.();
      house.pass(KEEP_MS);
      await house.open(V2);
      expect(house.kept()).toEqual([after]);
      expect(house.collections.get("hisho-origins")?.points.size).toBe(2);
    });
    expect(requests).toBeGreaterThan(10);
    expect(goneOver).toBeGreaterThan(1);
    expect(goneOver).toBeLessThan(requests);
  });

  it("of the first start with another embedding loses nothing and leaves nothing that nobody knows", async () => {
    const house = await start();
    await (await begun(house)).close();
    const requests = await killedAtEach(
      house,
      V3,
      (store) => store.prepare(live()),
      async () => {
        const next = await house.open(V3);
        expect([idsOf(await next.former?.search(A3, 1)), await next.ids()]).toEqual([["a"], []]);
        await next.settle?.();
        house.pass(KEEP_MS);
        await house.open(V3);
        expect(house.kept()).toHaveLength(1);
      },
    );
    expect(requests).toBeGreaterThan(5);
  });

  it("of taking over what an earlier version kept leaves it in use", async () => {
    const house = await start();
    await (await house.open({ dimensions: 3 })).add(["a"], [A3]);
    const requests = await killedAtEach(
      house,
      V1,
      (store) => store.prepare(live()),
      async () => {
        const next = await house.open(V1);
        expect([next.former, await next.ids(), house.kept()]).toEqual([undefined, ["a"], ["hisho"]]);
      },
    );
    expect(requests).toBeGreaterThan(5);
  });
});
