import { expect, it } from "vitest";
import { systemClock } from "../session/clock.ts";
import { DeviceDatabase } from "./database.ts";
import { History } from "./history.ts";
import { searchThread } from "./search-thread.ts";
import { inventedTurns } from "./testing/invented.ts";
import { putTurns } from "./turn-writes.ts";

const COUNT = 1_000;
const ENOUGH_TO_BE_COLLECTED = 40;

it("finds in a thread of its own, search after search, before and after the words are gathered", async () => {
  const database = new DeviceDatabase({});
  const turns = [...inventedTurns(COUNT, Date.UTC(2026, 10, 20))].map((turn) => ({
    ...turn,
    writer: "test",
    revision: 1,
  }));
  expect(await database.write((open) => putTurns(open, turns))).toBe(true);
  await database.close();
  const history = new History({ writer: "test", search: searchThread(systemClock) });
  for (const isGathered of [false, true]) {
    if (isGathered) expect(await history.tidySearch()).toBe(true);
    for (const query of ["kumquat", "金柑", "금귤"]) expect((await history.search(query, 10)).total).toBe(1);
    expect((await history.search("meeting", 10)).turns).toHaveLength(10);
  }
  for (let round = 0; round < ENOUGH_TO_BE_COLLECTED; round += 1) {
    expect(new Uint8Array(4_000_000)).toHaveLength(4_000_000);
    expect((await history.search("kumquat", 10)).total).toBe(1);
  }
  await history.deleteEverything();
  await history.close();
});
