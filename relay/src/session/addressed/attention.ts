/**
 * Who is answered where not everybody who is heard speaks to the character: whoever calls it by its name, and whoever
 * goes on soon after it has answered. Until that is known no word leaves the recogniser. Time is an argument.
 */
import type { Persona } from "@hisho/protocol";
import { callIn, withoutCall } from "./call.ts";
import { type Name, namesOf } from "./names.ts";

/** Who speaks this soon after an answer has ended goes on with it. */
export const GOES_ON_WITHIN_MS = 20_000;

export class Attention {
  #names: { of: Persona; all: readonly Name[] } | undefined;
  #answeredAtMs = Number.NEGATIVE_INFINITY;

  /** An answer has been heard to its end, or as far as anybody wanted. */
  answered(nowMs: number): void {
    this.#answeredAtMs = nowMs;
  }

  goesOn(nowMs: number): boolean {
    return nowMs - this.#answeredAtMs <= GOES_ON_WITHIN_MS;
  }

  namesOf(persona: Persona): readonly Name[] {
    if (this.#names?.of !== persona) this.#names = { of: persona, all: namesOf(persona) };
    return this.#names.all;
  }

  /** What is asked, without the name it is asked of. */
  asked(text: string, persona: Persona): string {
    return withoutCall(text, this.namesOf(persona));
  }
}

/** The words of one utterance, held back until they are known to be meant. */
export class Heed {
  readonly #names: readonly Name[];
  #isMeant: boolean;
  /** What was said before the sentence that is meant. */
  #before = 0;

  /** @param isMeant whatever is said; otherwise what begins with a call by one of `names` */
  constructor(isMeant: boolean, names: readonly Name[]) {
    this.#isMeant = isMeant;
    this.#names = names;
  }

  get isMeant(): boolean {
    return this.#isMeant;
  }

  /** Something before the meant words was heard with them and is nobody's business. */
  get hasOverheard(): boolean {
    return this.#before > 0;
  }

  /** It goes on, and now everything that is said is meant. */
  mean(): void {
    this.#isMeant = true;
  }

  /**
   * @param isWhole nothing more will be said
   * @returns the words that are meant for the character; null while that is not known, or when none are
   */
  words(text: string, isWhole: boolean): string | null {
    if (!this.#isMeant || this.#before > 0) {
      const call = callIn(text, this.#names, isWhole);
      if (call !== null) {
        this.#isMeant = true;
        this.#before = call.from;
      }
    }
    return this.#isMeant ? text.slice(this.#before) : null;
  }
}
