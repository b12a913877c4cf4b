import { expect, it } from "vitest";
import { linesOf } from "./ndjson.ts";

async function* chunks(...parts: (string | number[])[]) {
  for (const part of parts) yield typeof part === "string" ? new TextEncoder().encode(part) : Uint8Array.from(part);
}
async function collect(lines: AsyncIterable<string>) {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

it("joins what chunks have cut, characters too", async () => {
  const lines = linesOf(chunks('{"a"', ':1}\n\r\n{"b":"', [0xe3, 0x81], [0x82], '"}\n', "3"), 100);
  expect(await collect(lines)).toEqual(['{"a":1}', '{"b":"あ"}', "3"]);
});

it("bounds a line", async () => {
  await expect(collect(linesOf(chunks("12345", "6"), 5))).rejects.toThrow(RangeError);
});
