import { describe, expect, test } from "vitest";
import { createRing, RING_READ, RING_WRITE, type RingMemory, RingReader, RingWriter } from "./ring.ts";

const NEAR_WRAP = 2 ** 31 - 1000;

function ringAt(start: number, capacity = 256): { memory: RingMemory; writer: RingWriter; reader: RingReader } {
  const memory = createRing(capacity);
  const header = new Int32Array(memory.header);
  header[RING_WRITE] = start;
  header[RING_READ] = start;
  return { memory, writer: new RingWriter(memory), reader: new RingReader(memory) };
}

/** Numerical Recipes' generator: the sizes are random and the same every time. */
function* sizes(seed: number, max: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield 1 + (state % max);
  }
}

describe("ring", () => {
  test("a capacity is rounded up to a power of two", () => {
    expect(new RingWriter(createRing(1000)).capacity).toBe(1024);
    expect(new RingWriter(createRing(1024)).capacity).toBe(1024);
  });

  test.each([
    ["from zero", 0],
    ["across 2^31", NEAR_WRAP],
    ["across zero from below", -500],
  ])("random pushes and pulls keep every sample in order, %s", (_, start) => {
    const { writer, reader } = ringAt(start);
    const pushes = sizes(7, 128);
    const pulls = sizes(11, 150);
    let written = 0;
    let read = 0;
    for (let round = 0; round < 2000; round++) {
      const block = Float32Array.from({ length: pushes.next().value as number }, (_, i) => (written + i) % 65_536);
      if (writer.push(block)) written += block.length;
      const target = new Float32Array(pulls.next().value as number);
      const taken = reader.pull(target);
      for (let i = 0; i < taken; i++) expect(target[i]).toBe((read + i) % 65_536);
      read += taken;
      expect(reader.available).toBe(written - read);
    }
    expect(read).toBeGreaterThan(100_000);
  });

  test("what does not fit is dropped whole and counted, and nothing that waits is overwritten", () => {
    const { writer, reader } = ringAt(NEAR_WRAP, 256);
    expect(writer.push(new Float32Array(200).fill(1))).toBe(true);
    expect(writer.push(new Float32Array(100).fill(2))).toBe(false);
    expect(writer.push(new Float32Array(56).fill(3))).toBe(true);
    const all = new Float32Array(300);
    expect(reader.pull(all)).toBe(256);
    expect([all[0], all[199], all[200], all[255]]).toEqual([1, 1, 3, 3]);
    expect(reader.takeDropped()).toBe(100);
    expect(reader.takeDropped()).toBe(0);
  });

  test("skipping passes over samples and stops at the writer", () => {
    const { writer, reader } = ringAt(NEAR_WRAP);
    writer.push(Float32Array.from({ length: 100 }, (_, i) => i));
    expect(reader.skip(40)).toBe(40);
    const next = new Float32Array(1);
    reader.pull(next);
    expect(next[0]).toBe(40);
    expect(reader.skip(1000)).toBe(59);
    expect(writer.fill).toBe(0);
  });
});
