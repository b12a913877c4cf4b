/**
 * What the mouth's network hears, each 10 ms: 24 mel bands of the last 21 ms against the running peak of the level (so that
 * a gain changes nothing), and their running mean over the louder frames (the voice and the channel).
 */
import { Halver } from "./halve.ts";
import { MelBands } from "./mel.ts";
import { PowerSpectrum } from "./spectrum.ts";

export const BANDS = 24;
export const HOP_MS = 10;
/** The slowest rate at which the bands still fit. */
const LOWEST_ANALYSIS_HZ = 11_000;
const WINDOW_MS = 21.3;
const QUANTUM = 128;
/** Pairs of taps of the last halving, and of those before it, whose bands are far from the fold. */
const STEEP_PAIRS = 6;
const GENTLE_PAIRS = 3;
/** Natural logarithms of power: a neper is 4.34 dB. */
const NEPERS_PER_DB = Math.log(10) / 10;
const LOWEST_PEAK = -50 * NEPERS_PER_DB;
const FIRST_PEAK = -25 * NEPERS_PER_DB;
const PEAK_FALL_PER_HOP = 0.015 * NEPERS_PER_DB;
/** Frames this far below the peak still tell of the voice. */
const VOICE_BELOW_PEAK = 22 * NEPERS_PER_DB;
const VOICE_SHARE = 0.008;
/** Scale and place of a band's value: about -3 (nothing) to 1. */
const NEPERS_PER_UNIT = 4;
const LOWEST = -3;
const HIGHEST = 2;
const FLOOR = 1e-11;

export class VisemeFeatures {
  /** `BANDS` values of the frame. Valid until the next push. */
  readonly bands = new Float32Array(BANDS);
  /** Their running mean over speech. */
  readonly voice = new Float32Array(BANDS);
  /** Power of the frame's bands, nepers; 0 for a full-scale sine. */
  level = Math.log(FLOOR);
  /** The running peak of `level`. */
  peak = FIRST_PEAK;
  readonly #stages: readonly { halver: Halver; out: Float32Array }[];
  readonly #recent: Float32Array;
  readonly #window: Float32Array;
  readonly #frame: Float32Array;
  readonly #spectrum: PowerSpectrum;
  readonly #mel: MelBands;
  readonly #hopSamples: number;
  readonly #heard: () => void;
  /** Of what is kept of the recent samples. */
  #end: number;
  #untilHop: number;
  #voiced = 0;

  /**
   * Allocates everything it will ever need.
   * @param rateHz of the samples that will be pushed, 11 kHz or more
   * @param heard called at each hop, when `bands`, `voice`, `level` and `peak` are new
   */
  constructor(rateHz: number, heard: () => void) {
    const stages: { halver: Halver; out: Float32Array }[] = [];
    let analysisHz = rateHz;
    for (; analysisHz / 2 >= LOWEST_ANALYSIS_HZ; analysisHz /= 2) {
      const pairs = analysisHz / 4 >= LOWEST_ANALYSIS_HZ ? GENTLE_PAIRS : STEEP_PAIRS;
      stages.push({ halver: new Halver(QUANTUM, pairs), out: new Float32Array(QUANTUM) });
    }
    this.#stages = stages;
    const length = Math.round((WINDOW_MS * analysisHz) / 1000);
    const size = 2 ** Math.ceil(Math.log2(length));
    this.#recent = new Float32Array(8 * length);
    this.#end = length;
    this.#window = Float32Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length));
    this.#frame = new Float32Array(size);
    this.#spectrum = new PowerSpectrum(size);
    this.#mel = new MelBands(BANDS, size, analysisHz);
    this.#hopSamples = (HOP_MS * analysisHz) / 1000;
    this.#untilHop = this.#hopSamples;
    this.#heard = heard;
  }

  /** Audio thread. Allocates nothing. */
  push(samples: Float32Array): void {
    for (let at = 0; at < samples.length; at += QUANTUM) {
      let count = Math.min(QUANTUM, samples.length - at);
      let data = samples;
      let from = at;
      for (let s = 0; s < this.#stages.length; s++) {
        const stage = this.#stages[s]!;
        count = stage.halver.push(data, from, count, stage.out);
        data = stage.out;
        from = 0;
      }
      this.#store(data, from, count);
    }
  }

  #store(data: Float32Array, from: number, count: number): void {
    for (let taken = 0; taken < count; ) {
      const part = Math.min(count - taken, Math.ceil(this.#untilHop), this.#recent.length - this.#end);
      for (let i = 0; i < part; i++) this.#recent[this.#end + i] = data[from + taken + i]!;
      taken += part;
      this.#end += part;
      this.#untilHop -= part;
      if (this.#untilHop <= 0) {
        this.#untilHop += this.#hopSamples;
        this.#analyse();
        this.#heard();
      }
      if (this.#end === this.#recent.length) {
        this.#recent.copyWithin(0, this.#end - this.#window.length);
        this.#end = this.#window.length;
      }
    }
  }

  #analyse(): void {
    const window = this.#window;
    const frame = this.#frame;
    const recent = this.#recent;
    const from = this.#end - window.length;
    for (let i = 0; i < window.length; i++) frame[i] = recent[from + i]! * window[i]!;
    this.#spectrum.analyse(this.#frame);
    this.#mel.measure(this.#spectrum.power);
    const energies = this.#mel.energies;
    let total = FLOOR;
    for (let band = 0; band < BANDS; band++) total += energies[band]!;
    if (!Number.isFinite(total)) {
      // What is no number is heard as nothing.
      energies.fill(0);
      total = FLOOR;
    }
    this.level = Math.log(total);
    this.peak = Math.max(this.level, this.peak - PEAK_FALL_PER_HOP, LOWEST_PEAK);
    for (let band = 0; band < BANDS; band++) {
      const value = (Math.log(energies[band]! + FLOOR) - this.peak) / NEPERS_PER_UNIT + 1;
      this.bands[band] = Math.max(LOWEST, Math.min(HIGHEST, value));
    }
    if (this.level > this.peak - VOICE_BELOW_PEAK) this.#learnVoice();
  }

  #learnVoice(): void {
    const share = Math.max(VOICE_SHARE, 1 / ++this.#voiced);
    for (let band = 0; band < BANDS; band++) {
      this.voice[band]! += share * (this.bands[band]! - this.voice[band]!);
    }
  }
}
