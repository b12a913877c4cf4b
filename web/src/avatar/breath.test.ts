import { expect, it } from "vitest";
import { Breath } from "./breath.ts";
import { seeded } from "./random.ts";

it("fills in 40 % of a breath and empties in the rest, without a step", () => {
  const breath = new Breath(seeded(1));
  const airs = Array.from({ length: 4_000 }, () => {
    breath.step(0.001, "rest");
    return breath.air;
  });
  expect(Math.max(...airs)).toBeCloseTo(1);
  expect(airs.indexOf(Math.max(...airs)) / 4_000).toBeCloseTo(0.4, 1);
  expect(airs.at(-2)).toBeCloseTo(-1, 2);
  for (const [i, air] of airs.entries()) expect(Math.abs(air - (airs[i - 1] ?? -1))).toBeLessThan(0.01);
});

it("takes about 15 breaths a minute at rest, more while speaking, and no two just alike", () => {
  const peaks = (speaking: boolean) => {
    const breath = new Breath(seeded(5));
    const at: number[] = [];
    let [before, rising] = [0, false];
    for (let i = 0; i < 600 * 50; i++) {
      breath.step(0.02, speaking ? "speaking" : "rest");
      const now = breath.air;
      if (rising && now < before) at.push(i * 0.02);
      rising = now > before;
      before = now;
    }
    return at;
  };
  const rest = peaks(false);
  expect(rest.length / 10).toBeGreaterThan(14);
  expect(rest.length / 10).toBeLessThan(16);
  expect(peaks(true).length).toBeGreaterThan(rest.length);
  const lengths = rest.slice(1).map((t, i) => t - rest[i]!);
  expect(Math.max(...lengths) - Math.min(...lengths)).toBeGreaterThan(0.2);
});
