import { expect, it } from "vitest";
import { rangeOf } from "./range.ts";

it.each([
  [undefined, undefined],
  ["bytes=0-9", { start: 0, end: 9 }],
  ["bytes=90-", { start: 90, end: 99 }],
  ["bytes=90-500", { start: 90, end: 99 }],
  ["bytes=-10", { start: 90, end: 99 }],
  ["bytes=-500", { start: 0, end: 99 }],
  ["bytes=100-", null],
  ["bytes=-0", null],
  ["bytes=9-0", undefined],
  ["bytes=-", undefined],
  ["bytes=0-1,5-6", undefined],
  ["lines=0-1", undefined],
])("takes %s of 100 bytes as %j", (header, range) => expect(rangeOf(header, 100)).toEqual(range));

it("finds nothing in an empty file", () => expect(rangeOf("bytes=-1", 0)).toBeNull());
