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
/** A model that answers in another language translates the word too. */
const TRANSLATED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    happy: "嬉しい うれしい 喜び 楽しい 笑顔 기쁨 기쁜 행복 행복한",
    sad: "悲しい 悲しみ 슬픔 슬픈",
    angry: "怒り 怒る 화남 분노",
    surprised: "驚き 驚く びっくり 놀람 놀란",
    relaxed: "穏やか 安心 편안 편안한",
    neutral: "普通 通常 중립 보통",
    smile: "微笑み 微笑む 미소",
    thinking: "考え中 생각중",
    nod: "うなずき うなずく 頷く 끄덕임",
    bow: "お辞儀 会釈 인사",
    wave: "手を振る",
  }).flatMap(([name, words]) => words.split(" ").map((word) => [word.normalize("NFC"), name])),
);
const DEFAULT_WEIGHT = 0.6;

/** Longer is no direction. */
const LONGEST = 40;
/** What may stand between the brackets, also as long as it is not whole: a word, and a weight. */
const INSIDE = /^\s*(?:\p{L}[\p{L}\p{M}_-]*)?\s*[:=,]?\s*(?:\d?\.?\d*)?\s*$/u;
const WORD = /^\s*(\p{L}[\p{L}\p{M}_-]*)\s*[:=,]?\s*(\d?\.?\d*)\s*$/u;
/** An English word alone in double brackets was meant as a direction, known or not; others may be a page's name. */
const ENGLISH = /^\s*[A-Za-z_-]+(?![\p{L}\p{M}])/u;

const isOpener = (at: string): boolean => at === "[" || at === "［";
const isCloser = (at: string): boolean => at === "]" || at === "］";

/** What stands in double brackets may be dropped although it asks for nothing. */
const isMisspelt = (inside: string): boolean => WORD.test(inside) && ENGLISH.test(inside);

/** It is the beginning of a translated word. */
function isBegun(inside: string): boolean {
  const begun = inside.trim().normalize("NFC");
  return begun !== "" && [...TRANSLATED.keys()].some((word) => word.startsWith(begun));
}

/** @returns what a word asks for; null for one that asks for nothing */
function directionOf(inside: string): Direction | null {
  const [, name = "", weight = ""] = WORD.exec(inside) ?? [];
  const word = name.toLowerCase().replaceAll("_", "-");
  const value = TRANSLATED.get(word.normalize("NFC")) ?? word;
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
  /** What was last taken is a direction: brackets that close around its gap would make another of what stands before. */
  #afterDirection = false;
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
    const inside = this.#inside;
    const isDirection =
      this.#depth === 2
        ? isMisspelt(inside) || directionOf(inside) !== null || isBegun(inside)
        : this.#closed && !this.#afterLabel;
    if (this.#held !== "") this.#settle(isDirection, "");
    return this.#parts;
  }

  #take(at: string): void {
    if (this.#held === "") {
      if (isOpener(at) && this.#code === 0 && this.#ticks === 0) {
        this.#held = at;
        this.#depth = 1;
      } else if (!(this.#afterDirection && this.#afterLabel && isCloser(at))) {
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
      const misspelt = isMisspelt(this.#inside);
      this.#held += at;
      // `[普通]` in single brackets is text.
      if (this.#depth === 1 ? known && misspelt : known || misspelt) this.#closed = true;
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
    if (isDirection) {
      this.#skipSpace = this.#afterSpace;
      this.#afterDirection = true;
    } else for (const at of held) this.#say(at);
    for (const at of next) this.#take(at);
  }

  #say(at: string): void {
    const space = /\s/.test(at);
    if (this.#skipSpace && space && at !== "\n") {
      this.#skipSpace = false;
      return;
    }
    this.#skipSpace = false;
    this.#afterDirection = false;
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
