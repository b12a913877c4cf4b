import type { DoctorLanguage } from "@hisho/protocol";
import { type SpeechToText, STT_SAMPLE_RATE_HZ } from "../stt/port.ts";
import type { Answer, TrialTools } from "./answer.ts";
import { compareHeard } from "./heard.ts";
import { LOCALE } from "./locale.ts";
import { within } from "./within.ts";

/** Plays the language's clip; measures the time to its final text. @throws ProviderError, TooLate */
export async function tryHearing(
  stt: SpeechToText,
  language: DoctorLanguage,
  { clips, deadlinesMs, clock }: TrialTools,
  signal: AbortSignal,
): Promise<Answer> {
  const clip = clips.find((candidate) => candidate.language === language);
  if (clip === undefined) throw new RangeError(`no clip in ${language}`);
  const askedMs = clock();
  const { text } = await within(deadlinesMs.sttFinal, signal, (inner) =>
    stt.transcribe({ pcm: clip.pcm.slice(), language: LOCALE[language], final: true }, inner),
  );
  const ms = clock() - askedMs;
  return {
    ms,
    realTimeFactor: ms / ((clip.pcm.length * 1000) / STT_SAMPLE_RATE_HZ),
    heard: compareHeard(language, clip.text, text),
    flaw: text.trim() === "" ? "nothing_heard" : null,
  };
}
