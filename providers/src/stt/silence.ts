/** Pauses are shortened before recognition: an offline recogniser gives up on speech that begins late or halts for long. */

const FRAME_SECONDS = 0.02;
/** Quieter than the loudest frame by this much, a frame belongs to a pause. */
const PAUSE_BELOW_LOUDEST_DB = 36;
/** What is left of a pause, half on either side of it. */
const KEPT_SECONDS = 0.5;
/** Quieter than this below the loudest frame, nothing has begun yet: the room is louder than the inside of a pause. */
const LEAD_BELOW_LOUDEST_DB = 30;
/** Kept before the first louder frame, for a soft consonant. */
const LEAD_SECONDS = 0.1;

/** The same sound from just before its first word on, every pause of more than half a second cut down to half a second. */
export function withShortPauses(pcm: Float32Array, sampleRateHz: number): Float32Array {
  const frame = Math.round(FRAME_SECONDS * sampleRateHz);
  const powers = framePowers(pcm, frame);
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0);
  const threshold = loudest * 10 ** (-PAUSE_BELOW_LOUDEST_DB / 10);
  const begins = powers.findIndex((power) => power > loudest * 10 ** (-LEAD_BELOW_LOUDEST_DB / 10));
  const half = Math.round(KEPT_SECONDS / 2 / FRAME_SECONDS);
  const kept: Float32Array[] = [];
  let keptSamples = 0;
  const keep = (from: number, to: number): void => {
    const part = pcm.subarray(from * frame, Math.min(pcm.length, to * frame));
    kept.push(part);
    keptSamples += part.length;
  };
  let from = Math.max(0, begins - Math.round(LEAD_SECONDS / FRAME_SECONDS));
  for (let at = Math.max(0, begins); at < powers.length; ) {
    let end = at;
    while (end < powers.length && powers[end]! <= threshold) end += 1;
    if (end - at > 2 * half) {
      keep(from, at + half);
      from = end - half;
    }
    at = end + 1;
  }
  if (from === 0) return pcm;
  keep(from, powers.length);
  const shorter = new Float32Array(keptSamples);
  let to = 0;
  for (const part of kept) {
    shorter.set(part, to);
    to += part.length;
  }
  return shorter;
}

/** Variance of each frame: a microphone's constant offset is no sound. */
function framePowers(pcm: Float32Array, frame: number): number[] {
  return Array.from({ length: Math.ceil(pcm.length / frame) }, (_, index) => {
    const part = pcm.subarray(index * frame, (index + 1) * frame);
    let sum = 0;
    let squares = 0;
    for (const sample of part) {
      sum += sample;
      squares += sample * sample;
    }
    return squares / part.length - (sum / part.length) ** 2;
  });
}
