import { expect, it } from "vitest";
import { Breath, breathAt } from "./breath.ts";
import { seeded } from "./random.ts";

it("fills in 40 % of a breath and empties in the rest, without a step", () => {
  expect(breathAt(0)).toBeCloseTo(-1);
  expect(breathAt(0.4)).toBeCloseTo(1);
  expect(breathAt(1)).toBeCloseTo(-1);
  for (let i = 0; i < 1000; i++) expect(Math.abs(breathAt((i + 1) / 1000) - breathAt(i / 1000))).toBeLessThan(0.01);
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
