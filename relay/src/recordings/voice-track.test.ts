import { expect, it } from "vitest";
import { VoiceTrack } from "./voice-track.ts";

/** A 20 ms CELT packet that shows who it is. */
const packet = (mark: number): Uint8Array => Uint8Array.of(0xf8, mark);
const LOST = [0xf8];
const FRAME = 960;

/** The packets of its pages, headers left out. */
function packetsOf(track: VoiceTrack): number[][] {
  return [...track.ogg()].slice(2).flatMap((page) => {
    const lacing = [...page.subarray(27, 27 + page[26]!)];
    let at = 27 + lacing.length;
    return lacing.map((length) => {
      at += length;
      return [...page.subarray(at - length, at)];
    });
  });
}

it("keeps packets as they were when they came", () => {
  const track = new VoiceTrack();
  const buffer = packet(1);
  track.add(buffer);
  buffer.fill(0);
  track.add(packet(2));
  expect(packetsOf(track)).toEqual([
    [0xf8, 1],
    [0xf8, 2],
  ]);
  expect(track.bytes).toBe(4);
});

it("conceals what was lost between two packets, over the wrap of timestamps too, and a second at most", () => {
  const track = new VoiceTrack();
  track.add(packet(1), 2 ** 32 - FRAME);
  track.add(packet(2), 2 * FRAME);
  expect(packetsOf(track)).toEqual([[0xf8, 1], LOST, LOST, [0xf8, 2]]);
  track.add(packet(3), 10_000_000);
  expect(packetsOf(track)).toHaveLength(4 + 50 + 1);
});

it("goes on where time runs backwards, and leaves out what is no packet", () => {
  const track = new VoiceTrack();
  track.add(packet(1), 50_000);
  track.add(packet(2), 10);
  track.add(new Uint8Array(0), 10 + FRAME);
  expect(packetsOf(track)).toEqual([
    [0xf8, 1],
    [0xf8, 2],
  ]);
});

it("takes over another track with the pause before it, and goes on behind it", () => {
  const [track, other] = [new VoiceTrack(), new VoiceTrack()];
  track.add(packet(1), 0);
  other.add(packet(2), 3 * FRAME);
  track.append(other);
  track.add(packet(3), 5 * FRAME);
  expect(packetsOf(track)).toEqual([[0xf8, 1], LOST, LOST, [0xf8, 2], LOST, [0xf8, 3]]);
});

it("ends where it would become too long", () => {
  const track = new VoiceTrack();
  const large = new Uint8Array(1275).fill(1);
  large[0] = 0xf8;
  for (let i = 0; i < 7000; i += 1) track.add(large);
  expect(track.bytes).toBeLessThanOrEqual(8 * 1024 * 1024);
  expect(track.bytes).toBeGreaterThan(8 * 1024 * 1024 - 1275);
});
