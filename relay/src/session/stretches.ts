/** The final words of one turn, recognised stretch by stretch: what lies behind a stretch does not change its words. */
import type { Transcript } from "@hisho/providers/stt/port.ts";
import { joined } from "../speech/units.ts";

/** @throws what the recogniser throws */
export type RecogniseFinal = (pcm: Float32Array, signal: AbortSignal) => Promise<Transcript>;

interface Stretch {
  words: Promise<Transcript>;
  failed: boolean;
  work: AbortController;
}

export class Stretches {
  readonly #recognise: RecogniseFinal;
  #sealed: Stretch[] = [];
  /** The last one, while it may still be taken back. */
  #last: Stretch | null = null;

  constructor(recognise: RecogniseFinal) {
    this.#recognise = recognise;
  }

  /** Begins the recognition of what may be the last stretch. One at a time: those before it come first. */
  begin(pcm: Float32Array): void {
    const work = new AbortController();
    const before = this.#sealed.at(-1);
    const words =
      before === undefined
        ? this.#recognise(pcm, work.signal)
        : settled(before.words).then(() => {
            work.signal.throwIfAborted();
            return this.#recognise(pcm, work.signal);
          });
    const stretch: Stretch = { words, work, failed: false };
    // Thrown by `words()`, if anybody still asks.
    words.catch(() => {
      stretch.failed = true;
    });
    this.#last = stretch;
  }

  /** Words that are known already, before all others. */
  recall(transcript: Transcript): void {
    this.#sealed.unshift({ words: Promise.resolve(transcript), failed: false, work: new AbortController() });
  }

  /** The stretch that was begun last grows on: its words will be recognised again. */
  takeBack(): void {
    this.#last?.work.abort(new Error("superseded"));
    this.#last = null;
  }

  /** The stretch that was begun last is whole. @returns false when none was begun, or it failed: it can be heard again */
  seal(): boolean {
    if (this.#last === null || this.#last.failed) return false;
    this.#sealed.push(this.#last);
    this.#last = null;
    return true;
  }

  /** Takes over the stretches of another turn, which has none then. Those begun here are sealed first. */
  append(other: Stretches): void {
    other.takeBack();
    this.#sealed.push(...other.#sealed.splice(0));
  }

  get sealed(): number {
    return this.#sealed.length;
  }

  /**
   * The words of all stretches, once they are known.
   * @throws what the recogniser throws for any of them
   */
  async words(): Promise<Transcript> {
    const all = [...this.#sealed, ...(this.#last === null ? [] : [this.#last])];
    const transcripts = await Promise.all(all.map(({ words }) => words));
    const spoken = transcripts.filter(({ text }) => text !== "");
    const language = (spoken.at(-1) ?? transcripts.at(-1))?.language ?? "";
    return { text: spoken.reduce((text, transcript) => joined(text, transcript.text), ""), language };
  }

  /** Nothing more is wanted. */
  close(): void {
    this.takeBack();
    for (const { work } of this.#sealed.splice(0)) work.abort(new Error("superseded"));
  }
}

const settled = (promise: Promise<unknown>): Promise<unknown> => promise.catch(() => {});
