import "fake-indexeddb/auto";
import { openDB } from "idb";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { TurnView } from "../session/talk.ts";
import { History, type StorageProblem } from "./history.ts";
import { HISTORY_VERSION } from "./schema.ts";

const opened: History[] = [];
let databases = 0;
afterEach(async () => {
  vi.restoreAllMocks();
  for (const history of opened.splice(0)) await history.close();
});

function history(options: { writer?: string; name?: string; version?: number } = {}) {
  const problems: StorageProblem[] = [];
  const name = options.name ?? `history-${++databases}`;
  const one = new History({ writer: "page", ...options, name });
  one.watch((problem) => problem !== null && problems.push(problem));
  opened.push(one);
  return { history: one, problems, name };
}

const turn = (key: string, change: Partial<TurnView> = {}): TurnView => ({
  key,
  turn: 1,
  at: `2026-01-05T09:00:0${key.length}Z`,
  language: "en-US",
  spoken: true,
  userText: "what time is it",
  userAgreedLength: 15,
  userFinal: true,
  assistantText: "",
  assistantFinal: false,
  heardLength: 0,
  citations: [],
  fallback: null,
  end: null,
  ...change,
});

describe("the record", () => {
  it("keeps every turn as it happens, the newest state last", async () => {
    const { history: one } = history();
    const results = [
      one.save("c", turn("a", { userText: "what", userFinal: false })),
      one.save("c", turn("a", { assistantText: "It is nine", end: "completed" })),
      one.save("c", turn("bb")),
    ];
    expect(await Promise.all(results)).toEqual([true, true, true]);
    expect(await one.turns("c")).toEqual([
      { ...turn("a", { assistantText: "It is nine", end: "completed" }), conversation: "c" },
      { ...turn("bb"), conversation: "c" },
    ]);
    expect(await one.turns("d")).toEqual([]);
    expect(await one.conversations()).toEqual([
      { id: "c", startedAt: "2026-01-05T09:00:01Z", updatedAt: "2026-01-05T09:00:02Z", title: "", titleEdited: false },
    ]);
  });

  it("lets a page take its own words back", async () => {
    const { history: one } = history();
    await one.save("c", turn("a", { assistantText: "For how many?", assistantFinal: true }));
    await one.save("c", turn("a"));
    expect((await one.turns("c"))[0]?.assistantText).toBe("");
  });

  it("keeps the further of two pages' copies, in either order", async () => {
    const { history: one, name } = history({ writer: "one" });
    const { history: two } = history({ writer: "two", name });
    await one.save("c", turn("a", { assistantText: "It is nine", end: "completed" }));
    await two.save("c", turn("a", { assistantText: "It" }));
    expect((await one.turns("c"))[0]?.end).toBe("completed");
    await two.save("c", turn("bb", { assistantText: "It" }));
    await one.save("c", turn("bb", { assistantText: "It is nine", end: "completed" }));
    expect((await two.turns("c"))[1]?.end).toBe("completed");
  });

  it("finds turns by all the words said in them, whatever their width and case", async () => {
    const { history: one } = history();
    await one.save("c", turn("a", { userText: "Ｔｏｋｙｏの天気は", assistantText: "晴れです" }));
    await one.save("d", turn("bb", { userText: "Tokyo hotel" }));
    const found = await one.search("tokyo", 10);
    expect(found.turns.map((turn) => [turn.conversation, turn.key])).toEqual([
      ["d", "bb"],
      ["c", "a"],
    ]);
    expect(await one.search("tokyo 晴れ", 10)).toEqual({ turns: [found.turns[1]], total: 1 });
    expect(await one.search("tokyo", 1)).toEqual({ turns: [found.turns[0]], total: 2 });
    expect(await one.search("osaka", 10)).toEqual({ turns: [], total: 0 });
    expect(await one.search(" ", 10)).toEqual({ turns: [], total: 0 });
  });

  it("keeps nothing after everything is deleted at once", async () => {
    const { history: one } = history();
    await one.save("c", turn("a"));
    await one.keepPending("c", { id: "p", text: "later", replaces: null, at: "2026-01-05T09:00:00Z" });
    expect(await one.deleteEverything()).toBe(true);
    expect(await one.recent(null, 10)).toEqual([]);
    expect(await one.pending("c")).toEqual([]);
    expect((await one.search("what", 10)).total).toBe(0);
  });

  it("exports everything as JSON", async () => {
    const { history: one } = history();
    await one.save("c", turn("a"));
    const exported = JSON.parse(await one.exportJson(new Date("2026-01-06T00:00:00Z")));
    expect(exported).toEqual({
      format: "hisho-history",
      version: HISTORY_VERSION,
      exportedAt: "2026-01-06T00:00:00.000Z",
      conversations: [
        {
          id: "c",
          startedAt: "2026-01-05T09:00:01Z",
          updatedAt: "2026-01-05T09:00:01Z",
          title: "",
          titleEdited: false,
          turns: [{ ...turn("a"), conversation: "c" }],
        },
      ],
    });
  });

  it("keeps typed words until their turn has ended", async () => {
    const { history: one } = history();
    const text = { id: "p", text: "hello", replaces: 3, at: "2026-01-05T09:00:00Z" };
    await one.keepPending("c", text);
    expect(await one.pending("c")).toEqual([text]);
    await one.dropPending("p");
    expect(await one.pending("c")).toEqual([]);
  });

  it("carries questions that never went out into the next conversation, recording and all", async () => {
    const { history: one } = history();
    const frames = [{ packet: Uint8Array.of(1, 2), timestamp: 960, afterGap: false }];
    const spoken = { id: "a", text: "", replaces: null, at: "2026-01-05T09:00:00Z" };
    const speech = { startTimestamp: 0, endTimestamp: 1920, frames };
    await one.save("old", { ...turn("a"), end: null });
    await one.keepPending("old", { ...spoken, speech });
    await one.keepPending("old", { ...spoken, id: "b", sent: true });
    await one.adoptPending("new");
    expect(await one.pending("new")).toEqual([{ ...spoken, speech }]);
    expect((await one.pending("old")).map(({ id }) => id)).toEqual(["b"]);
    expect((await one.turns("new")).map(({ key }) => key)).toEqual(["a"]);
  });
});

describe("a visitor's question", () => {
  it("is a visitor's although the database opens when they have gone", async () => {
    const { history: one } = history();
    one.visited("visit");
    const kept = one.keepPending("visit", { id: "a", text: "hours", replaces: null, at: "2026-01-05T09:00:00Z" });
    one.visited(null);
    expect(await kept).toBe(true);
    await one.adoptPending("next");
    expect(await one.pending("next")).toEqual([]);
  });

  it("waits in no other conversation, and stands as unanswered once visitors are gone", async () => {
    const { history: one } = history();
    const asked = { text: "where is the lift", replaces: null, at: "2026-01-05T09:00:00Z" };
    one.visited("visit");
    for (const [id, sent] of [
      ["a", false],
      ["bb", true],
    ] as const) {
      await one.save("visit", turn(id, { end: null }));
      await one.keepPending("visit", { id, ...asked, sent });
    }
    expect((await one.pending("visit"))[0]).toEqual({ id: "a", ...asked, sent: false });
    one.visited(null);
    await one.save("own", turn("ccc", { end: null }));
    await one.keepPending("own", { id: "ccc", ...asked });
    await one.adoptPending("next");
    expect((await one.pending("next")).map(({ id }) => id)).toEqual(["ccc"]);
    expect(await one.pending("visit")).toEqual([]);
    expect((await one.turns("visit")).map(({ key, end }) => [key, end])).toEqual([
      ["a", "failed"],
      ["bb", "failed"],
    ]);
  });
});

describe("trouble with storage", () => {
  it("a full disk is told, nothing throws, and the next write works", async () => {
    const { history: one, problems } = history();
    await one.save("c", turn("a"));
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("no room", "QuotaExceededError");
    });
    expect(await one.save("c", turn("bb"))).toBe(false);
    expect(problems).toEqual(["full"]);
    const watched: (StorageProblem | null)[] = [];
    one.watch((problem) => watched.push(problem));
    put.mockRestore();
    expect(await one.save("c", turn("bb"))).toBe(true);
    expect(watched).toEqual(["full", null]);
    expect(await one.turns("c")).toHaveLength(2);
  });

  it("no IndexedDB at all is told, and reading gives nothing", async () => {
    const { history: one, problems } = history();
    vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new DOMException("denied", "SecurityError");
    });
    expect(await one.save("c", turn("a"))).toBe(false);
    expect(await one.turns("c")).toEqual([]);
    expect(problems).toEqual(["unavailable"]);
  });

  it("an upgrade that another page blocks is told, and goes on when that page closes", async () => {
    const { history: before, name } = history();
    await before.save("c", turn("a"));
    await before.close();
    const old = await openDB(name, HISTORY_VERSION);
    const { history: one, problems } = history({ name, version: HISTORY_VERSION + 1 });
    const saved = one.save("c", turn("bb"));
    await vi.waitFor(() => expect(problems).toEqual(["blocked"]));
    old.close();
    expect(await saved).toBe(true);
    expect(await one.turns("c")).toHaveLength(2);
  });

  it("makes way for a newer page", async () => {
    const { history: one, name } = history();
    await one.save("c", turn("a"));
    const newer = await openDB(name, HISTORY_VERSION + 1);
    expect(newer.version).toBe(HISTORY_VERSION + 1);
    newer.close();
  });
});

describe("what answers cite", () => {
  const passage = (turn: string) => ({
    turn,
    n: 1,
    docId: "d",
    start: 0,
    citedStart: 0,
    citedEnd: 3,
    text: "Tea.",
    length: 4,
    keptAt: "2026-01-05T09:00:00Z",
  });

  it("is kept with its turn and goes with its conversation", async () => {
    const { history: one } = history();
    await Promise.all([one.save("c", turn("a")), one.save("d", turn("bb"))]);
    for (const key of ["a", "bb"]) expect(await one.keepPassage(passage(key))).toBe(true);
    expect(await one.passage("a", 1)).toEqual(passage("a"));
    expect(await one.passage("a", 2)).toBeUndefined();
    await one.delete({ conversations: ["c"] }, new Date("2026-01-06T00:00:00Z"));
    await one.purge(new Date("2026-01-06T00:31:00Z"));
    expect(await one.passage("a", 1)).toBeUndefined();
    expect(await one.passage("bb", 1)).toEqual(passage("bb"));
    await one.deleteEverything();
    expect(await one.passage("bb", 1)).toBeUndefined();
  });

  it("stands beside the list of documents as it was last seen", async () => {
    const { history: one } = history();
    const document = {
      source: "",
      title: "",
      media_type: "",
      chunks: 1,
      bytes: 1,
      pages: 1,
      progress: null,
      pii_flag: false,
    };
    const of = (doc_id: string, updated_at: string) => ({ ...document, doc_id, updated_at, embedding_version: null });
    await one.keepShelf([of("x", "2026-01-01"), of("y", "2026-01-02")]);
    expect((await one.shelf()).map(({ doc_id }) => doc_id)).toEqual(["y", "x"]);
    await one.keepShelf([of("x", "2026-01-01")]);
    expect((await one.shelf()).map(({ doc_id }) => doc_id)).toEqual(["x"]);
  });

  it("finds its place in a database of before, which keeps its turns", async () => {
    const name = "history-of-before";
    const before = await openDB(name, 1, {
      upgrade(database) {
        database.createObjectStore("conversations", { keyPath: "id" }).createIndex("updatedAt", "updatedAt");
        database.createObjectStore("turns", { keyPath: "key" }).createIndex("conversation", ["conversation", "at"]);
        database.createObjectStore("pending", { keyPath: "id" }).createIndex("conversation", ["conversation", "at"]);
      },
    });
    await before.put("conversations", {
      id: "c",
      startedAt: "2026-01-05T09:00:01Z",
      updatedAt: "2026-01-05T09:00:01Z",
    });
    await before.put("turns", { ...turn("a"), conversation: "c", writer: "page", revision: 1 });
    before.close();
    const { history: one } = history({ name });
    expect(await one.keepPassage(passage("a"))).toBe(true);
    expect(await one.turns("c")).toEqual([{ ...turn("a"), conversation: "c" }]);
    expect((await one.search("TIME", 10)).total).toBe(1);
    expect(await one.conversation("c")).toMatchObject({ title: "", titleEdited: false });
  });
});
