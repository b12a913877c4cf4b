import { expect, it } from "vitest";
import { type Cue, Score } from "./score.ts";

const STEP = 1 / 60;
const cue = (event: Cue["event"], value: string, more: Partial<Cue> = {}): Cue => ({ turn: 1, event, value, ...more });

it("shows each cue when its sound is heard, in order, and not before the first sample", () => {
  const score = new Score();
  score.add(cue("emotion", "happy", { t_ms: 0, weight: 0.5 }));
  score.add(cue("emotion", "sad", { t_ms: 1_000 }));
  score.step(STEP, "thinking", () => 0);
  expect(score.emotion).toBeNull();
  score.step(STEP, "speaking", () => 40);
  expect(score.emotion).toEqual({ name: "happy", weight: 0.5 });
  score.step(STEP, "speaking", () => 900);
  expect(score.emotion?.name).toBe("happy");
  score.step(STEP, "speaking", () => 990);
  expect(score.emotion).toEqual({ name: "sad", weight: 1 });
});

it("shows at once what has no time, and only once", () => {
  const score = new Score();
  score.add(cue("gesture", "bow"));
  score.add(cue("gesture", "somersault"));
  score.step(STEP, "idle", null);
  expect(score.gesture).toBe("bow");
  score.step(STEP, "idle", null);
  expect(score.gesture).toBeNull();
});

it("keeps a mood as long as she speaks, and a little longer; the person's words end it", () => {
  const score = new Score();
  const hold = (seconds: number, phase: "speaking" | "listening" | "hearing"): void => {
    for (let t = 0; t < seconds; t += STEP) score.step(STEP, phase, () => 100);
  };
  score.add(cue("emotion", "happy", { t_ms: 0 }));
  hold(60, "speaking");
  expect(score.emotion?.name).toBe("happy");
  hold(3, "listening");
  expect(score.emotion?.name).toBe("happy");
  hold(2, "listening");
  expect(score.emotion).toBeNull();
  score.add(cue("emotion", "happy"));
  hold(STEP, "hearing");
  expect(score.emotion).toBeNull();
});

it("ends an emotion and a look after their duration", () => {
  const score = new Score();
  score.add(cue("emotion", "surprised", { duration_ms: 500 }));
  score.add(cue("gaze", "aside", { duration_ms: 300 }));
  for (let t = 0; t < 0.28; t += STEP) score.step(STEP, "speaking", null);
  expect(score.look).toEqual({ yaw: -14, pitch: 9 });
  expect(score.emotion?.name).toBe("surprised");
  for (let t = 0; t < 0.3; t += STEP) score.step(STEP, "speaking", null);
  expect(score.look).toBeNull();
  expect(score.emotion).toBeNull();
});

it("forgets a turn that begins again or is over, and holds no more than it can show", () => {
  const score = new Score();
  score.add(cue("emotion", "happy", { t_ms: 2_000 }));
  score.add(cue("emotion", "sad", { t_ms: 0 }));
  score.step(STEP, "speaking", () => 5_000);
  expect(score.emotion?.name).toBe("sad");
  score.add(cue("emotion", "angry", { t_ms: 9_000 }));
  score.add(cue("emotion", "relaxed", { turn: 2, t_ms: 0 }));
  score.step(STEP, "speaking", (turn) => (turn === 2 ? 40 : 60_000));
  expect(score.emotion?.name).toBe("relaxed");
  for (let i = 0; i < 10_000; i++) score.add(cue("gaze", "0 0", { turn: 2, t_ms: 100 + i }));
  score.step(STEP, "speaking", () => 1e9);
  expect(score.look).toEqual({ yaw: 0, pitch: 0 });
});

it.each(["999 999", "-999,-999"])("never sends the eyes out of her head for %j", (value) => {
  const score = new Score();
  score.add(cue("gaze", value));
  score.step(STEP, "idle", null);
  expect(Math.abs(score.look!.yaw)).toBe(30);
});

it.each(["", "NaN NaN", "constructor", "1e99 2"])("ignores the look %j", (value) => {
  const score = new Score();
  score.add(cue("gaze", value));
  score.step(STEP, "idle", null);
  expect(score.look).toBeNull();
});
