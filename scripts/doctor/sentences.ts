/** What each light means, in a sentence for the operator, and what to do next. */
import type { DoctorFinding, DoctorGap, DoctorLanguage, DoctorRole, DoctorRow } from "../../relay/protocol/index.ts";

export interface Advice {
  sentence: string;
  next: string;
}

const NAME: Record<DoctorLanguage, string> = { ja: "Japanese", en: "English", ko: "Korean" };
const DOES: Record<DoctorRole, string> = {
  stt: "hear",
  llm: "answer in",
  tts: "speak",
  embedding: "look up",
  vector_store: "keep",
};
const LEFT_OUT = "Leave it out of providers.yaml, or name another provider before it.";

/** @returns the finding's sentence; the provider's own reason ends it where there is one */
export function adviceOn(row: DoctorRow, { code, language, detail }: DoctorFinding): Advice {
  const because = detail === "" ? "." : `: ${detail.replace(/\.$/, "")}.`;
  const tongue = language === null ? "" : NAME[language];
  const where = row.endpoint === null ? row.provider : row.endpoint;
  switch (code) {
    case "unavailable":
      return row.endpoint === null
        ? {
            sentence: `It does not work${because}`,
            next: "npm start -- --prepare-only prepares the embedded models; docs/operations.md says what they need.",
          }
        : {
            sentence: `Nobody answers rightly at ${where}${because}`,
            next: "Start its server, or correct endpoint, model and key in providers.yaml and .env.",
          };
    case "timeout":
      return {
        sentence: `It does not answer in time${because}`,
        next: "See whether its server is busy or still loading, take a smaller model, or raise deadline_ms.",
      };
    case "bad_answer":
      return {
        sentence: `It answers something else than its interface promises${because}`,
        next: "See whether endpoint and provider in providers.yaml belong together, and read the server's log.",
      };
    case "refused":
      return {
        sentence: `It refuses the request${because}`,
        next: "Correct model, voice and key in providers.yaml and .env; the server's log says more.",
      };
    case "rate_limited":
      return {
        sentence: `It asks to be left alone for a while${because}`,
        next: "Wait and try again, raise the account's limit, or name a fallback.",
      };
    case "nothing_heard":
      return { sentence: "It heard no word of the clips.", next: "Take another model, or see its server's log." };
    case "no_words":
      return {
        sentence: "Its answers had no words.",
        next: "Raise max_tokens: a model that thinks first may end before it speaks. Or take another model.",
      };
    case "silent":
      return { sentence: "Its voice made no sound.", next: "Take another voice, or see its server's log." };
    case "wrong_vectors":
      return {
        sentence: "Its vectors are of another length, or the same for different texts.",
        next: "Name an embedding model, not a chat model, and its real dimensions.",
      };
    case "lost_vectors":
      return { sentence: "It lost what was put in, or kept what was removed.", next: "See its server's log." };
    case "no_gpu":
      return {
        sentence: `A GPU is required, and none was seen${because}`,
        next: "Start its server with the GPU, or take require_gpu out.",
      };
    case "mock":
      return {
        sentence: "It is a stand-in: its answers are made up.",
        next: "Name a real provider, or use --allow-mock where that is what you want.",
      };
    case "flaky":
      return { sentence: `Some calls failed${because}`, next: "Read its server's log; name a fallback." };
    case "language":
      return {
        sentence: `It cannot ${DOES[row.role]} ${tongue}${because}`,
        next: "Narrow its `languages` in providers.yaml and name another for the rest.",
      };
    case "misheard":
      return {
        sentence: `It heard ${tongue} wrongly${because}`,
        next: "Take a larger model, or name another for that language. The clip is a machine voice: try it yourself too.",
      };
    case "wrong_language":
      return {
        sentence: `Asked in ${tongue}, it answered in another language.`,
        next: "Take a model that knows the language, or narrow its `languages`.",
      };
    case "slow":
      return {
        sentence: `It is slow${because}`,
        next: "Take a smaller or quantised model, a GPU, or the preset low_latency.",
      };
    case "slower_than_speech":
      return {
        sentence: `It works slower than sound lasts (factor ${row.real_time_factor?.toFixed(2)}): speech will falter.`,
        next: "Take a smaller model, or a GPU.",
      };
    case "degraded":
      return { sentence: `It works in part${because}`, next: "See docs/operations.md for what to add." };
    case "non_commercial":
      return {
        sentence: `Its weights may not be used commercially${because}`,
        next: "Keep it for trials, or take a model with another licence.",
      };
    case "untried":
      return row.role === "stt"
        ? {
            sentence: "The browser's own recogniser cannot be tried from here.",
            next: "Open the page and speak; some browsers have none, and many send the sound to their maker.",
          }
        : { sentence: "It cannot be tried without touching what is in it.", next: LEFT_OUT };
    default:
      return code satisfies never;
  }
}

/** One for all stand-ins together; undefined when there is none. */
export function adviceOnMocks(rows: readonly DoctorRow[]): Advice | undefined {
  const count = rows.filter(({ is_mock: isMock }) => isMock).length;
  if (count === 0) return undefined;
  return {
    sentence: `${count === 1 ? "One provider is a stand-in: its" : `${count} providers are stand-ins: their`} answers are made up.`,
    next: "Name real providers, or use --allow-mock where that is what you want.",
  };
}

const VERB: Record<DoctorGap["role"], string> = { stt: "hears", llm: "thinks in", tts: "speaks" };
const WAY: Record<DoctorGap["role"], string> = {
  stt: 'Name a whisper model, or the provider "browser", under stt in providers.yaml. Typing works.',
  llm: "Name a language model that knows it under llm in providers.yaml.",
  tts: "Such answers are text only. docs/operations.md says what to add.",
};

/** One for each role that misses languages. */
export function adviceOnGaps(gaps: readonly DoctorGap[]): (Advice & { light: DoctorGap["light"] })[] {
  return (["stt", "llm", "tts"] as const).flatMap((role) => {
    const missing = gaps.filter((gap) => gap.role === role);
    const [first] = missing;
    if (first === undefined) return [];
    const names = missing.map(({ language }) => NAME[language]).join(" or ");
    return [{ light: first.light, sentence: `Nobody ${VERB[role]} ${names}.`, next: WAY[role] }];
  });
}
