/**
 * How much of a sound that was played comes back at the microphone: what echo cancellation leaves of it, the room and
 * the device included (echo return loss, ITU-T G.131, section 3). It compares energies of 10 ms frames, not waves: a canceller bends the wave,
 * and two clocks may drift.
 */
import { energyDbfs, SILENCE_DBFS } from "./level.ts";

/** Also the resolution of the delay. */
const FRAME_MS = 10;
/** A loudspeaker by radio and a slow microphone together. */
const LONGEST_DELAY_MS = 1_000;
/** What a room still sounds after the last sample. */
const TAIL_MS = 200;
/** Envelopes that are alike to this degree belong together; two unlike ones of 3 s do not reach half of it. */
const SURELY_ALIKE = 0.4;
/** Louder than before by this much, with nothing of it alike: somebody else was heard. */
const DISTURBED_DB = 12;
const DISTURBED_DBFS = -50;
/** Rumble and the offset of a sound card lie below. */
const HIGH_PASS_HZ = 100;
/** Of the frames with sound in them, the share that is at least as loud. */
const LOUD_SHARE = 0.1;

export interface EchoMeasure {
  /** Energy that came back over energy that was played, dB; -100 when nothing was found. */
  returnDb: number;
  /** From the play to the microphone, ms; null when nothing was found. */
  delayMs: number | null;
  /** The loud parts of what came back, dBFS RMS of 10 ms; -100 when nothing was found. */
  returnedDbfs: number;
  /** Before the sound came, dBFS RMS. */
  noiseDbfs: number;
  /** Something else was so loud that the measure says nothing. */
  disturbed: boolean;
}

/**
 * @param played mono, as it left for the loudspeaker; at least a second of it
 * @param heard mono at the same rate, from `leadSamples` before the play to at least its end; without the last second
 *   or so a long delay is not found
 */
export function measureEcho(
  played: Float32Array,
  heard: Float32Array,
  leadSamples: number,
  rateHz: number,
): EchoMeasure {
  const frame = Math.round((rateHz * FRAME_MS) / 1000);
  const out = frameEnergies(played, frame, rateHz);
  const back = frameEnergies(heard, frame, rateHz);
  const lead = Math.floor(leadSamples / frame);
  const noise = median(back.slice(0, Math.max(1, lead)));
  const noiseDbfs = energyDbfs(noise, 1);
  const { lag, likeness } = bestLag(out, back, lead);
  const during = back.slice(lead + lag, lead + lag + out.length + TAIL_MS / FRAME_MS);
  if (likeness < SURELY_ALIKE) {
    const loudDbfs = energyDbfs(loudPart(during), 1);
    const disturbed = loudDbfs > DISTURBED_DBFS && loudDbfs > noiseDbfs + DISTURBED_DB;
    return { returnDb: SILENCE_DBFS, delayMs: null, returnedDbfs: SILENCE_DBFS, noiseDbfs, disturbed };
  }
  const returned = Math.max(0, sum(during) - noise * during.length);
  const returnDb = Math.max(SILENCE_DBFS, 10 * Math.log10(returned / sum(out)));
  const returnedDbfs = energyDbfs(Math.max(0, loudPart(during) - noise), 1);
  return { returnDb, delayMs: lag * FRAME_MS, returnedDbfs, noiseDbfs, disturbed: false };
}

/** The shape of a sound for a picture: `bars` values from 0 to 1, over the loudest frame of `over`. */
export function outline(samples: Float32Array, bars: number, over: Float32Array = samples): number[] {
  const length = Math.max(1, Math.floor(samples.length / bars));
  const levelOf = (sound: Float32Array, from: number): number => {
    let energy = 0;
    for (const sample of sound.subarray(from, from + length)) energy += sample * sample;
    return Math.sqrt(energy / length);
  };
  let most = 0;
  for (let from = 0; from < over.length; from += length) most = Math.max(most, levelOf(over, from));
  return Array.from({ length: bars }, (_, bar) =>
    most === 0 ? 0 : Math.min(1, levelOf(samples, bar * length) / most),
  );
}

/** The delay at which what was heard is most like what was played. */
function bestLag(out: Float64Array, back: Float64Array, lead: number): { lag: number; likeness: number } {
  let best = { lag: 0, likeness: 0 };
  for (let lag = 0; lag <= LONGEST_DELAY_MS / FRAME_MS; lag++) {
    const likeness = correlation(out, back, lead + lag);
    if (likeness > best.likeness) best = { lag, likeness };
  }
  return best;
}

/** Pearson's, of the amplitudes: one bang in the room must not outweigh a sentence. */
function correlation(a: Float64Array, b: Float64Array, offset: number): number {
  const count = Math.min(a.length, b.length - offset);
  if (count < a.length / 2) return 0;
  let [sumA, sumB, sumAa, sumBb, sumAb] = [0, 0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const x = Math.sqrt(a[i]!);
    const y = Math.sqrt(b[offset + i]!);
    sumA += x;
    sumB += y;
    sumAa += x * x;
    sumBb += y * y;
    sumAb += x * y;
  }
  const spread = (sumAa - (sumA * sumA) / count) * (sumBb - (sumB * sumB) / count);
  return spread <= 0 ? 0 : (sumAb - (sumA * sumB) / count) / Math.sqrt(spread);
}

/** Mean square of each whole frame, above the rumble. */
function frameEnergies(samples: Float32Array, frame: number, rateHz: number): Float64Array {
  const keep = Math.exp((-2 * Math.PI * HIGH_PASS_HZ) / rateHz);
  const energies = new Float64Array(Math.floor(samples.length / frame));
  let before = 0;
  let high = 0;
  for (let at = 0; at < energies.length; at++) {
    let energy = 0;
    for (let i = at * frame; i < (at + 1) * frame; i++) {
      high = keep * (high + samples[i]! - before);
      before = samples[i]!;
      energy += high * high;
    }
    energies[at] = energy / frame;
  }
  return energies;
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

const median = (values: Float64Array): number => values.slice().sort()[Math.floor(values.length / 2)] ?? 0;

const loudPart = (values: Float64Array): number =>
  values.slice().sort()[Math.floor(values.length * (1 - LOUD_SHARE))] ?? 0;
