import "fake-indexeddb/auto";
import { afterEach, expect, it } from "vitest";
import { turnView } from "../ui/testing/fixtures.ts";
import { History } from "./history.ts";

const NOW = new Date("2026-01-05T12:00:00.000Z");
const opened: History[] = [];
let databases = 0;
afterEach(async () => {
  for (const history of opened.splice(0)) await history.close();
});

async function withConversations(...ids: readonly string[]): Promise<History> {
  const history = new History({ writer: "page", name: `titles-${++databases}` });
  opened.push(history);
  for (const id of ids) await history.save(id, turnView({ key: id }));
  return history;
}

it("keeps the person's title over one that is made, on one line and not too long", async () => {
  const history = await withConversations("c");
  expect(await history.setTitle("c", "A trip", "made", NOW)).toBe(true);
  expect(await history.setTitle("c", `  Osaka\n${"x".repeat(200)}`, "person", NOW)).toBe(true);
  expect(await history.setTitle("c", "A trip", "made", NOW)).toBe(false);
  expect(await history.conversation("c")).toMatchObject({
    title: `Osaka ${"x".repeat(114)}`,
    titleEdited: true,
    changedAt: NOW.toISOString(),
  });
  await history.setTitle("c", " ", "person", NOW);
  expect(await history.setTitle("c", "A trip", "made", NOW)).toBe(true);
  expect(await history.setTitle("unknown", "A trip", "person", NOW)).toBe(false);
});

it("keeps since when a conversation is pinned, until it is taken down", async () => {
  const history = await withConversations("one", "two");
  const since = async (id: string) => (await history.conversation(id))?.pinnedAt;
  await history.setPinned("one", true, NOW);
  await history.setPinned("one", true, new Date(NOW.getTime() + 2));
  await history.save("one", turnView({ key: "more" }));
  expect(await since("one")).toBe(NOW.toISOString());
  expect(await since("two")).toBeUndefined();
  await history.setPinned("one", false, NOW);
  expect(await since("one")).toBeUndefined();
});

it("tells of every change", async () => {
  const history = await withConversations("c");
  let told = 0;
  const stop = history.onChange(() => {
    told += 1;
  });
  await history.setPinned("c", true, NOW);
  await history.setRating("c", "bad");
  expect(told).toBe(2);
  expect((await history.turns("c"))[0]?.rating).toBe("bad");
  await history.setRating("c", null);
  expect((await history.turns("c"))[0]).not.toHaveProperty("rating");
  stop();
  await history.setPinned("c", false, NOW);
  expect(told).toBe(3);
  expect(await history.setRating("unknown", "good")).toBe(false);
});
