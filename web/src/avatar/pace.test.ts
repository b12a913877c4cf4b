import { expect, it } from "vitest";
import { FrameClock, paceFor, paceOn } from "./pace.ts";

function drawn(fps: number, displayHz: number): number {
  const clock = new FrameClock();
  let count = 0;
  for (let i = 0; i < displayHz; i++) if (clock.due((i * 1000) / displayHz, fps)) count++;
  return count;
}

it("draws every display frame at 60 and every second at 30", () => {
  expect(drawn(60, 60)).toBe(60);
  expect(drawn(30, 60)).toBe(30);
  expect(drawn(60, 120)).toBe(60);
});

it("goes on when the clock was set back", () => {
  const clock = new FrameClock();
  expect(clock.due(10_000, 30)).toBe(true);
  expect(clock.due(5, 30)).toBe(true);
});

it("spares the cores where they draw the picture themselves", () => {
  const software = paceFor("ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)");
  expect(software.outlines).toBe(false);
  expect(software.speakingFps).toBeLessThan(paceFor("Apple GPU").speakingFps);
});

it("halves the frames on the lower rung, and keeps enough to be motion", () => {
  const full = paceFor("Apple GPU");
  expect(paceOn("full", full)).toBe(full);
  expect(paceOn("half", full)).toMatchObject({ speakingFps: 30, restingFps: 15 });
  expect(paceOn("half", { ...full, restingFps: 12 }).restingFps).toBe(8);
});
