import { readFileSync } from "node:fs";

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

/** A 16-bit mono WAV file (RIFF, format 1). */
export function wavOf({ pcm, sampleRateHz }: Recording): Buffer {
  const bytes = Buffer.alloc(44 + 2 * pcm.length);
  bytes.write("RIFF", 0, "ascii");
  bytes.writeUInt32LE(36 + 2 * pcm.length, 4);
  bytes.write("WAVEfmt ", 8, "ascii");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(sampleRateHz, 24);
  bytes.writeUInt32LE(2 * sampleRateHz, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36, "ascii");
  bytes.writeUInt32LE(2 * pcm.length, 40);
  for (const [i, sample] of pcm.entries()) {
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), 44 + 2 * i);
  }
  return bytes;
}
