import { expect, it } from "vitest";
import { ManualClock } from "../../tests/manual-clock.ts";
import { createLog } from "../log.ts";
import { KeptReadings } from "./readings.ts";

const reading = (written: string, taughtAt: number) => ({
  id: written,
  written,
  spoken: "x",
  language: "ja",
  createdAt: new Date(taughtAt),
  updatedAt: new Date(taughtAt),
});

it("hints at the newest words that fit, whatever is too long for a hint", async () => {
  const taught = [reading("町田", 1), reading("長".repeat(99), 3), reading("小鳥遊", 2)];
  const store = { readings: async () => taught, teach: async () => [], unteach: async () => 0 };
  const kept = new KeptReadings(
    store,
    new ManualClock(),
    createLog("error", () => {}),
  );
  await kept.fresh();
  expect(kept.hints("ja-JP")).toEqual(["小鳥遊", "町田"]);
});
