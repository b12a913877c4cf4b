/**
 * Mouth weights from the samples being played, with no look-ahead: the LPC envelope of the last 25 ms is compared, as a
 * cepstrum, with those of vowels at several lengths of the vocal tract; the length that has fitted best so far is preferred,
 * so that the classifier settles on a voice within a second. Openness follows the level. Silence closes the mouth.
 */
import { VISEMES } from "@hisho/protocol";
import { energyDbfs, SILENCE_DBFS } from "./level.ts";
import { Lpc } from "./lpc.ts";
import { type Template, TRACT_SCALES, vowelTemplates } from "./vowels.ts";

const ANALYSIS_HZ = 12_000;
const WINDOW_MS = 25;
const HOP_MS = 10;
const PRE_EMPHASIS = 0.97;
const CEPSTRUM_ORDER = 16;
/** Softness of the choice between vowels, in units of weighted cepstral distance. */
const TEMPERATURE = 0.6;
/** How fast the preferred tract length follows, a hop of a voiced sound. */
const SCALE_SHARE = 0.04;
const SCALE_PENALTY = 1.5;
/** Below this nothing is said, whatever came before. */
const SILENT_DBFS = -55;
/** The mouth is shut this far below the running peak, and wide open this far below it. */
const SHUT_BELOW_PEAK_DB = 32;
const WIDE_BELOW_PEAK_DB = 10;
const PEAK_FALL_DB_PER_HOP = 0.05;
const LOWEST_PEAK_DBFS = -35;
/** Neighbouring samples of a hiss hardly resemble each other, those of a voice do. */
const VOICED_CORRELATION = 0.35;
const HISS_OPENNESS = 0.25;
const IH = VISEMES.indexOf("ih");
/** Share of the way to the target in a hop. */
const ATTACK = 0.6;
const RELEASE = 0.4;
const CLOSED_BELOW = 0.02;

export class VisemeEstimator {
  /** aa ih ou ee oh, 0 to 1; all 0 in silence. Valid until the next push. */
  readonly weights = new Float32Array(VISEMES.length);
  readonly #factor: number;
  readonly #filter: Float32Array;
  readonly #line: Float32Array;
  readonly #recent: Float32Array;
  readonly #window: Float32Array;
  readonly #frame: Float32Array;
  readonly #lpc: Lpc;
  readonly #cepstrum = new Float32Array(CEPSTRUM_ORDER + 1);
  readonly #lifter: Float32Array;
  readonly #templates: readonly Template[];
  readonly #shapes: Int32Array;
  readonly #scaleCost = new Float32Array(TRACT_SCALES.length);
  readonly #scaleBest = new Float32Array(TRACT_SCALES.length);
  readonly #distance = new Float32Array(VISEMES.length);
  readonly #target = new Float32Array(VISEMES.length);
  readonly #hop: number;
  #linePlace = 0;
  #phase = 0;
  #place = 0;
  #sinceHop = 0;
  #peakDbfs = LOWEST_PEAK_DBFS;

  /** Allocates everything it will ever need. @param rateHz of the samples that will be pushed */
  constructor(rateHz: number) {
    this.#factor = Math.max(1, Math.round(rateHz / ANALYSIS_HZ));
    const analysisHz = rateHz / this.#factor;
    this.#filter = lowPass(this.#factor);
    this.#line = new Float32Array(this.#filter.length);
    const length = Math.round((WINDOW_MS * analysisHz) / 1000);
    this.#recent = new Float32Array(length);
    this.#frame = new Float32Array(length);
    this.#window = Float32Array.from({ length }, (_, i) => 0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (length - 1)));
    this.#hop = Math.round((HOP_MS * analysisHz) / 1000);
    this.#lpc = new Lpc(2 + Math.round(analysisHz / 1000));
    this.#templates = vowelTemplates(analysisHz, CEPSTRUM_ORDER);
    this.#shapes = Int32Array.from(this.#templates, (template) => VISEMES.indexOf(template.shape));
    this.#lifter = Float32Array.from({ length: CEPSTRUM_ORDER + 1 }, (_, n) =>
      n === 1 ? 0.5 : 1 + (CEPSTRUM_ORDER / 2) * Math.sin((Math.PI * n) / CEPSTRUM_ORDER) * 0.25,
    );
  }

  /** Audio thread. The samples that are being played. Allocates nothing; `weights` follow every 10 ms. */
  push(samples: Float32Array): void {
    for (let i = 0; i < samples.length; i++) {
      this.#line[this.#linePlace] = samples[i]!;
      this.#linePlace = (this.#linePlace + 1) % this.#line.length;
      this.#phase = (this.#phase + 1) % this.#factor;
      if (this.#phase === 0) this.#store(this.#filtered());
    }
  }

  #filtered(): number {
    let sum = 0;
    for (let k = 0, place = this.#linePlace; k < this.#filter.length; k++) {
      sum += this.#line[place]! * this.#filter[k]!;
      if (++place === this.#line.length) place = 0;
    }
    return sum;
  }

  #store(sample: number): void {
    this.#recent[this.#place] = sample;
    this.#place = (this.#place + 1) % this.#recent.length;
    if (++this.#sinceHop < this.#hop) return;
    this.#sinceHop = 0;
    this.#analyse();
    this.#approach();
  }

  #analyse(): void {
    this.#target.fill(0);
    const openness = this.#openness();
    if (openness === 0) return;
    if (this.#correlation() < VOICED_CORRELATION) {
      this.#target[IH] = HISS_OPENNESS * openness;
      return;
    }
    this.#fillFrame();
    if (!this.#lpc.analyse(this.#frame)) return;
    this.#lpc.cepstrum(this.#cepstrum);
    this.#compare();
    this.#share(openness);
  }

  /** From the level of the last hop against the running peak, 0 to 1. */
  #openness(): number {
    const length = this.#recent.length;
    let energy = 0;
    for (let k = 1; k <= this.#hop; k++) energy += this.#recent[(this.#place + length - k) % length]! ** 2;
    const level = energy === 0 ? SILENCE_DBFS : energyDbfs(energy, this.#hop);
    this.#peakDbfs = Math.max(level, LOWEST_PEAK_DBFS, this.#peakDbfs - PEAK_FALL_DB_PER_HOP);
    if (level < SILENT_DBFS) return 0;
    const above = level - (this.#peakDbfs - SHUT_BELOW_PEAK_DB);
    return Math.max(0, Math.min(1, above / (SHUT_BELOW_PEAK_DB - WIDE_BELOW_PEAK_DB)));
  }

  /** Of neighbouring samples in the window, -1 to 1. */
  #correlation(): number {
    const length = this.#recent.length;
    let same = 1e-12;
    let next = 0;
    for (let k = 1; k < length; k++) {
      const sample = this.#recent[(this.#place + k) % length]!;
      same += sample * sample;
      next += sample * this.#recent[(this.#place + k - 1) % length]!;
    }
    return next / same;
  }

  #fillFrame(): void {
    const length = this.#recent.length;
    let before = this.#recent[this.#place]!;
    for (let k = 0; k < length; k++) {
      const sample = this.#recent[(this.#place + k) % length]!;
      this.#frame[k] = (sample - PRE_EMPHASIS * before) * this.#window[k]!;
      before = sample;
    }
  }

  #compare(): void {
    this.#distance.fill(Number.POSITIVE_INFINITY);
    this.#scaleBest.fill(Number.POSITIVE_INFINITY);
    const cheapest = Math.min(this.#scaleCost[0]!, this.#scaleCost[1]!, this.#scaleCost[2]!, this.#scaleCost[3]!);
    for (let t = 0; t < this.#templates.length; t++) {
      const { cepstrum, scale } = this.#templates[t]!;
      let distance = 0;
      for (let n = 1; n <= CEPSTRUM_ORDER; n++) {
        const difference = this.#lifter[n]! * (this.#cepstrum[n]! - cepstrum[n]!);
        distance += difference * difference;
      }
      if (distance < this.#scaleBest[scale]!) this.#scaleBest[scale] = distance;
      const shape = this.#shapes[t]!;
      const total = distance + SCALE_PENALTY * (this.#scaleCost[scale]! - cheapest);
      if (total < this.#distance[shape]!) this.#distance[shape] = total;
    }
    for (let s = 0; s < this.#scaleCost.length; s++) {
      this.#scaleCost[s]! += SCALE_SHARE * (this.#scaleBest[s]! - this.#scaleCost[s]!);
    }
  }

  #share(openness: number): void {
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.#distance.length; i++) nearest = Math.min(nearest, this.#distance[i]!);
    let sum = 0;
    for (let i = 0; i < this.#target.length; i++) {
      this.#target[i] = Math.exp((nearest - this.#distance[i]!) / TEMPERATURE);
      sum += this.#target[i]!;
    }
    for (let i = 0; i < this.#target.length; i++) this.#target[i]! *= openness / sum;
  }

  #approach(): void {
    for (let i = 0; i < this.weights.length; i++) {
      const way = this.#target[i]! - this.weights[i]!;
      const weight = this.weights[i]! + way * (way > 0 ? ATTACK : RELEASE);
      this.weights[i] = weight < CLOSED_BELOW && this.#target[i] === 0 ? 0 : weight;
    }
    // Opening is quicker than closing, so between two shapes the sum may pass 1.
    let sum = 0;
    for (let i = 0; i < this.weights.length; i++) sum += this.weights[i]!;
    for (let i = 0; sum > 1 && i < this.weights.length; i++) this.weights[i]! /= sum;
  }
}

/** A Hamming-windowed low-pass for keeping every `factor`-th sample. */
function lowPass(factor: number): Float32Array {
  if (factor === 1) return Float32Array.of(1);
  const taps = 12 * factor;
  const filter = Float32Array.from({ length: taps }, (_, i) => {
    const t = i - (taps - 1) / 2;
    const cutoff = 0.44 / factor;
    return (
      (Math.sin(2 * Math.PI * cutoff * t) / (Math.PI * t)) * (0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (taps - 1)))
    );
  });
  const gain = filter.reduce((sum, x) => sum + x, 0);
  return filter.map((x) => x / gain);
}
