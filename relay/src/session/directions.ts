/** Which stage directions belong to which clause of an answer. */
import type { Direction } from "../speech/stage-directions.ts";

/** Clauses leave out white space here and there; everything else of the text is in one of them. */
const lettersOf = (text: string): number => text.replace(/\s/g, "").length;

export class ClauseDirections {
  readonly #waiting: { at: number; direction: Direction }[] = [];
  #written = 0;
  #clauses = 0;
  #named = false;

  /** Whether the model has named a mood itself. */
  get named(): boolean {
    return this.#named;
  }

  /** The next piece of the answer's text. */
  wrote(text: string): void {
    this.#written += lettersOf(text);
  }

  /** It stands after what was written. */
  add(direction: Direction): void {
    this.#named ||= direction.event === "emotion";
    this.#waiting.push({ at: this.#written, direction });
  }

  /** @returns what stands before or in the next clause, to be shown as that begins */
  next(clause: string): Direction[] {
    this.#clauses += lettersOf(clause);
    return this.#take(this.#clauses);
  }

  /** @returns what stands after the last clause */
  rest(): Direction[] {
    return this.#take(Number.POSITIVE_INFINITY);
  }

  #take(before: number): Direction[] {
    const first = this.#waiting.findIndex(({ at }) => at >= before);
    return this.#waiting.splice(0, first < 0 ? this.#waiting.length : first).map(({ direction }) => direction);
  }
}
