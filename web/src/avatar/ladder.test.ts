import fc from "fast-check";
import { expect, it } from "vitest";
import { Ladder, RUNGS } from "./ladder.ts";

const FULL_MS = 1000 / 60;

/** Draws for so long on a machine that needs `costMs` a frame. */
function draw(ladder: Ladder, seconds: number, costMs: number): void {
  for (let t = 0; t < seconds; ) {
    if (ladder.rung === "still" || ladder.rung === "sound") {
      ladder.idle(0.1);
      t += 0.1;
      continue;
    }
    const askedMs = ladder.rung === "full" ? FULL_MS : 2 * FULL_MS;
    const tookMs = Math.max(askedMs, costMs);
    ladder.frame(askedMs, tookMs, costMs, FULL_MS);
    t += tookMs / 1000;
  }
}

it("stays at the top where frames are in time, also with a hiccup now and then", () => {
  const ladder = new Ladder();
  for (let i = 0; i < 20; i++) {
    draw(ladder, 5, 5);
    ladder.frame(FULL_MS, 400, 5, FULL_MS);
  }
  expect(ladder.rung).toBe("full");
});

it("halves the frames of a machine that is too slow for all, and stays there", () => {
  const ladder = new Ladder();
  draw(ladder, 8, 28);
  expect(ladder.rung).toBe("half");
  draw(ladder, 600, 28);
  expect(ladder.rung).toBe("half");
});

it("ends with a still picture where even half is too much, and tries again ever more seldom", () => {
  const ladder = new Ladder();
  draw(ladder, 20, 90);
  expect(ladder.rung).toBe("still");
  let rises = 0;
  let before = ladder.rung;
  for (let t = 0; t < 1_200; t += 0.1) {
    draw(ladder, 0.05, 90);
    if (before === "still" && ladder.rung === "half") rises++;
    before = ladder.rung;
  }
  expect(rises).toBeGreaterThan(1);
  expect(rises).toBeLessThan(12);
});

it("climbs again when the load is gone", () => {
  const ladder = new Ladder();
  draw(ladder, 30, 90);
  draw(ladder, 60, 4);
  expect(ladder.rung).toBe("full");
});

it("never sways between two rungs faster than its patience", () => {
  const cost = fc.double({ min: 1, max: 120, noNaN: true });
  fc.assert(
    fc.property(fc.array(cost, { minLength: 1, maxLength: 40 }), (costs) => {
      const ladder = new Ladder();
      let changes = 0;
      let before = ladder.rung;
      for (const costMs of costs)
        for (let i = 0; i < 10; i++) {
          draw(ladder, 0.5, costMs);
          if (ladder.rung !== before) changes++;
          before = ladder.rung;
        }
      // Down takes 6 s at least, and up 12 s.
      expect(changes).toBeLessThanOrEqual(1 + Math.ceil((costs.length * 5) / 6));
    }),
  );
});

it("spares a processor at its end, and tries nothing more while it is under pressure", () => {
  const ladder = new Ladder();
  ladder.pressed("serious");
  draw(ladder, 60, 2);
  expect(ladder.rung).toBe("full");
  ladder.pressed("critical");
  expect(ladder.rung).toBe("half");
  ladder.pressed("serious");
  draw(ladder, 60, 2);
  expect(ladder.rung).toBe("half");
  ladder.pressed("nominal");
  draw(ladder, 60, 2);
  expect(ladder.rung).toBe("full");
});

it("gives graphics up that are lost three times in two minutes, and tries much later", () => {
  const ladder = new Ladder();
  for (let i = 0; i < 3; i++) {
    draw(ladder, 5, 4);
    ladder.lost();
  }
  expect(ladder.rung).toBe("sound");
  draw(ladder, 299, 4);
  expect(ladder.rung).toBe("sound");
  draw(ladder, 60, 4);
  expect(RUNGS.indexOf(ladder.rung)).toBeLessThan(2);
});

it("judges nothing by what is no frame", () => {
  const ladder = new Ladder();
  for (let i = 0; i < 1_000; i++) ladder.frame(FULL_MS, [Number.NaN, 0, -5, 60_000][i % 4]!, 1, FULL_MS);
  expect(ladder.rung).toBe("full");
});

it("goes no lower than it is told", () => {
  const ladder = new Ladder("half");
  draw(ladder, 60, 500);
  for (let i = 0; i < 5; i++) ladder.lost();
  expect(ladder.rung).toBe("half");
});
