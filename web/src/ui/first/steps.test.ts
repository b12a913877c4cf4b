import { expect, test } from "vitest";
import { stepAfter, stepsWith } from "./steps.ts";

test("a step for the code where the relay asks for one, and none for the echo of a voice that is silent", () => {
  expect(stepsWith(false, true)).toEqual(["language", "microphone", "echo"]);
  expect(stepsWith(true, true)).toEqual(["language", "pairing", "microphone", "echo"]);
  expect(stepsWith(true, false)).toEqual(["language", "pairing", "microphone"]);
});

test("the last step has none after it", () => {
  expect(stepAfter("microphone", stepsWith(false, true))).toBe("echo");
  expect(stepAfter("microphone", stepsWith(false, false))).toBeNull();
});
