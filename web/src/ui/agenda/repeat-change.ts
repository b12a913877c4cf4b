/** What is changed on the page of a reminder that comes again is changed of all its times. */
import type { WireItem, WireItemChange } from "@hisho/protocol";
import { noonOf } from "./day.ts";
import { choiceOf, ruleOf } from "./repeat.ts";

/**
 * @param day of its next time, `YYYY-MM-DD`, as it was and as it stands in the form
 * @returns null while no day of the week is chosen
 */
export function withRepeat(
  { repeat }: Pick<WireItem, "repeat">,
  change: WireItemChange,
  day: { before: string; now: string },
  { choice, days }: ReturnType<typeof choiceOf>,
): WireItemChange | null {
  const before = repeat?.rule ?? null;
  if (choice === "week" && days.length === 0) return null;
  const known = choiceOf(before);
  const isSame = choice === known.choice && days.join() === known.days.join();
  if (isSame && (before === null || change.due_at === undefined)) return change;
  // The day of its next time says less than the rule: the 31st is the 28th in February.
  const isKept = choice === "other" || (isSame && day.before === day.now);
  const isOtherDay = isSame && choice === "week" && days.length === 1 && days[0] === noonOf(day.before).getDay();
  const rule = isKept ? before : ruleOf(choice, isOtherDay ? [noonOf(day.now).getDay()] : days, day.now);
  if (rule === null) return before === null ? change : { ...change, repeat: null };
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { ...change, repeat: { rule, time_zone: repeat?.time_zone ?? timeZone } };
}
