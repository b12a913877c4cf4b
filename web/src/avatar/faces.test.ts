import { expect, it } from "vitest";
import { VALUE } from "./ease.ts";
import { type FaceRule, type FaceRules, Faces } from "./faces.ts";
import { EMOTION_NAMES, EMOTIONS } from "./mouth.ts";

const STEP = 1 / 60;
const HAPPY = EMOTION_NAMES.indexOf("happy");
const FREE: FaceRule = { mouth: "none", blink: "none" };
const rules = (happy: FaceRule): FaceRules => ({ happy, angry: FREE, sad: FREE, relaxed: FREE, surprised: FREE });

function run(faces: Faces, seconds: number, happy: number, speech: number, areLidsDown = false): void {
  faces.asked[HAPPY] = happy;
  faces.speech[VALUE] = speech;
  for (let t = 0; t < seconds; t += STEP) faces.step(areLidsDown, STEP);
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
  run(faces, 0.5, 1, 0, true);
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
    faces.step(false, STEP);
    expect(Math.abs(faces.weights[HAPPY]! - before)).toBeLessThan(0.1);
    before = faces.weights[HAPPY]!;
  }
});

it("leaves an emotion as it is in silence and holds it back beside speech", () => {
  for (const [i, name] of EMOTION_NAMES.entries()) {
    const faces = new Faces();
    faces.asked[i] = 1;
    for (let t = 0; t < 2; t += STEP) faces.step(false, STEP);
    expect(faces.weights[i]).toBeCloseTo(1, 3);
    faces.speech[VALUE] = 1;
    for (let t = 0; t < 2; t += STEP) faces.step(false, STEP);
    expect(faces.weights[i]).toBeCloseTo(EMOTIONS[name], 3);
  }
});
