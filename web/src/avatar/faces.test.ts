import { expect, it } from "vitest";
import { type FaceRule, type FaceRules, Faces } from "./faces.ts";
import { EMOTION_NAMES } from "./mouth.ts";

const STEP = 1 / 60;
const HAPPY = EMOTION_NAMES.indexOf("happy");
const FREE: FaceRule = { mouth: "none", blink: "none" };
const rules = (happy: FaceRule): FaceRules => ({ happy, angry: FREE, sad: FREE, relaxed: FREE, surprised: FREE });

function run(faces: Faces, seconds: number, happy: number, speech: number, closed = 0): void {
  faces.asked[HAPPY] = happy;
  for (let t = 0; t < seconds; t += STEP) faces.step(speech, closed, STEP);
}

it("gives the mouth to the words where the model lets an expression block it, and back after", () => {
  const faces = new Faces();
  faces.rules = rules({ mouth: "block", blink: "none" });
  run(faces, 1, 1, 1);
  expect(faces.weights[HAPPY]).toBe(0);
  run(faces, 1, 1, 0);
  expect(faces.weights[HAPPY]).toBeCloseTo(1, 2);
});

it("leaves the words half of a mouth that is blended", () => {
  const faces = new Faces();
  faces.rules = rules({ mouth: "blend", blink: "none" });
  run(faces, 1, 0.9, 1);
  expect(faces.weights[HAPPY]).toBeLessThanOrEqual(0.5);
});

it("waits for open eyes before a face that shuts them, and lets go of it wholly", () => {
  const faces = new Faces();
  faces.rules = rules({ mouth: "none", blink: "block" });
  run(faces, 0.5, 1, 0, 1);
  expect(faces.weights[HAPPY]).toBe(0);
  run(faces, 1, 1, 0);
  expect(faces.stopsBlink).toBe(true);
  // What is left of a fading expression would keep the eyes from blinking for ever.
  run(faces, 2, 0, 0);
  expect(faces.weights[HAPPY]).toBe(0);
  expect(faces.stopsBlink).toBe(false);
});

it("never jumps from face to face", () => {
  const faces = new Faces();
  let before = 0;
  for (let i = 0; i < 300; i++) {
    faces.asked[HAPPY] = i % 40 < 20 ? 1 : 0;
    faces.step(0, 0, STEP);
    expect(Math.abs(faces.weights[HAPPY]! - before)).toBeLessThan(0.1);
    before = faces.weights[HAPPY]!;
  }
});
