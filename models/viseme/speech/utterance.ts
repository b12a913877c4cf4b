import type { PhoneSet, TimedPhone } from "./labels.ts";

/** One sentence of one voice, with the phones it was made of. */
export interface Utterance {
  rateHz: number;
  /** -1 to 1. */
  samples: Float32Array;
  /** The last one only says where speech ends. */
  phones: TimedPhone[];
  set: PhoneSet;
}

/** A voice and what it says. `name` is its own in the corpus. */
export type Part = { name: string; sentences: readonly string[] } & (
  | {
      engine: "espeak";
      language: "ja" | "en-us" | "ko";
      variant: string;
      definition?: string;
      wordsPerMinute: number;
      pitch: number;
      range: number;
    }
  | { engine: "jtalk"; voice: string; rate: number; halfTones: number; allPass: number }
  | { engine: "flite"; voice: string; rate: number }
);

/** A header line of JSON for each, then its samples as s16. */
export function packUtterances(utterances: readonly Utterance[]): Buffer {
  return Buffer.concat(
    utterances.flatMap(({ samples, ...rest }) => {
      const pcm = Int16Array.from(samples, (x) => Math.max(-32768, Math.min(32767, Math.round(x * 32768))));
      const header = `${JSON.stringify({ ...rest, samples: samples.length })}\n`;
      return [Buffer.from(header), Buffer.from(pcm.buffer)];
    }),
  );
}

/** @throws Error for bytes that `packUtterances` did not write */
export function unpackUtterances(bytes: Buffer): Utterance[] {
  const utterances: Utterance[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    const header = JSON.parse(bytes.toString("utf8", at, end)) as Omit<Utterance, "samples"> & { samples: number };
    utterances.push({ ...header, samples: readSamples(bytes, end + 1, header.samples) });
    at = end + 1 + 2 * header.samples;
  }
  return utterances;
}

/** `count` little-endian s16 samples from byte `at`. @throws RangeError when the bytes end before */
export function readSamples(bytes: Buffer, at: number, count: number): Float32Array {
  const samples = new Float32Array(count);
  for (let i = 0; i < count; i++) samples[i] = bytes.readInt16LE(at + 2 * i) / 32768;
  return samples;
}
