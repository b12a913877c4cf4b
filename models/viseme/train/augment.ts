/** The same sentence as it may be heard: faster, lower, darker, beside noise, after a codec, from far away. */
import type { TimedPhone } from "../speech/labels.ts";
import {
  addNoise,
  babbleNoise,
  lowPassed,
  PLAYED_HZ,
  pinkNoise,
  throughOpus,
  tilted,
  toPlayed,
  whiteNoise,
} from "../speech/sound.ts";
import type { Utterance } from "../speech/utterance.ts";

/** Sound at 48 kHz and its phones in its own time. */
export interface Played {
  samples: Float32Array;
  phones: TimedPhone[];
}

/** As it was made, after `leadMs` of silence. */
export function plain(utterance: Utterance, leadMs: number, speed = 1): Played {
  const played = toPlayed(utterance.samples, utterance.rateHz, speed);
  const lead = Math.round((leadMs * PLAYED_HZ) / 1000);
  const samples = new Float32Array(lead + played.samples.length);
  samples.set(played.samples, lead);
  const phones = utterance.phones.map(({ startMs, phone }) => ({ phone, startMs: leadMs + startMs / played.speed }));
  return { samples, phones: [{ phone: "_", startMs: 0 }, ...phones] };
}

/** @param company others that may speak at the same time */
export function disturbed(utterance: Utterance, company: readonly Utterance[], random: () => number): Played {
  const between = (low: number, high: number): number => low + (high - low) * random();
  const speed = random() < 0.75 ? between(0.8, 1.22) : 1;
  const played = plain(utterance, between(100, 500), speed);
  let { samples } = played;
  if (random() < 0.5) samples = tilted(samples, between(-0.6, 0.4));
  if (random() < 0.15) samples = lowPassed(samples, between(2500, 7000));
  if (random() < 0.65) samples = addNoise(samples, someNoise(samples.length, company, random), between(6, 35));
  const gain = 10 ** (between(-28, 3) / 20) * Math.min(1, 1 / (peakOf(samples) + 1e-9));
  samples = samples.map((x) => gain * x);
  if (random() < 0.35) samples = throughOpus(samples, Math.round(between(20_000, 48_000)));
  return { ...played, samples };
}

function someNoise(length: number, company: readonly Utterance[], random: () => number): Float32Array {
  const kind = random();
  if (kind < 0.3) return whiteNoise(length, random);
  if (kind < 0.6 || company.length === 0) return pinkNoise(length, random);
  const voices = Array.from({ length: 6 }, () => company[Math.floor(random() * company.length)]!);
  return babbleNoise(
    length,
    voices.map(({ samples, rateHz }) => toPlayed(samples, rateHz).samples),
    random,
  );
}

function peakOf(samples: Float32Array): number {
  let peak = 0;
  for (const x of samples) peak = Math.max(peak, Math.abs(x));
  return peak;
}
