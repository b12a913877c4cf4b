import { describe, expect, it } from "vitest";
import { partialAges } from "./partials.ts";
import { WrittenWire } from "./testing/written-wire.ts";

/** The relay's clock is 5000 ms behind the browser's. */
const RELAY = -5000;

describe("the age of a partial", () => {
  it("is what its newest frame needed to the socket, what the relay recorded, and a slow way back", () => {
    // The fastest frame is the first; the one captured from 480 to 500 ms is sent 30 ms late, at 1530, and the next 14, at 1534.
    const { log } = new WrittenWire()
      .spoke(1, 0, 1000, (frame) => 1000 + (({ 0: 0, 24: 30, 25: 14 } as Record<number, number>)[frame] ?? 10))
      .partial(1635, 1, 1, "half")
      .partial(1940, 1, 1, "half past");
    const recorded = [
      { atMs: 1630 + RELAY, ageMs: 104 },
      { atMs: 1900 + RELAY, ageMs: 80 },
    ];
    // The first is the fastest on its way back: 5 ms, which lays the clocks together. The second takes 35 ms more.
    // At 1905 - 80 = 1825 the newest frame sent is the one that ends at 800 and was sent at 1810.
    expect(partialAges(log, recorded)).toEqual([
      { wholeMs: 30 + 104, inRelayMs: 104 },
      { wholeMs: 10 + 80 + 35, inRelayMs: 80 },
    ]);
  });

  it("is not guessed when a partial is missing", () => {
    const { log } = new WrittenWire().spoke(1, 0, 1000, () => 0).partial(1630, 1, 1, "half");
    expect(() => partialAges(log, [])).toThrow(/recorded 0 partials and the page got 1/);
  });
});
