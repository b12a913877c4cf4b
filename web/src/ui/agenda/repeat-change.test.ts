import { expect, it } from "vitest";
import { choiceOf } from "./repeat.ts";
import { withRepeat } from "./repeat-change.ts";

const ZONE = "Asia/Tokyo";
const due = { due_at: "2027-02-28T01:00:00.000Z" };

function changed(rule: string, before: string, now: string): string | undefined {
  return withRepeat({ repeat: { rule, time_zone: ZONE } }, due, { before, now }, choiceOf(rule))?.repeat?.rule;
}

it.each([
  "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
  "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
  "FREQ=MONTHLY;BYMONTHDAY=31",
  "FREQ=WEEKLY;BYDAY=MO",
])("another hour of the same day leaves %s as it is", (rule) => {
  expect(changed(rule, "2027-02-28", "2027-02-28")).toBe(rule);
});

it("another day is the day of the month, and of the week where it comes on one", () => {
  expect(changed("FREQ=MONTHLY;BYMONTHDAY=15", "2027-02-15", "2027-02-16")).toBe("FREQ=MONTHLY;BYMONTHDAY=16");
  expect(changed("FREQ=WEEKLY;BYDAY=MO", "2026-11-23", "2026-11-24")).toBe("FREQ=WEEKLY;BYDAY=TU");
  expect(changed("FREQ=WEEKLY;BYDAY=MO,TH", "2026-11-23", "2026-11-24")).toBe("FREQ=WEEKLY;BYDAY=MO,TH");
});

it("waits for a day of the week, and ends what is to ring once", () => {
  const item = { repeat: { rule: "FREQ=WEEKLY;BYDAY=MO", time_zone: ZONE } };
  const day = { before: "2026-11-23", now: "2026-11-23" };
  expect(withRepeat(item, {}, day, { choice: "week", days: [] })).toBeNull();
  expect(withRepeat(item, {}, day, { choice: "once", days: [] })).toEqual({ repeat: null });
});
