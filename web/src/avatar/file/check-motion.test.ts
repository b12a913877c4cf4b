import fc from "fast-check";
import { expect, it } from "vitest";
import { checkMotion } from "./check-motion.ts";
import { RefusedFile } from "./refused.ts";
import { type MotionFile, motionFile } from "./testing/motion-file.ts";

const reasonOf = (file: Uint8Array): string => {
  try {
    checkMotion(file);
    return "taken";
  } catch (error) {
    if (error instanceof RefusedFile) return error.reason;
    throw error;
  }
};

it("takes a motion, and what it hands on is one again", () => {
  const { vrma, seconds } = checkMotion(motionFile());
  expect(seconds).toBe(1);
  expect(checkMotion(vrma).seconds).toBe(1);
});

it.each<[string, string, MotionFile]>([
  ["times that go back", "damaged", { times: [0, 1, 0.5] }],
  ["a time that is no number", "damaged", { times: [0, Number.NaN, 1] }],
  ["a turn that is no number", "damaged", { turn: Number.POSITIVE_INFINITY }],
  ["an hour", "too-large", { times: [0, 1, 3600] }],
  ["no hips", "bones", { bones: { head: { node: 1 } } }],
  ["a bone that is not there", "damaged", { bones: { hips: { node: 99 } } }],
  ["no duration", "no-person", { times: [0, 0, 0] }],
  ["splines", "unknown-part", { interpolation: "CUBICSPLINE" }],
  ["another extension", "unknown-part", { required: ["KHR_draco_mesh_compression"] }],
  ["no animation of a person", "no-person", { extension: "VRMC_vrm" }],
])("refuses %s", (_what, reason, file) => {
  expect(reasonOf(motionFile(file))).toBe(reason);
});

it("takes what asks only for its own extension", () => {
  expect(reasonOf(motionFile({ required: ["VRMC_vrm_animation"] }))).toBe("taken");
});

it("refuses with a reason or takes whatever bytes are broken, and never throws anything else", () => {
  const whole = motionFile();
  const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), fc.nat(whole.length), (changes, cut) => {
      const file = whole.slice();
      for (const [at, value] of changes) file[at] = value;
      expect(typeof reasonOf(cut % 5 === 0 ? file.subarray(0, cut) : file)).toBe("string");
    }),
    { numRuns: 500 },
  );
});
