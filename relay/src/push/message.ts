/** What a push says; web/public/alerts.js shows it. */
import type { DeskItem } from "@hisho/providers/llm/port.ts";
import { languageOf, type SpokenLanguage } from "../speech/language.ts";
import { alarmPhrase } from "../speech/phrases.ts";

/** Code points; the sealed whole stays below the 4096 bytes that every service takes (RFC 8030, section 7.2). */
const MOST_CHARACTERS = 300;

const WORDS: Record<SpokenLanguage, { titles: Record<"reminder" | "timer", string>; done: string; later: string }> = {
  "ja-JP": { titles: { reminder: "リマインダー", timer: "タイマー" }, done: "済みました", later: "10分後" },
  "en-US": { titles: { reminder: "Reminder", timer: "Timer" }, done: "Done", later: "In 10 min" },
  "ko-KR": { titles: { reminder: "알림", timer: "타이머" }, done: "완료", later: "10분 뒤" },
};

export interface PushMessage {
  title: string;
  body: string;
  /** The id on the desk: the same thing told by a page that is open is one notification. */
  item: string;
  /** When a reminder was due, RFC 3339: a tap opens its day; null for a timer. */
  due_at: string | null;
  /** For what time it rings, RFC 3339, of a timer too: another time than of what is shown sounds again. */
  rings_at: string | null;
  /** What the two answers are called. */
  done: string;
  later: string;
}

/** @param lateMs how long ago it was due */
export function pushMessage(
  item: Pick<DeskItem, "id" | "kind" | "text" | "dueAt" | "missed">,
  language: SpokenLanguage,
  lateMs: number,
): PushMessage {
  const kind = item.kind === "timer" ? "timer" : "reminder";
  const { titles, done, later } = WORDS[language];
  const ringsAt = item.dueAt?.toISOString() ?? null;
  const text = [...item.text].slice(0, MOST_CHARACTERS).join("");
  return {
    title: titles[kind],
    body: alarmPhrase(kind, text, languageOf(text, language), lateMs, item.missed),
    item: item.id,
    due_at: kind === "timer" ? null : ringsAt,
    rings_at: ringsAt,
    done,
    later,
  };
}
