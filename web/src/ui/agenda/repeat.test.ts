import { expect, it } from "vitest";
import { agenda as en } from "../strings/agenda/en.ts";
import { agenda as ja } from "../strings/agenda/ja.ts";
import { agenda as ko } from "../strings/agenda/ko.ts";
import { choiceOf, repeatWords, ruleOf } from "./repeat.ts";

it.each([
  ["FREQ=DAILY", "Every day", "毎日", "매일"],
  ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday", "平日", "평일"],
  ["FREQ=WEEKLY;BYDAY=MO,TH", "Every Monday and Thursday", "毎週 月曜日、木曜日", "매주 월요일 및 목요일"],
  ["FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "Every 2 weeks on Friday", "2週間ごと 金曜日", "2주마다 금요일"],
  ["FREQ=MONTHLY;BYMONTHDAY=-1", "Every month on the last day", "毎月末日", "매달 말일"],
  ["FREQ=MONTHLY;BYDAY=2TU", "Every month on the second Tuesday", "毎月第2火曜日", "매달 둘째 화요일"],
  ["FREQ=MONTHLY;BYDAY=-1FR", "Every month on the last Friday", "毎月最後の金曜日", "매달 마지막 금요일"],
  ["FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=3", "Every year on May 3", "毎年5月3日", "매년 5월 3일"],
  ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "Every year on February 29", "毎年2月29日", "매년 2월 29일"],
  ["FREQ=SECONDLY", "", "", ""],
])("%s in words", (rule, ...words) => {
  expect([
    repeatWords(rule, en.repeat, "en"),
    repeatWords(rule, ja.repeat, "ja"),
    repeatWords(rule, ko.repeat, "ko"),
  ]).toEqual(words);
});

it.each([
  [null, "once"],
  ["FREQ=DAILY", "day"],
  ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "weekdays"],
  ["FREQ=WEEKLY;BYDAY=MO,TH", "week"],
  ["FREQ=MONTHLY;BYMONTHDAY=15", "month"],
  ["FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "month"],
  ["FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=3", "year"],
  ["FREQ=DAILY;INTERVAL=2", "other"],
  ["FREQ=MONTHLY;BYDAY=2TU", "other"],
] as const)("%s is the choice %s", (rule, choice) => expect(choiceOf(rule).choice).toBe(choice));

it("makes a rule of a choice and a day, which months without that day do not leave out", () => {
  expect(ruleOf("once", [], "2026-11-22")).toBeNull();
  expect(ruleOf("week", [4, 1], "2026-11-22")).toBe("FREQ=WEEKLY;BYDAY=MO,TH");
  expect(ruleOf("month", [], "2027-01-31")).toBe("FREQ=MONTHLY;BYMONTHDAY=-1");
  expect(ruleOf("month", [], "2027-01-30")).toBe("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1");
  expect(ruleOf("year", [], "2028-02-29")).toBe("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1");
});
