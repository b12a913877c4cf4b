/** A remembered thing with the number it is called by. */
export interface Numbered {
  n: number;
  text: string;
}

/** What the secretary says of what it remembers. */
export interface MemoryWords {
  remembered(text: string): string;
  askWhat: string;
  /** At least one; `total` may be more than are listed. */
  list(items: readonly Numbered[], total: number): string;
  nothing: string;
  /** Nothing of it is about that. */
  nothingSuch: string;
  forgotten(texts: readonly string[]): string;
  /** Asks which of several is meant. */
  which(items: readonly Numbered[]): string;
  /** Answers a question with what the person said. */
  youSaid(text: string): string;
  /** What was said in turns that are out of sight. */
  earlier(text: string): string;
  /** Nothing may be kept here. */
  closed: string;
}
