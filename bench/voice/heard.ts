/** The sound that reached the relay, and where in the script it is. */
import { RTP_CLOCK_HZ } from "@hisho/protocol";
import { MicrophoneDecoder, PCM_RATE_HZ } from "@hisho/relay/speech/microphone.ts";
import type { WireLog } from "./wire.ts";

export interface HeardSound {
  /** Mono, 16 kHz. */
  pcm: Float32Array;
  /** Of its first sample, on the microphone's clock. */
  fromS: number;
}

/** Compared at this rate, over this long, and with the script this much behind the microphone's clock. */
const COMPARED_HZ = 4000;
const COMPARED_S = 1;
const LEAST_BEHIND_S = -1;
const MOST_BEHIND_S = 2;

/** What the relay got to hear in these utterances, one after another. Undefined when no frame of them was sent. */
export function heardIn(log: WireLog, utterances: readonly number[]): HeardSound | undefined {
  const frames = log.microphone.map(({ frame }) => frame).filter(({ number }) => utterances.includes(number));
  const [first] = frames;
  if (first === undefined) return undefined;
  const decoder = new MicrophoneDecoder();
  const parts = frames.map((frame) => decoder.decode(frame).pcm);
  const pcm = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    pcm.set(part, at);
    at += part.length;
  }
  return { pcm, fromS: first.timestamp / RTP_CLOCK_HZ };
}

/**
 * How far the script runs behind the microphone's clock, s: the place where what was heard fits it best.
 * @param script mono, 16 kHz
 * @param speechS where on the microphone's clock the compared second begins
 */
export function scriptBehindS(script: Float32Array, heard: HeardSound, speechS: number): number {
  const sound = decimated(heard.pcm, (speechS - heard.fromS) * PCM_RATE_HZ, COMPARED_S * PCM_RATE_HZ);
  const reach = COMPARED_S + MOST_BEHIND_S - LEAST_BEHIND_S;
  const around = decimated(script, (speechS - MOST_BEHIND_S) * PCM_RATE_HZ, reach * PCM_RATE_HZ);
  let best = Number.NEGATIVE_INFINITY;
  let bestAt = 0;
  for (let at = 0; at + sound.length <= around.length; at += 1) {
    let product = 0;
    let energy = 1e-6;
    for (let i = 0; i < sound.length; i += 1) {
      product += sound[i]! * around[at + i]!;
      energy += around[at + i]! ** 2;
    }
    const fit = product / Math.sqrt(energy);
    if (fit <= best) continue;
    best = fit;
    bestAt = at;
  }
  return MOST_BEHIND_S - bestAt / COMPARED_HZ;
}

/** `length` samples from `start` on, each mean of four; silence where there are none. */
function decimated(pcm: Float32Array, start: number, length: number): Float32Array {
  const step = PCM_RATE_HZ / COMPARED_HZ;
  const from = Math.round(start);
  return Float32Array.from({ length: Math.floor(length / step) }, (_, i) => {
    let sum = 0;
    for (let at = from + i * step; at < from + (i + 1) * step; at += 1) sum += pcm[at] ?? 0;
    return sum / step;
  });
}
