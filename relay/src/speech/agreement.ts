/**
 * Which words of a growing transcript are certain: LocalAgreement-2 (Liu, Spanakis, Niehues 2020, "Low-Latency
 * Sequence-to-Sequence Speech Recognition and Translation by Partial Hypothesis Selection"; Macháček, Dabre, Bojar 2023,
 * "Turning Whisper into Real-Time Transcription System"). What two successive hypotheses begin with alike is agreed and
 * never taken back. Recognisers here give no word times: where the window of sound moves, the words are told apart by
 * aligning the agreed ones with the text of the sound before the cut.
 */
import { textOf, type Unit, unitsOf, withoutEndMarks, withoutMarks } from "./units.ts";

/** More than anybody says in a window; what a recogniser writes beyond is not looked at. */
const MOST_UNITS = 300;

export class Agreement {
  /** The words before the window. */
  #fixed = "";
  /** The agreed ones in the window. */
  #agreed: Unit[] = [];
  /** What the last hypothesis has after them. */
  #open: Unit[] = [];

  /** The words before the window, for a recogniser that takes context. */
  get fixed(): string {
    return this.#fixed;
  }

  /** The words that are never taken back: every later text begins with them. */
  get agreed(): string {
    return textOf(this.#agreed, this.#fixed);
  }

  /** What the last hypothesis has behind them. */
  get open(): readonly Unit[] {
    return this.#open;
  }

  /** @param hypothesis of all sound in the window */
  hear(hypothesis: string): void {
    const units = heard(hypothesis);
    this.#agree(units.slice(covered(this.#agreed, units)));
  }

  /**
   * The window begins later from now on.
   * @param before text of the sound that leaves it
   * @param after text of the sound that stays
   */
  move(before: string, after: string): void {
    const left = heard(before);
    const units = [...left, ...heard(after)];
    const at = covered(this.#agreed, units);
    // Agreed words that the cut sound does not hold stay with the window.
    const staying = Math.min(this.#agreed.length, Math.max(0, at - left.length));
    const leaving = this.#agreed.slice(0, this.#agreed.length - staying);
    const more = withoutEndMarks(asShown(this.#open, left.slice(at)));
    this.#fixed = textOf([...leaving, ...more], this.#fixed);
    this.#agreed = this.#agreed.slice(leaving.length);
    this.#open = this.#open.slice(more.length);
    this.#agree(units.slice(Math.max(at, left.length)));
  }

  /** The sound of the window is gone: its words stay as they are. */
  fix(): void {
    this.#fixed = textOf([...this.#agreed, ...withoutEndMarks(this.#open)], this.#fixed);
    this.#agreed = [];
    this.#open = [];
  }

  /** @param rest of a hypothesis, behind what was agreed before it */
  #agree(rest: readonly Unit[]): void {
    const same = alike(this.#open, rest);
    const shown = asShown(this.#open, rest);
    const agreed = shown.slice(0, same);
    this.#agreed.push(...(same === rest.length ? withoutEndMarks(agreed) : agreed));
    this.#open = shown.slice(same);
  }
}

const heard = (text: string): Unit[] => unitsOf(text).slice(0, MOST_UNITS);

/** How many units two lists begin with alike. */
function alike(one: readonly Unit[], other: readonly Unit[]): number {
  const shorter = Math.min(one.length, other.length);
  let same = 0;
  while (same < shorter && one[same]!.key === other[same]!.key) same += 1;
  return same;
}

/**
 * The newer units, written as they were shown where they are the same words: a recogniser changes its mind about a comma
 * with every hypothesis. The last one was shown without its marks and takes the newer ones.
 */
function asShown(shown: readonly Unit[], newer: readonly Unit[]): Unit[] {
  const same = alike(shown, newer);
  return newer.map((unit, index) => {
    const old = shown[index];
    if (old === undefined || index >= same) return unit;
    return index === shown.length - 1 && unit.text.startsWith(withoutMarks(old).text) ? unit : old;
  });
}

/**
 * How many of `units` say what `agreed` says: the beginning with the least edit distance to it (Levenshtein), among equals
 * the one nearest in length.
 */
function covered(agreed: readonly Unit[], units: readonly Unit[]): number {
  let row = Array.from({ length: units.length + 1 }, (_, index) => index);
  for (const [i, { key }] of agreed.entries()) {
    const next = [i + 1];
    for (const [j, unit] of units.entries()) {
      next.push(Math.min(row[j]! + (unit.key === key ? 0 : 1), row[j + 1]! + 1, next[j]! + 1));
    }
    row = next;
  }
  const apart = (at: number): number => row[at]! + Math.abs(at - agreed.length) / (units.length + agreed.length + 1);
  return row.reduce((best, _, at) => (apart(at) < apart(best) ? at : best), 0);
}
