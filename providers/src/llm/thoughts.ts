/**
 * What models write around thoughts that are not for the listener: `<think>` tags, and the channels of gpt-oss (OpenAI's
 * harmony format), of which only `final` is said. The commentary's mark goes on with the tool that is called.
 */
const OPENERS = ["<think>", "<thinking>", "<reasoning>", "<|channel|>analysis", "<|channel|>commentary"] as const;
const CLOSERS = ["</think>", "</thinking>", "</reasoning>", "<|channel|>final<|message|>"] as const;
/** Marks without words of their own, dropped wherever they stand. */
const NOISE = ["<|start|>assistant", "<|channel|>final<|message|>", "<|end|>", "<|return|>"] as const;

/** Takes a model's thoughts out of a stream of text, however the marks are cut between pieces. */
export class ThoughtFilter {
  #held = "";
  #thinking: boolean;

  /** @param startsThinking for models whose template opens the thought itself, so that only its end is seen */
  constructor(startsThinking = false) {
    this.#thinking = startsThinking;
  }

  /** @returns what of `piece`, and of what was held back before it, is for the listener */
  push(piece: string): string {
    this.#held += piece;
    return this.#drain(false);
  }

  /** @returns what was held back in case it had become a mark; nothing when the text ends inside a thought */
  end(): string {
    return this.#drain(true);
  }

  #drain(isLast: boolean): string {
    let out = "";
    while (this.#held !== "") {
      const marks: readonly string[] = this.#thinking ? CLOSERS : [...OPENERS, ...NOISE];
      const at = this.#held.search(/</);
      const plain = at === -1 ? this.#held : this.#held.slice(0, at);
      if (!this.#thinking) out += plain;
      this.#held = this.#held.slice(plain.length);
      if (this.#held === "") break;
      const mark = marks.find((candidate) => startsWith(this.#held, candidate));
      if (mark !== undefined) {
        this.#held = this.#held.slice(mark.length);
        if (this.#thinking) this.#thinking = false;
        else if ((OPENERS as readonly string[]).includes(mark)) this.#thinking = true;
      } else if (!isLast && marks.some((candidate) => startsWith(candidate, this.#held))) {
        break; // may still become a mark
      } else {
        if (!this.#thinking) out += "<";
        this.#held = this.#held.slice(1);
      }
    }
    return out;
  }
}

function startsWith(text: string, start: string): boolean {
  return text.slice(0, start.length).toLowerCase() === start.toLowerCase();
}
