/**
 * Stage directions in a model's answer: `[[happy]]`, `[[sad 0.4]]`, `[[bow]]` (docs/protocol.md, "Stage directions"). They
 * move the character and are never spoken nor shown, however they are cut between pieces or misspelt.
 */

/** An expression or a gesture the character shows from here on. */
export interface Direction {
  event: "emotion" | "gesture";
  value: string;
  /** 0 to 1. */
  weight: number;
}

export type DirectedPart = { type: "text"; text: string } | { type: "direction"; direction: Direction };

const EMOTIONS = ["neutral", "happy", "angry", "sad", "relaxed", "surprised", "smile", "thinking"];
const GESTURES = ["nod", "shake", "bow", "bow-polite", "bow-deep", "wave", "present", "point"];
const DEFAULT_WEIGHT = 0.6;

/** Longer is no direction. */
const LONGEST = 40;
/** What may stand between the brackets, also as long as it is not whole: a word, and a weight. */
const INSIDE = /^\s*(?:[A-Za-z][A-Za-z_-]*)?\s*[:=,]?\s*(?:\d?\.?\d*)?\s*$/;
const WORD = /^\s*([A-Za-z][A-Za-z_-]*)\s*[:=,]?\s*(\d?\.?\d*)\s*$/;

const isOpener = (at: string): boolean => at === "[" || at === "［";
const isCloser = (at: string): boolean => at === "]" || at === "］";

/** @returns what a word asks for; null for one that asks for nothing */
function directionOf(inside: string): Direction | null {
  const [, name = "", weight = ""] = WORD.exec(inside) ?? [];
  const value = name.toLowerCase().replaceAll("_", "-");
  const event = EMOTIONS.includes(value) ? "emotion" : GESTURES.includes(value) ? "gesture" : null;
  if (event === null) return null;
  const asked = weight === "" || weight === "." ? DEFAULT_WEIGHT : Number(weight);
  return { event, value, weight: Math.min(1, asked) };
}

/** Takes the directions out of a stream of text. Code is left as it is. */
export class StageDirections {
  /** From an opening bracket on, while it may become a direction. */
  #held = "";
  #depth = 0;
  #inside = "";
  #closed = false;
  /** Whether what was last said ended in white space; true at the beginning. */
  #afterSpace = true;
  /** What was last said is a bracket: `[label][target]` is a link. */
  #afterLabel = false;
  /** A direction between two spaces takes one of them along. */
  #skipSpace = false;
  #ticks = 0;
  /** Of the code we are in, how many backticks opened it; 0 outside. */
  #code = 0;
  #parts: DirectedPart[] = [];

  /** @returns what is sure by now, in order */
  push(piece: string): DirectedPart[] {
    this.#parts = [];
    for (const at of piece) this.#take(at);
    return this.#parts;
  }

  /** The text is whole. A direction that was cut short is dropped. @returns what is left */
  end(): DirectedPart[] {
    this.#parts = [];
    const isDirection = this.#depth === 2 ? WORD.test(this.#inside) : this.#closed && !this.#afterLabel;
    if (this.#held !== "") this.#settle(isDirection, "");
    return this.#parts;
  }

  #take(at: string): void {
    if (this.#held === "") {
      if (isOpener(at) && this.#code === 0 && this.#ticks === 0) {
        this.#held = at;
        this.#depth = 1;
      } else {
        this.#say(at);
      }
      return;
    }
    if (this.#closed) {
      // `[[happy]` lacks a bracket; `[happy](…)` is a link and `[happy]:` its definition.
      if (isCloser(at) && this.#depth === 2) this.#settle(true, at, "");
      else this.#settle(this.#depth === 2 || !(this.#afterLabel || "([:".includes(at)), "", at);
      return;
    }
    if (isCloser(at)) {
      const known = directionOf(this.#inside) !== null;
      const word = WORD.test(this.#inside);
      this.#held += at;
      if (this.#depth === 1 ? known : word) this.#closed = true;
      else this.#settle(false, "");
    } else if (isOpener(at) && this.#inside === "" && this.#depth === 1) {
      this.#held += at;
      this.#depth = 2;
    } else if (INSIDE.test(this.#inside + at) && this.#held.length < LONGEST && at !== "\n") {
      this.#held += at;
      this.#inside += at;
    } else {
      // `[[happy 。` was meant as a direction; `[[1, 2], [3, 4]]` was not.
      this.#settle(this.#depth === 2 && directionOf(this.#inside) !== null, "", at);
    }
  }

  /** What was held is a direction, or text after all. Then comes `next`. */
  #settle(isDirection: boolean, closer: string, next = ""): void {
    const held = this.#held + closer;
    const direction = isDirection ? directionOf(this.#inside) : null;
    this.#held = "";
    this.#inside = "";
    this.#depth = 0;
    this.#closed = false;
    if (direction !== null) this.#parts.push({ type: "direction", direction });
    if (isDirection) this.#skipSpace = this.#afterSpace;
    else for (const at of held) this.#say(at);
    for (const at of next) this.#take(at);
  }

  #say(at: string): void {
    const space = /\s/.test(at);
    if (this.#skipSpace && space && at !== "\n") {
      this.#skipSpace = false;
      return;
    }
    this.#skipSpace = false;
    this.#afterSpace = space;
    this.#afterLabel = at === "]";
    this.#followCode(at);
    const last = this.#parts.at(-1);
    if (last?.type === "text") last.text += at;
    else this.#parts.push({ type: "text", text: at });
  }

  /** Code runs to as many backticks as opened it; a single line's ends with the line. */
  #followCode(at: string): void {
    if (at === "`") {
      this.#ticks += 1;
      return;
    }
    if (this.#ticks > 0) {
      if (this.#code === 0) this.#code = this.#ticks;
      else if (this.#code === this.#ticks) this.#code = 0;
      this.#ticks = 0;
    }
    if (at === "\n" && this.#code < 3) this.#code = 0;
  }
}
