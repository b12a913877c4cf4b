import { expect, test } from "vitest";
import { oggPayload } from "./ogg-page.ts";

test("the payload follows the segment table", () => {
  const page = Uint8Array.from([...new Array(26).fill(0), 2, 255, 3, 120, 7, 9]);
  expect(oggPayload(page)).toEqual(Uint8Array.of(120, 7, 9));
});

test("a page without a payload or a whole header is none", () => {
  expect(oggPayload(Uint8Array.from([...new Array(26).fill(0), 1, 0]))).toBeUndefined();
  expect(oggPayload(new Uint8Array(10))).toBeUndefined();
});
