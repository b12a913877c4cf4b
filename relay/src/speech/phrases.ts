/** What the relay itself says when a stage cannot: the words of the person's language, spoken and shown. */
import type { SpokenLanguage } from "./language.ts";

export type Phrase = "stt-failed" | "stt-language" | "llm-failed" | "llm-cut" | "blocked";

const PHRASES: Record<Phrase, Record<SpokenLanguage, string>> = {
  "stt-failed": {
    "ja-JP": "すみません、もう一度お願いできますか。",
    "en-US": "Sorry, could you say that again?",
    "ko-KR": "죄송해요, 다시 한번 말씀해 주시겠어요?",
  },
  "stt-language": {
    "ja-JP":
      "この構成では日本語を聞き取れません。設定の「つなぎ先」で whisper.cpp などの聞き取り役を加えるか、ブラウザの音声認識をお使いください。文字なら、このまま話せます。",
    "en-US":
      "This set-up cannot hear your language. Add a recogniser such as whisper.cpp under Settings, Connections, or use the browser's own. Typing works as it is.",
    "ko-KR":
      "지금 구성으로는 한국어를 알아듣지 못해요. 설정의 ‘연결’에서 whisper.cpp 같은 듣기 모델을 추가하거나 브라우저의 음성 인식을 써 주세요. 글로는 그대로 대화할 수 있어요.",
  },
  "llm-failed": {
    "ja-JP": "申し訳ありません、今は考えがまとまりません。少し待ってから、もう一度お願いします。",
    "en-US": "I am sorry, I cannot think of an answer right now. Please try again in a moment.",
    "ko-KR": "죄송해요, 지금은 답을 생각해 내지 못했어요. 잠시 뒤에 다시 말씀해 주세요.",
  },
  "llm-cut": {
    "ja-JP": "すみません、お答えが途中で切れました。",
    "en-US": "Sorry, my answer was cut short.",
    "ko-KR": "죄송해요, 답이 도중에 끊겼어요.",
  },
  blocked: {
    "ja-JP": "その件はこちらではお答えできません。受付の者におたずねください。",
    "en-US": "I cannot help with that here. Please ask the staff.",
    "ko-KR": "그 내용은 여기서 답하기 어려워요. 직원에게 문의해 주세요.",
  },
};

export const phrase = (name: Phrase, language: SpokenLanguage): string => PHRASES[name][language];

/** Later than this it is told that it is late. */
const LATE_MS = 2 * 60_000;

/**
 * What is said when a timer or reminder is due.
 * @param text what it is about; may be empty
 * @param lateMs how long ago that was: nobody was there to be told
 * @param missed how often it was due before that
 */
export function alarmPhrase(
  kind: "timer" | "reminder",
  text: string,
  language: SpokenLanguage,
  lateMs: number,
  missed = 0,
): string {
  return dueWords(kind, text, language, lateMs) + (missed === 0 ? "" : MISSED[language](missed));
}

/** Of what comes again: those before were not heard. */
const MISSED: Record<SpokenLanguage, (count: number) => string> = {
  "ja-JP": (count) => `その前の${count}回は、お知らせできませんでした。`,
  "en-US": (count) =>
    count === 1 ? " I could not tell you the time before." : ` I could not tell you the ${count} times before.`,
  "ko-KR": (count) => ` 그 전 ${count}번은 알려 드리지 못했어요.`,
};

function dueWords(kind: "timer" | "reminder", text: string, language: SpokenLanguage, lateMs: number): string {
  const subject = text.trim();
  const ago = lateMs < LATE_MS ? undefined : agoOf(lateMs, language);
  switch (language) {
    case "ja-JP": {
      const late = ago === undefined ? "" : `${ago}に、`;
      const ended = ago === undefined ? "です" : "でした";
      if (kind === "timer")
        return subject === "" ? `${late}時間になりました。` : `${late}${subject}の時間になりました。`;
      return subject === "" ? `${late}お知らせの時間${ended}。` : `${late}お知らせ${ended}。${subject}。`;
    }
    case "ko-KR": {
      const late = ago === undefined ? "" : `${ago}에 `;
      if (kind === "timer") return subject === "" ? `${late}시간이 다 됐어요.` : `${late}${subject} 시간이 다 됐어요.`;
      if (ago !== undefined) return `${late}알려 드렸어야 했어요.${subject === "" ? "" : ` ${subject}.`}`;
      return subject === "" ? "알려 드릴 시간이에요." : `알려 드려요. ${subject}.`;
    }
    case "en-US": {
      const about = subject === "" ? "" : `: ${subject}`;
      if (kind === "timer") return ago === undefined ? `Time is up${about}.` : `Time was up ${ago}${about}.`;
      return ago === undefined ? `Here is your reminder${about}.` : `Here is your reminder from ${ago}${about}.`;
    }
  }
}

function agoOf(ms: number, language: SpokenLanguage): string {
  const minutes = Math.round(ms / 60_000);
  const format = new Intl.RelativeTimeFormat(language);
  if (minutes < 90) return format.format(-minutes, "minute");
  const hours = Math.round(minutes / 60);
  return hours < 36 ? format.format(-hours, "hour") : format.format(-Math.round(hours / 24), "day");
}
