/** Whether somebody asks about what was said before, and about when. */
import { addDays, type Day, instantOf, localTime, weekdayOf } from "@hisho/providers/llm/secretary/calendar.ts";

const SAID_JA = "(?:聞い|訊い|尋ね|話し|話を|話に|言っ|話題|質問|相談|答え|教えてくれ|頼ん|お願いし)";
const ASKS = [
  /\b(?:did|have|had) (?:i|we|you)\b.*\b(?:ask\w*|say|said|tell|told|talk\w*|discuss\w*|mention\w*|answer\w*|speak|spoken)\b/i,
  /\b(?:i|we|you) (?:asked|said|told|mentioned|talked|discussed|spoke|were saying)\b|\b(?:last|previous|earlier|past) conversations?\b/i,
  new RegExp(
    `(?:先週|今週|昨日|きのう|一昨日|おととい|先月|今日|この前|このあいだ|この間|前に|以前|さっき|前回|今朝|日前|週間前).*${SAID_JA}`,
  ),
  new RegExp(
    `(?:前|以前|これまで|今まで)の(?:お話|話|会話|質問)|(?:何|なに|どんなこと)(?:を|について)?${SAID_JA}(?:た|ました)`,
  ),
  /(?:지난|어제|그저께|오늘|전에|저번|아까|예전|이전|일 ?전).*(?:물어|물었|말했|말한|말씀|얘기|이야기|대화|질문|답)|(?:내가|제가|우리가?|네가) .*(?:물어봤|물었|말했|얘기했|이야기했|대답했)/,
];

export const asksForPast = (words: string): boolean => ASKS.some((pattern) => pattern.test(words.normalize("NFKC")));

/** Half open. */
export interface Stretch {
  from: Date;
  to: Date;
}

interface Period {
  pattern: RegExp;
  /** The first day and the day after the last. */
  days(today: Day, count: number): [Day, Day];
}

const monday = (today: Day): Day => addDays(today, -((weekdayOf(today) + 6) % 7));
const single =
  (back: number) =>
  (today: Day): [Day, Day] => [addDays(today, -back), addDays(today, 1 - back)];

const PERIODS: readonly Period[] = [
  { pattern: /day before yesterday|一昨日|おととい|그저께/i, days: single(2) },
  { pattern: /yesterday|昨日|きのう|어제/i, days: single(1) },
  { pattern: /\btoday\b|今日|今朝|さっき|오늘|아까/i, days: single(0) },
  { pattern: /last week|先週|지난 ?주/i, days: (today) => [addDays(monday(today), -7), monday(today)] },
  { pattern: /this week|今週|이번 ?주/i, days: (today) => [monday(today), addDays(today, 1)] },
  {
    pattern: /last month|先月|지난 ?달/i,
    days: (today) => {
      const first = { ...today, day: 1 };
      return [{ ...addDays(first, -1), day: 1 }, first];
    },
  },
  { pattern: /(\d{1,3}) ?(?:days ago|日前|일 ?전)/i, days: (today, count) => single(count)(today) },
];

/** The days that the words name, in the person's time zone; null when they name none. */
export function stretchOf(words: string, now: Date, timeZone: string): Stretch | null {
  const text = words.normalize("NFKC");
  const { year, month, day } = localTime(now, timeZone);
  for (const { pattern, days } of PERIODS) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const [first, after] = days({ year, month, day }, Number(found[1] ?? 0));
    return { from: midnight(first, timeZone), to: midnight(after, timeZone) };
  }
  return null;
}

const midnight = (day: Day, timeZone: string): Date => instantOf({ ...day, hour: 0, minute: 0, second: 0 }, timeZone);

/** What it is about, without the words that only say when and that it was said. */
export const matterOf = (words: string): string =>
  PERIODS.reduce((text, { pattern }) => text.replace(pattern, " "), words.normalize("NFKC")).replace(
    /\b(?:ask(?:ed)?|sa(?:y|id)|t(?:ell|old)|talk(?:ed)?|discuss(?:ed)?|mention(?:ed)?|answer(?:ed)?|conversations?|earlier|last time)\b|この前|この間|このあいだ|前回|以前|前に|聞いた|話した|言った|話|会話|質問|相談|物|こと|저번|전에|물어봤|말했|얘기했|이야기|대화|질문/gi,
    " ",
  );
