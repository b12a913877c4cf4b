import type { Receipt } from "@hisho/protocol";
import { expect, it } from "vitest";
import type { Clock } from "../clock.ts";
import { RecentFigures, STEP_MS, WINDOW_MS } from "./recent-figures.ts";

const START = Date.UTC(2026, 10, 21, 6);

function figuresAt() {
  let atMs = START;
  const clock: Clock = { now: () => atMs, date: () => new Date(atMs), after: () => () => {} };
  return { figures: new RecentFigures(clock), pass: (ms: number) => (atMs += ms) };
}

const receipt = (steps: Receipt["steps"], origin: Receipt["origin"] = "spoken"): Receipt => ({
  session_id: "s",
  turn: 1,
  trace_id: "t",
  origin,
  ended_at: new Date(START).toISOString(),
  reason: "completed",
  fallback: null,
  steps,
});
const STT = { role: "stt", provider: "whisper-cpp" } as const;

it("knows nothing at first", () => {
  const { figures } = figuresAt();
  expect(figures.figures()).toEqual({
    since: new Date(START),
    firstSound: undefined,
    partial: undefined,
    turns: {},
    line: [],
    providers: [],
  });
});

it("gives the median and the 95th percentile by nearest rank, of what was heard where that is known", () => {
  const { figures } = figuresAt();
  for (let n = 1; n <= 20; n++) figures.keep(receipt({ first_audio: 1, audible: n * 100 }));
  figures.keep(receipt({ audible: 9999 }, "typed"));
  figures.keep(receipt({ final_text: 5 }));
  expect(figures.figures().firstSound).toEqual({ count: 20, p50Ms: 1000, p95Ms: 1900 });
});

it("draws a line by steps and forgets what is older than the window", () => {
  const { figures, pass } = figuresAt();
  figures.keep(receipt({ first_audio: 700 }));
  figures.turnEnded("completed");
  pass(STEP_MS);
  figures.keep(receipt({ first_audio: 900 }));
  figures.turnEnded("completed");
  figures.turnEnded("failed");
  expect(figures.figures().line).toEqual([
    { at: new Date(START), count: 1, p50Ms: 700, p95Ms: 700 },
    { at: new Date(START + STEP_MS), count: 1, p50Ms: 900, p95Ms: 900 },
  ]);
  expect(figures.figures().turns).toEqual({ completed: 2, failed: 1 });
  pass(WINDOW_MS - STEP_MS);
  expect(figures.figures()).toMatchObject({
    since: new Date(START + STEP_MS + WINDOW_MS - STEP_MS - WINDOW_MS),
    firstSound: { count: 1, p50Ms: 900 },
    turns: { completed: 1, failed: 1 },
  });
  pass(STEP_MS);
  expect(figures.figures().firstSound).toBeUndefined();
});

it("tells providers apart by what they were asked, and counts what failed", () => {
  const { figures, pass } = figuresAt();
  figures.answered(STT, "final", 100);
  figures.answered(STT, "partial", 50);
  figures.failed(STT);
  pass(STEP_MS);
  figures.answered(STT, "final", 300);
  figures.failed({ role: "tts", provider: "voicevox" });
  expect(figures.figures().providers).toEqual([
    { ...STT, call: "final", failed: 1, spread: { count: 2, p50Ms: 100, p95Ms: 300 } },
    { ...STT, call: "partial", failed: 0, spread: { count: 1, p50Ms: 50, p95Ms: 50 } },
    { role: "tts", provider: "voicevox", call: "final", failed: 1, spread: { count: 0, p50Ms: 0, p95Ms: 0 } },
  ]);
});

it("keeps a bounded number of samples, and goes on when the wall clock is set back", () => {
  const { figures, pass } = figuresAt();
  for (let n = 0; n < 5000; n++) figures.partial(10);
  pass(-3 * STEP_MS);
  figures.partial(30);
  expect(figures.figures().partial).toEqual({ count: 500, p50Ms: 10, p95Ms: 10 });
});
