import type { RepeatRule } from "@hisho/protocol";
import type { DeskItem } from "../../port.ts";
import type { Day, LocalTime } from "../calendar.ts";

/** What is said of putting off, and of changing how something comes again. */
export interface ChangingWords {
  putOff(item: Pick<DeskItem, "kind" | "text">, due: LocalTime, today: Day): string;
  /** After something was moved once. @param next its next own time */
  stays(rule: RepeatRule, next: LocalTime): string;
  /** Asks whether only `next` is meant or all times, with the words that answer it. */
  askScope(rule: RepeatRule, next: LocalTime, today: Day, text: string): string;
  /** @param first the next time of the new series */
  changed(rule: RepeatRule, first: LocalTime, today: Day, text: string): string;
  /** Asks which of several is meant, before they are listed. */
  whichOne: string;
  /** Asks whether the only one there is is meant, before it is read out. */
  whichName: string;
  /** @param timer the only one that runs, where there is just one */
  nothingRang(timer: { text: string; leftMs: number } | undefined): string;
  /** Asks which of all, as they are not moved together. */
  oneAtATime: string;
  noSuch(text: string): string;
  /** It was there when it was chosen. */
  gone: string;
}
