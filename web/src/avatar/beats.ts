import { glide, gliding, TARGET, VALUE } from "./ease.ts";

/** dBFS. Speech is above, the gaps between clauses are below. */
const SPEECH_DBFS = -46;
/** A gap of this length ends a clause, seconds: longer than a stop consonant. */
const GAP_S = 0.2;
/** How fast the level is followed, and what it is compared with: half-lives, seconds. */
const FAST_S = 0.02;
const SLOW_S = 0.22;
/** A syllable that stands out by this many dB is stressed. */
const STRESS_DB = 3.5;
/** At most one stress in this time, seconds. */
const APART_S = 0.3;

/** Stresses and clauses in a voice, from its level alone. Read the facts after each step; stepping allocates nothing. */
export class Beats {
  /** A stressed syllable begins in this step: 0 to 1; else 0. */
  stress = 0;
  /** A clause begins, or is over, in this step. */
  begins = false;
  ends = false;
  /** Speech, gaps within a clause included. */
  speaking = false;
  readonly #fast = gliding(-100);
  readonly #slow = gliding(-100);
  #since = APART_S;
  #gap = GAP_S;

  /** @param dbfs level of what is being heard now; -100 in silence */
  step(dbfs: number, dtS: number): void {
    const level = dbfs > -100 ? Math.min(0, dbfs) : -100; // NaN counts as silence
    const before = this.#fast[VALUE]!;
    this.#fast[TARGET] = level;
    this.#slow[TARGET] = Math.max(level, SPEECH_DBFS);
    glide(this.#fast, FAST_S, dtS);
    glide(this.#slow, SLOW_S, dtS);
    this.#since += dtS;
    this.#gap = level < SPEECH_DBFS ? this.#gap + dtS : 0;
    const speaking = this.#gap < GAP_S;
    this.begins = speaking && !this.speaking;
    this.ends = !speaking && this.speaking;
    this.speaking = speaking;
    const excess = this.#fast[VALUE]! - this.#slow[VALUE]!;
    const stressed = speaking && this.#fast[VALUE]! > before && excess > STRESS_DB && this.#since >= APART_S;
    this.stress = stressed ? Math.min(1, 0.4 + (excess - STRESS_DB) / 10) : 0;
    if (stressed) this.#since = 0;
  }
}
