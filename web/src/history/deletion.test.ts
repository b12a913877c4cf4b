import "fake-indexeddb/auto";
import { afterEach, describe, expect, it } from "vitest";
import { turnView } from "../ui/testing/fixtures.ts";
import { History } from "./history.ts";

const opened: History[] = [];
let databases = 0;
afterEach(async () => {
  for (const history of opened.splice(0)) await history.close();
});

/** Turns `a1` and `a2` of the conversation `a`, `b1` of `b`, an hour apart from nine on. */
async function threeTurns(): Promise<History> {
  const history = new History({ writer: "page", name: `deletion-${++databases}` });
  opened.push(history);
  for (const [conversation, key, hour] of [
    ["a", "a1", "09"],
    ["a", "a2", "10"],
    ["b", "b1", "11"],
  ] as const) {
    await history.save(conversation, turnView({ key, at: at(hour), userText: `said at ${hour}` }));
  }
  return history;
}

const at = (hour: string): string => `2026-01-05T${hour}:00:00.000Z`;
const NOON = new Date(at("12"));
const later = (minutes: number): Date => new Date(NOON.getTime() + minutes * 60_000);
const keys = async (history: History): Promise<readonly string[]> =>
  (await history.recent(null, 10)).map(({ key }) => key);
const found = async (history: History): Promise<readonly string[]> =>
  (await history.search("said", 10)).turns.map(({ key }) => key);

describe("deleting", () => {
  it.each([
    [{ turns: ["a1", "unknown"] }, 1, ["b1", "a2"]],
    [{ conversations: ["a", "unknown"] }, 2, ["b1"]],
    [{ from: at("10"), to: at("11") }, 1, ["b1", "a1"]],
    ["everything", 3, []],
  ] as const)("%j is out of sight everywhere, and comes back whole", async (what, count, left) => {
    const history = await threeTurns();
    const before = await history.exportJson(NOON);
    expect(await history.delete(what, NOON)).toBe(count);
    expect(await keys(history)).toEqual(left);
    expect(await found(history)).toEqual(left);
    expect(await history.deletions()).toEqual([NOON.toISOString()]);
    await history.undelete(NOON.toISOString(), later(2));
    expect(await history.exportJson(NOON)).toBe(before);
    expect(await found(history)).toEqual(["b1", "a2", "a1"]);
    expect(await history.deletions()).toEqual([]);
  });

  it("undoes one deletion and leaves another", async () => {
    const history = await threeTurns();
    await history.delete({ turns: ["a1"] }, NOON);
    await history.delete({ turns: ["b1"] }, later(1));
    expect(await history.deletions()).toEqual([later(1).toISOString(), NOON.toISOString()]);
    await history.undelete(NOON.toISOString(), later(2));
    expect(await keys(history)).toEqual(["a2", "a1"]);
  });

  it("leaves in sight what is said afterwards in a conversation that goes on", async () => {
    const history = await threeTurns();
    await history.delete({ conversations: ["a"] }, NOON);
    await history.save("a", turnView({ key: "a3", at: later(1).toISOString(), userText: "said later" }));
    expect((await history.turns("a")).map(({ key }) => key)).toEqual(["a3"]);
    expect(await found(history)).toEqual(["a3", "b1"]);
    expect((await history.purge(later(40)))?.conversations).toEqual([]);
    expect((await history.turns("a")).map(({ key }) => key)).toEqual(["a3"]);
    expect(await history.deletions()).toEqual([]);
  });

  it("stays deleted when the page still writes of the turn", async () => {
    const history = await threeTurns();
    await history.setRating("a2", "good");
    await history.delete({ turns: ["a2"] }, NOON);
    await history.save("a", turnView({ key: "a2", at: at("10"), userText: "said at 10", end: "completed" }));
    expect(await keys(history)).toEqual(["b1", "a1"]);
    await history.undelete(NOON.toISOString(), later(2));
    expect((await history.turns("a"))[1]).toMatchObject({ key: "a2", end: "completed", rating: "good" });
  });
});

describe("the end of a deletion", () => {
  it("comes after half an hour and not before, and takes the words out of what is searched", async () => {
    const history = await threeTurns();
    await history.tidySearch("at once");
    await history.delete({ conversations: ["a"] }, NOON);
    expect(await history.purge(later(30))).toEqual({ conversations: [], turns: [] });
    expect(await history.purge(later(31))).toEqual({
      conversations: ["a"],
      turns: [
        { conversation: "a", key: "a1", turn: 1 },
        { conversation: "a", key: "a2", turn: 1 },
      ],
    });
    await history.tidySearch("at once");
    await history.undelete(NOON.toISOString(), later(2));
    expect(await keys(history)).toEqual(["b1"]);
    expect(await found(history)).toEqual(["b1"]);
    expect(await wordsOnTheDevice(`deletion-${databases}`)).toEqual(["said at 11\n\0"]);
  });
});

/** What the database holds for searching. */
async function wordsOnTheDevice(name: string): Promise<readonly string[]> {
  const { openDB } = await import("idb");
  const database = await openDB(name);
  const [segments, fresh] = [await database.getAll("segments"), await database.getAll("fresh")];
  database.close();
  return [...segments.map(({ text }) => text), ...fresh.map(({ words }) => words)];
}
