import { expect, test } from "vitest";
import { FRAME_SAMPLES, Framer } from "./framer.ts";
import { History } from "./history.ts";

const ramp = (from: number, count: number): Float32Array => Float32Array.from({ length: count }, (_, i) => from + i);

function setUp(seconds = 4): { history: History; framer: Framer; frame: Float32Array } {
  const history = new History(48_000 * seconds);
  return { history, framer: new Framer(history), frame: new Float32Array(FRAME_SAMPLES) };
}

test("frames begin in the past, follow each other without a hole and end where the sound does", () => {
  const { history, framer, frame } = setUp();
  history.write(ramp(0, 20_000));
  framer.open(20_000 - 14_400);
  const starts: number[] = [];
  for (let start = framer.next(frame); start !== undefined; start = framer.next(frame)) {
    expect(frame[0]).toBe(start);
    expect(frame[959]).toBe(start + 959);
    expect(framer.dropped).toBe(0);
    starts.push(start);
  }
  expect(starts).toEqual(Array.from({ length: 15 }, (_, i) => 5600 + i * 960));
});

test("a second opening never gives a sample again", () => {
  const { history, framer, frame } = setUp();
  history.write(ramp(0, 9600));
  framer.open(0);
  while (framer.next(frame) !== undefined);
  framer.close();
  history.write(ramp(9600, 4800));
  framer.open(2000);
  expect(framer.next(frame)).toBe(9600);
});

test("a closed framer gives nothing", () => {
  const { history, framer, frame } = setUp();
  history.write(ramp(0, 9600));
  expect(framer.next(frame)).toBeUndefined();
});

test("no frame holds a gap, and the frame after it counts what is missing", () => {
  const { history, framer, frame } = setUp();
  framer.open(0);
  history.write(ramp(0, 1000));
  expect(framer.next(frame)).toBe(0);
  history.skip(500);
  framer.gap(500);
  history.write(ramp(1500, 959));
  expect(framer.next(frame)).toBeUndefined();
  history.write(ramp(2459, 1));
  expect(framer.next(frame)).toBe(1500);
  expect(framer.dropped).toBe(540);
  expect(frame[0]).toBe(1500);
  history.write(ramp(2460, 960));
  expect(framer.next(frame)).toBe(2460);
  expect(framer.dropped).toBe(0);
});

test("what the history has lost is a gap too", () => {
  const { history, framer, frame } = setUp(1);
  framer.open(0);
  history.write(ramp(0, 30_000));
  history.write(ramp(30_000, 50_000));
  expect(framer.next(frame)).toBe(history.oldest);
  expect(framer.dropped).toBe(history.oldest);
});

test("the unfinished frame at the end is filled with silence, and its time is not given again", () => {
  const { history, framer, frame } = setUp();
  history.write(ramp(1, 1400));
  framer.open(0);
  expect(framer.next(frame)).toBe(0);
  expect(framer.flush(frame, 1300)).toBe(960);
  expect([frame[0], frame[339], frame[340], frame[959]]).toEqual([961, 1300, 0, 0]);
  expect(framer.next(frame)).toBeUndefined();
  history.write(ramp(1401, 2000));
  framer.open(0);
  expect(framer.next(frame)).toBe(1300);
});
