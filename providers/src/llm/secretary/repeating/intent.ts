import type { MonthDay, Nth } from "@hisho/protocol";

/** The part of the day that was named with it: 毎朝, every evening. */
export type PartOfDay = "morning" | "noon" | "afternoon" | "evening" | "night";

/** How often something comes again, as people name it, before it is known from when on. */
export interface RepeatRef {
  every:
    | { unit: "day" }
    /** 0 is Sunday; none: that of its first day. */
    | { unit: "week"; weekdays: readonly number[] }
    /** Null: the day of the month that its first day is. */
    | { unit: "month"; on: MonthDay | { nth: Nth; weekday: number } | null }
    | { unit: "year"; on: { month: number; day: number } | null };
  interval: number;
  part: PartOfDay | null;
}

/** What was said, without the words that say how often. */
export interface RepeatFound {
  repeat: RepeatRef;
  rest: string;
}

export const WORKING_DAYS: readonly number[] = [1, 2, 3, 4, 5];
export const WEEKEND: readonly number[] = [0, 6];

/** From one day of the week to another, both included, in order. */
export function weekdaysFrom(from: number, to: number): number[] {
  const count = ((to - from + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => (from + index) % 7).sort((a, b) => a - b);
}
