/**
 * How far the mouth is from the sound (B7): bursts of a vowel are played through a stall of 300 ms and with a passage that is
 * 15 % longer, and the middle of each opening of the mouth is compared with the middle of the burst it belongs to.
 */
import { syntheticVowel } from "./vowel.ts";

export const RATE_HZ = 48_000;
const AA = [750, 1150, 2500, 3500, 4400];
const BURST_MS = 140;
const PAUSE_MS = 200;
const BURSTS = 18;
/** Bursts 6 to 11 and the pauses between them are this much longer. */
const STRETCH = 1.15;
const EDGE_MS = 10;
/** Sound comes no more for so long after this much was given. */
export const STALL_MS = 300;
export const STALL_AFTER_MS = 1870;
/** A page's screen. */
export const SCREEN_HZ = 60;
/** What lies at least between rendering and loudspeaker: the mouth is read this much behind. */
export const OUTPUT_LATENCY_MS = 40;

/** All bursts, one after the other. */
export function speech(): Float32Array {
  const parts: Float32Array[] = [];
  for (let i = 0; i < BURSTS; i++) {
    const pace = i >= 6 && i < 12 ? STRETCH : 1;
    parts.push(burst(BURST_MS * pace), new Float32Array(Math.round((PAUSE_MS * pace * RATE_HZ) / 1000)));
  }
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function burst(ms: number): Float32Array {
  const vowel = syntheticVowel(AA, { rateHz: RATE_HZ, pitchHz: 140, seconds: ms / 1000 });
  const edge = (EDGE_MS * RATE_HZ) / 1000;
  return vowel.map((x, i) => x * Math.min(1, i / edge, (vowel.length - i) / edge));
}

/** What a person sees when: the mouth's openness, and the context's time of the sample heard then. */
export interface Seen {
  audibleS: number;
  open: number;
}

/** Milliseconds by which each opening is after its burst, in order. @throws Error when the mouth stayed shut for one */
export function lagsMs(rendered: Float32Array, seen: readonly Seen[]): number[] {
  return burstsOf(rendered).map(({ fromS, toS }) => {
    const sound = middle(envelope(rendered, fromS, toS));
    const near = seen.filter(({ audibleS }) => audibleS > fromS - 0.07 && audibleS < toS + 0.12);
    const mouth = middle(near.map(({ audibleS, open }) => ({ atS: audibleS, size: open })));
    if (Number.isNaN(mouth)) throw new Error(`the mouth stayed shut at ${fromS.toFixed(2)} s`);
    return (mouth - sound) * 1000;
  });
}

export function percentile95(values: readonly number[]): number {
  const sorted = values.map(Math.abs).sort((a, b) => a - b);
  return sorted[Math.ceil(0.95 * sorted.length) - 1] ?? Number.NaN;
}

interface Sized {
  atS: number;
  size: number;
}

function middle(points: readonly Sized[]): number {
  const total = points.reduce((sum, { size }) => sum + size, 0);
  return points.reduce((sum, { atS, size }) => sum + atS * size, 0) / (total === 0 ? Number.NaN : total);
}

const STEP = 240;

function envelope(samples: Float32Array, fromS: number, toS: number): Sized[] {
  const points: Sized[] = [];
  for (let at = Math.round(fromS * RATE_HZ); at + STEP <= toS * RATE_HZ; at += STEP) {
    let energy = 0;
    for (let i = at; i < at + STEP; i++) energy += samples[i]! ** 2;
    points.push({ atS: (at + STEP / 2) / RATE_HZ, size: Math.sqrt(energy / STEP) });
  }
  return points;
}

/** Where there is sound, with less than 50 ms of silence inside. A scrap that a stall left is no burst. */
function burstsOf(samples: Float32Array): { fromS: number; toS: number }[] {
  const found: { fromS: number; toS: number }[] = [];
  for (const { atS, size } of envelope(samples, 0, samples.length / RATE_HZ)) {
    if (size < 0.005) continue;
    const last = found.at(-1);
    const [fromS, toS] = [atS - STEP / 2 / RATE_HZ, atS + STEP / 2 / RATE_HZ];
    if (last !== undefined && fromS - last.toS < 0.05) last.toS = toS;
    else found.push({ fromS, toS });
  }
  return found.filter(({ fromS, toS }) => toS - fromS > 0.04);
}
