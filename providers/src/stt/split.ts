/** Longest stretch a recogniser trained on utterances of up to 30 s is given. */
export const MOST_PIECE_SECONDS = 26;
/** A cut is looked for from here on. */
const EARLIEST_SECONDS = 18;
const FRAME_SECONDS = 0.05;
/** Level is judged over this many frames around the cut, so that a closed plosive is not taken for a pause. */
const WINDOW_FRAMES = 5;

/** Cuts long audio at its quietest places, so that no word is cut; the pieces are views, in order, together the whole. */
export function splitAtPauses(pcm: Float32Array, sampleRateHz: number): Float32Array[] {
  const pieces: Float32Array[] = [];
  let rest = pcm;
  while (rest.length > MOST_PIECE_SECONDS * sampleRateHz) {
    const cut = quietestCut(rest, sampleRateHz);
    pieces.push(rest.subarray(0, cut));
    rest = rest.subarray(cut);
  }
  pieces.push(rest);
  return pieces;
}

function quietestCut(pcm: Float32Array, sampleRateHz: number): number {
  const frame = Math.round(FRAME_SECONDS * sampleRateHz);
  const energies: number[] = [];
  const first = Math.round(EARLIEST_SECONDS / FRAME_SECONDS);
  const last = Math.round(MOST_PIECE_SECONDS / FRAME_SECONDS);
  for (let index = first; index < last; index += 1) {
    let sum = 0;
    for (let i = index * frame; i < (index + 1) * frame; i += 1) sum += pcm[i]! ** 2;
    energies.push(sum);
  }
  let best = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (let at = 0; at + WINDOW_FRAMES <= energies.length; at += 1) {
    const level = energies.slice(at, at + WINDOW_FRAMES).reduce((sum, energy) => sum + energy, 0);
    if (level < lowest) {
      lowest = level;
      best = at;
    }
  }
  return Math.round((first + best + WINDOW_FRAMES / 2) * frame);
}
