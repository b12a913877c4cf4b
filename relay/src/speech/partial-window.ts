/**
 * Keeps the cost of partial transcripts in proportion to the speech: at a pause the words before it are agreed once,
 * and later partials begin behind it. The final transcript always hears everything.
 */
import { PCM_RATE_HZ } from "./microphone.ts";

const HOP = PCM_RATE_HZ / 50;
const LONG = PCM_RATE_HZ * 4;
const TOO_LONG = PCM_RATE_HZ * 8;
/** The cut leaves this much on either side. */
const MARGIN = PCM_RATE_HZ * 1;
const PAUSE_HOPS = 6;
/** A pause is this far below the window's mean power. */
const PAUSE_RATIO = 0.02;

/**
 * Where the words before can be agreed.
 * @param pcm mono, 16 kHz
 * @returns an index into `pcm`, or 0 while it is too early
 */
export function commitPoint(pcm: Float32Array): number {
  if (pcm.length < LONG) return 0;
  const hops = Math.floor(pcm.length / HOP);
  const power = new Float32Array(hops);
  let mean = 0;
  for (let hop = 0; hop < hops; hop += 1) {
    let sum = 0;
    for (let i = hop * HOP; i < (hop + 1) * HOP; i += 1) sum += pcm[i]! * pcm[i]!;
    power[hop] = sum / HOP;
    mean += power[hop]! / hops;
  }
  let quietest = Number.POSITIVE_INFINITY;
  let at = 0;
  for (let hop = MARGIN / HOP; hop + PAUSE_HOPS + MARGIN / HOP < hops; hop += 1) {
    let sum = 0;
    for (let i = hop; i < hop + PAUSE_HOPS; i += 1) sum += power[i]!;
    // Later pauses win among equals: more words are agreed.
    if (sum <= quietest) {
      quietest = sum;
      at = hop + PAUSE_HOPS / 2;
    }
  }
  const isPause = quietest / PAUSE_HOPS < mean * PAUSE_RATIO;
  return isPause || pcm.length > TOO_LONG ? at * HOP : 0;
}
