import type { ReadingIntent } from "../readings/intent.ts";

/** Which of the remembered things are meant. */
export interface Meant {
  /** What they are about, in the person's words; absent where a number or all was said. */
  about?: string;
  /** The number it was read out with, from 1; -1 is the last. */
  n?: number;
  /** However many fit. */
  all?: boolean;
}

export type MemoryIntent =
  | { kind: "remember"; text: string }
  | { kind: "forget"; meant: Meant }
  /** `about` is null for everything. */
  | { kind: "recall"; about: string | null };

const KINDS = new Set<string>(["remember", "forget", "recall", "read-as", "read-plainly"]);

export const isOfBooks = (intent: { kind: string }): intent is MemoryIntent | ReadingIntent => KINDS.has(intent.kind);
