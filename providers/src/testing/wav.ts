import { readFileSync } from "node:fs";
import { writeWav } from "../stt/wav.ts";

export interface Recording {
  /** Mono, -1 to 1. */
  pcm: Float32Array;
  sampleRateHz: number;
}

/** A 16-bit mono WAV file of the test recordings. */
export function readRecording(path: string): Recording {
  const bytes = readFileSync(path);
  let at = 12;
  let sampleRateHz = 0;
  while (bytes.toString("ascii", at, at + 4) !== "data") {
    if (bytes.toString("ascii", at, at + 4) === "fmt ") sampleRateHz = bytes.readUInt32LE(at + 12);
    at += 8 + bytes.readUInt32LE(at + 4);
  }
  return { pcm: samplesOf(bytes.subarray(at + 8)), sampleRateHz };
}

/** A headerless 16-bit little-endian mono file at 16 kHz. */
export function readRaw(path: string): Recording {
  return { pcm: samplesOf(readFileSync(path)), sampleRateHz: 16_000 };
}

function samplesOf(bytes: Buffer): Float32Array {
  const pcm = new Float32Array(bytes.length >> 1);
  for (let i = 0; i < pcm.length; i += 1) pcm[i] = bytes.readInt16LE(2 * i) / 32_768;
  return pcm;
}

/** A 16-bit mono WAV file. */
export function wavOf({ pcm, sampleRateHz }: Recording): Buffer {
  return Buffer.from(writeWav(pcm, sampleRateHz).buffer);
}
