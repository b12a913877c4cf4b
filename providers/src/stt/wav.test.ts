import { expect, it } from "vitest";
import { readWav } from "../tts/wav.ts";
import { writeWav } from "./wav.ts";

it("lays the bytes out as RIFF has it", () => {
  const bytes = writeWav(Float32Array.of(0, 1, -1), 16_000);
  expect([...bytes]).toEqual([
    ...Buffer.from("RIFF"),
    ...[42, 0, 0, 0], // the rest of the file
    ...Buffer.from("WAVEfmt "),
    ...[16, 0, 0, 0],
    ...[1, 0], // PCM
    ...[1, 0], // mono
    ...[0x80, 0x3e, 0, 0], // 16,000 Hz
    ...[0, 0x7d, 0, 0], // 32,000 bytes a second
    ...[2, 0],
    ...[16, 0],
    ...Buffer.from("data"),
    ...[6, 0, 0, 0],
    ...[0, 0, 0xff, 0x7f, 0x01, 0x80],
  ]);
});

it("is read back as it was, and clips what is too loud", () => {
  const { pcm, sampleRateHz } = readWav(writeWav(Float32Array.of(0.5, -0.25, 3, -3, Number.NaN), 8_000));
  expect(sampleRateHz).toBe(8_000);
  expect([...pcm].map((sample) => Math.round(sample * 100) / 100)).toEqual([0.5, -0.25, 1, -1, 0]);
});
