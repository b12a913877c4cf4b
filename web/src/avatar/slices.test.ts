import { expect, it } from "vitest";
import { createSlices, yieldToPage } from "./slices.ts";

it("gives the page its turn after each slice, and not before", async () => {
  let nowMs = 100;
  const turnsMs: number[] = [];
  const rest = createSlices(
    () => nowMs,
    async () => {
      turnsMs.push(nowMs);
      nowMs += 50;
    },
  );
  for (let step = 0; step < 6; step++) {
    nowMs += 2;
    await rest();
  }
  expect(turnsMs).toEqual([106, 162]);
});

it("comes back in a task of its own, with and without the browser's own way", async () => {
  const order: string[] = [];
  const yielded = yieldToPage().then(() => order.push("yielded"));
  await Promise.resolve().then(() => order.push("same task"));
  await yielded;
  expect(order).toEqual(["same task", "yielded"]);
});
