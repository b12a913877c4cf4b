import "fake-indexeddb/auto";
import { openDB } from "idb";
import { expect, it, vi } from "vitest";
import { turnView } from "../ui/testing/fixtures.ts";
import { endDeletions } from "./ending.ts";
import { History } from "./history.ts";

const NOON = new Date("2026-01-05T12:00:00.000Z");
const ONE_TURN = turnView({ key: "a", at: "2026-01-05T09:00:00.000Z" });

/** A record with one conversation, and a clock that stands until it is moved. */
async function record(name: string) {
  const history = new History({ writer: "page", name });
  await history.save("c", ONE_TURN);
  let now = NOON;
  let due: (() => void) | null = null;
  const clock = {
    date: () => now,
    after: (_: number, task: () => void) => {
      due = task;
      return () => {
        due = null;
      };
    },
  };
  const erased: string[] = [];
  const ending = new AbortController();
  const erasures = { add: (ids: readonly string[]) => void erased.push(...ids) };
  const endNow = endDeletions(history, erasures, clock, ending.signal);
  await vi.waitFor(() => expect(due).not.toBeNull());
  return {
    history,
    erased,
    endNow,
    ending,
    due: () => due,
    pass: (minutes: number) => {
      now = new Date(now.getTime() + minutes * 60_000);
      const task = due;
      due = null;
      task?.();
    },
  };
}

it("tells the relay when a deletion can no longer be undone, and not before", async () => {
  const { history, erased, pass, ending, due } = await record("ending-later");
  await history.delete({ conversations: ["c"] }, NOON);
  pass(29);
  await vi.waitFor(() => expect(due()).not.toBeNull());
  expect(await history.deletions()).toHaveLength(1);
  expect(erased).toEqual([]);
  pass(2);
  await vi.waitFor(() => expect(erased).toEqual(["c"]));
  ending.abort();
  await history.close();
});

it("gathers what was said for searching once it is much", async () => {
  const { history, pass, due, ending } = await record("ending-gathers");
  await Promise.all(
    Array.from({ length: 300 }, (_, index) => history.save("c", { ...ONE_TURN, key: `k${index}`, userText: "tea" })),
  );
  pass(5);
  await vi.waitFor(() => expect(due()).not.toBeNull());
  const database = await openDB("ending-gathers");
  expect([await database.count("fresh"), await database.count("segments")]).toEqual([0, 3]);
  database.close();
  expect((await history.search("tea", 1)).total).toBe(300);
  ending.abort();
  await history.close();
});

it("ends at once what the person does not want to have back", async () => {
  const { history, erased, endNow, ending } = await record("ending-now");
  await history.delete("everything", NOON);
  expect(await endNow()).toBe(true);
  expect(erased).toEqual(["c"]);
  expect(await history.deletions()).toEqual([]);
  ending.abort();
  await history.close();
});
