import type { DoctorLanguage } from "@hisho/protocol";
import { ProviderError } from "../errors.ts";
import type { LanguageModel, ReplyPart } from "../llm/port.ts";
import type { Answer, TrialTools } from "./answer.ts";
import { LOCALE } from "./locale.ts";
import { within } from "./within.ts";

/** Answered in a few words, by every model that is told the date, in letters of the language. */
const QUESTION: Record<DoctorLanguage, string> = {
  ja: "今日は何曜日ですか。",
  en: "What day of the week is it today?",
  ko: "오늘은 무슨 요일이에요?",
};
const LETTERS: Record<DoctorLanguage, RegExp> = {
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  en: /\p{Script=Latin}/u,
  ko: /\p{Script=Hangul}/u,
};
/** A model that goes on beyond this is stopped. */
const ENOUGH_CHARACTERS = 2_000;

/** Asks for the day of the week; measures the time to the first word. @throws ProviderError, TooLate */
export async function tryThinking(
  llm: LanguageModel,
  language: DoctorLanguage,
  { deadlinesMs, clock, now }: TrialTools,
  signal: AbortSignal,
): Promise<Answer> {
  const request = {
    sessionId: "doctor",
    turn: 1,
    messages: [{ role: "user" as const, text: QUESTION[language] }],
    language: LOCALE[language],
    timeZone: "UTC",
    now: now(),
    passages: [],
  };
  const askedMs = clock();
  return within(deadlinesMs.llm, signal, async (inner) => {
    const parts = llm.reply(request, inner)[Symbol.asyncIterator]();
    let text = await within(deadlinesMs.llmFirstToken, inner, () => nextText(parts));
    const ms = clock() - askedMs;
    for (let more = text; more !== "" && text.length < ENOUGH_CHARACTERS; text += more) more = await nextText(parts);
    if (text.length >= ENOUGH_CHARACTERS) await parts.return?.();
    return { ms, realTimeFactor: null, heard: null, flaw: flawOf(text, language) };
  });
}

/** The next piece that is not empty; empty at the end. */
async function nextText(parts: AsyncIterator<ReplyPart>): Promise<string> {
  for (;;) {
    const { done, value } = await parts.next();
    if (done === true) return "";
    if (typeof value !== "object") throw new ProviderError("llm", "bad-answer", "a part that is none");
    if (value.type === "text" && value.text !== "") return value.text;
  }
}

function flawOf(text: string, language: DoctorLanguage): Answer["flaw"] {
  if (!/[\p{L}\p{N}]/u.test(text)) return "no_words";
  return LETTERS[language].test(text) ? null : "wrong_language";
}
