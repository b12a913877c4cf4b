import { expect, it } from "vitest";
import { parseRepeatRule, repeatRuleText } from "./repeat.ts";

it.each([
  "FREQ=DAILY",
  "FREQ=DAILY;INTERVAL=3",
  "FREQ=WEEKLY;BYDAY=MO,WE",
  "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU",
  "FREQ=MONTHLY;BYMONTHDAY=31",
  "FREQ=MONTHLY;BYMONTHDAY=-1",
  "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
  "FREQ=MONTHLY;BYDAY=2TU",
  "FREQ=MONTHLY;BYDAY=-1FR",
  "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
  "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
])("%s is read and written alike", (text) => {
  const rule = parseRepeatRule(text);
  expect(rule && repeatRuleText(rule)).toBe(text);
});

it("does not mind the order, the case or the usual beginning of weeks", () => {
  expect(parseRepeatRule("byday=we,mo;freq=weekly;wkst=mo")).toEqual({ every: "week", interval: 1, weekdays: [1, 3] });
});

it.each([
  "",
  "FREQ=SECONDLY",
  "FREQ=MINUTELY",
  "FREQ=HOURLY;INTERVAL=1",
  "FREQ=DAILY;COUNT=1000000000",
  "FREQ=DAILY;UNTIL=20261231",
  "FREQ=DAILY;INTERVAL=0",
  "FREQ=DAILY;INTERVAL=100",
  "FREQ=DAILY;INTERVAL=1e9",
  "FREQ=DAILY;INTERVAL=-1",
  "FREQ=DAILY;BYHOUR=1,2,3",
  "FREQ=DAILY;FREQ=DAILY",
  "FREQ=WEEKLY",
  "FREQ=WEEKLY;BYDAY=XX",
  "FREQ=WEEKLY;BYDAY=2MO",
  "FREQ=WEEKLY;BYDAY=MO;WKST=SU",
  "FREQ=MONTHLY",
  "FREQ=MONTHLY;BYMONTHDAY=32",
  "FREQ=MONTHLY;BYMONTHDAY=1,2,3",
  "FREQ=MONTHLY;BYDAY=5MO",
  "FREQ=MONTHLY;BYDAY=2TU;BYMONTHDAY=3",
  "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
  "FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1",
  "FREQ=YEARLY;BYWEEKNO=1",
  "RRULE:FREQ=DAILY",
  "FREQ=DAILY\nFREQ=DAILY",
  "FREQ=WEEKLY;BYDAY=".padEnd(200, "MO,"),
])("%s is refused", (text) => expect(parseRepeatRule(text)).toBeUndefined());
