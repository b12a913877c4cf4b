import { describe, expect, it } from "vitest";
import { readWav } from "./wav.ts";

/** A RIFF file of chunks; sizes are those given, not those that are true. */
function riff(...chunks: [tag: string, size: number, body: number[]][]): Uint8Array {
  const text = (word: string) => [...word].map((letter) => letter.charCodeAt(0));
  const u32 = (n: number) => [n & 255, (n >> 8) & 255, (n >> 16) & 255, (n >>> 24) & 255];
  const body = chunks.flatMap(([tag, size, bytes]) => [...text(tag), ...u32(size), ...bytes]);
  return Uint8Array.from([...text("RIFF"), ...u32(body.length + 4), ...text("WAVE"), ...body]);
}

// PCM, 1 channel, 16,000 Hz, 32,000 bytes a second, 2 bytes a frame, 16 bits
const mono = [1, 0, 1, 0, 0x80, 0x3e, 0, 0, 0, 0x7d, 0, 0, 2, 0, 16, 0];
const samples = [0, 0x40, 0, 0x80]; // 0.5, -1

describe("WAV files", () => {
  it("are read past chunks that say nothing", () => {
    const sound = readWav(riff(["fmt ", 16, mono], ["LIST", 3, [1, 2, 3, 0]], ["data", 4, samples]));
    expect(sound).toEqual({ pcm: Float32Array.of(0.5, -1), sampleRateHz: 16_000 });
  });

  it("end with the file where the data's size is not known when it is written", () => {
    expect(readWav(riff(["fmt ", 16, mono], ["data", 0x7ffff000, samples])).pcm).toEqual(Float32Array.of(0.5, -1));
  });

  it.each([
    ["nothing", new Uint8Array(0), /not a WAV/],
    ["text", new TextEncoder().encode("RIFF of a guitar, no wave"), /not a WAV/],
    ["stereo", riff(["fmt ", 16, mono.with(2, 2)], ["data", 4, samples]), /mono/],
    ["data without a format", riff(["data", 4, samples]), /no format/],
    ["no data", riff(["fmt ", 16, mono]), /no data/],
    ["a chunk longer than the file", riff(["fmt ", 16, mono], ["LIST", 0x7fffffff, []]), /no data/],
  ])("that are %s are refused", (_name, bytes, why) => {
    expect(() => readWav(bytes)).toThrow(why);
  });
});
