/**
 * Mouth weights from the samples being played: a small network names the sound of each 10 ms, and the lips go towards its
 * shape, the wider the louder it is. A vowel's shape stays under the consonants beside it; m, b, p and silence close the mouth.
 */
import { VISEMES } from "@hisho/protocol";
import { VisemeFeatures } from "./viseme/features.ts";
import { MouthNetwork, type NetworkWeights } from "./viseme/network.ts";
import weights from "./viseme/weights.json" with { type: "json" };

const NEPERS_PER_DB = Math.log(10) / 10;
/** Below this nothing is said, whatever came before. */
const SILENT_NEPERS = -56 * NEPERS_PER_DB;
/** A vowel is wide open this far below the running peak, and half open where it is fainter by the other. */
const WIDE_BELOW_PEAK = 8 * NEPERS_PER_DB;
const HALF_BELOW_WIDE = 20 * NEPERS_PER_DB;
/** How far a consonant that does not close the lips leaves them open. */
const CONSONANT_OPENNESS = 0.3;
const VOWELS = VISEMES.length;
const OTHER = weights.classes.indexOf("other");
const IH = VISEMES.indexOf("ih");
/** Share of the way to the target in a hop. */
const ATTACK = 0.65;
const RELEASE = 0.45;
const CLOSED_BELOW = 0.02;

export class VisemeEstimator {
  /** aa ih ou ee oh, 0 to 1, together at most 1; all 0 in silence. Valid until the next push. */
  readonly weights = new Float32Array(VOWELS);
  readonly #features: VisemeFeatures;
  readonly #network: MouthNetwork;
  readonly #target = new Float32Array(VOWELS);
  /** The last vowel's shape, together 1. */
  readonly #vowel = new Float32Array(VOWELS);

  /**
   * Allocates everything it will ever need.
   * @param rateHz of the samples that will be pushed, 11 kHz or more
   * @param trained other weights than those that come with it
   */
  constructor(rateHz: number, trained: NetworkWeights = weights) {
    this.#network = new MouthNetwork(trained);
    this.#features = new VisemeFeatures(rateHz, () => this.#heard());
    this.#vowel[IH] = 1;
  }

  /** Chances of the network's classes (aa ih ou ee oh sil shut other), together 1. Valid until the next push. */
  get chances(): Float64Array {
    return this.#network.chances;
  }

  /** Audio thread. The samples that are being played. Allocates nothing; `weights` follow every 10 ms. */
  push(samples: Float32Array): void {
    this.#features.push(samples);
  }

  #heard(): void {
    this.#network.step(this.#features.bands, this.#features.voice);
    if (this.#features.level < SILENT_NEPERS) this.#target.fill(0);
    else this.#aim();
    this.#approach();
  }

  #aim(): void {
    const { chances } = this.#network;
    let voiced = 0;
    for (let i = 0; i < VOWELS; i++) voiced += chances[i]!;
    for (let i = 0; i < VOWELS; i++) {
      const share = voiced < 1e-3 ? 0 : chances[i]! / voiced;
      this.#vowel[i]! += voiced * 0.5 * (share - this.#vowel[i]!);
    }
    const below = this.#features.peak - this.#features.level - WIDE_BELOW_PEAK;
    const loudness = 1 - 0.5 * Math.max(0, Math.min(1, below / HALF_BELOW_WIDE));
    const apart = CONSONANT_OPENNESS * chances[OTHER]!;
    for (let i = 0; i < VOWELS; i++) {
      this.#target[i] = loudness * chances[i]! + 0.5 * apart * (this.#vowel[i]! + (i === IH ? 1 : 0));
    }
  }

  #approach(): void {
    let sum = 0;
    for (let i = 0; i < VOWELS; i++) {
      const way = this.#target[i]! - this.weights[i]!;
      const weight = this.weights[i]! + way * (way > 0 ? ATTACK : RELEASE);
      this.weights[i] = weight < CLOSED_BELOW && this.#target[i]! < CLOSED_BELOW ? 0 : weight;
      sum += this.weights[i]!;
    }
    // Opening is quicker than closing, so between two shapes the sum may pass 1.
    for (let i = 0; sum > 1 && i < VOWELS; i++) this.weights[i]! /= sum;
  }
}
