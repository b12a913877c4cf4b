/**
 * What is shown of a growing transcript: words that are agreed at once, words that are not while few that were shown have
 * been taken back. Text that jumps about is worse to read than text that comes a moment later.
 */
import { textOf, type Unit, withoutEndMarks } from "./units.ts";

/** Characters that may be taken back for each one shown, and beforehand. */
const SHARE = 0.05;
const AT_FIRST = 8;

export class SteadyText {
  #shown = "";
  #retracted = 0;

  get text(): string {
    return this.#shown;
  }

  /**
   * @param agreed every later one begins with it
   * @param open words behind it that may change
   * @param whole the last of them is not cut off in its middle
   */
  show(agreed: string, open: readonly Unit[], whole: boolean): string {
    // The first word is always shown: somebody waits for a sign of being heard.
    const least = agreed === "" ? Math.min(1, open.length) : 0;
    let words = Math.max(least, whole ? open.length : open.length - 1);
    let text = textOf(withoutEndMarks(open.slice(0, words)), agreed);
    while (words > least && this.#risk(agreed, text) > SHARE * text.length + AT_FIRST) {
      words -= 1;
      text = textOf(withoutEndMarks(open.slice(0, words)), agreed);
    }
    this.#retracted += takenBack(this.#shown, text);
    this.#shown = text;
    return text;
  }

  /** Characters taken back by the end, if none of the open words stays. */
  #risk(agreed: string, text: string): number {
    return this.#retracted + takenBack(this.#shown, text) + (text.length - agreed.length);
  }
}

/** How many characters of `before` are gone in `after`. */
function takenBack(before: string, after: string): number {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  return before.length - same;
}
