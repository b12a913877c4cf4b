import type { DoctorLanguage } from "@hisho/protocol";
import type { TextToSpeech } from "../tts/port.ts";
import type { Answer, TrialTools } from "./answer.ts";
import { CLIP_TEXTS } from "./clips.ts";
import { LOCALE } from "./locale.ts";
import { within } from "./within.ts";

/** About -54 dBFS: what is softer is not heard. */
const AUDIBLE = 0.002;
/** Nobody says the sentence faster. */
const LEAST_MS = 300;

/** Has a short sentence said; measures the time to its first sound. @throws ProviderError, TooLate */
export async function trySpeaking(
  tts: TextToSpeech,
  language: DoctorLanguage,
  { deadlinesMs, clock }: TrialTools,
  signal: AbortSignal,
): Promise<Answer> {
  const request = { text: CLIP_TEXTS[language], language: LOCALE[language] };
  const askedMs = clock();
  return within(deadlinesMs.llm, signal, async (inner) => {
    const chunks = tts.speak(request, inner)[Symbol.asyncIterator]();
    const next = () => within(deadlinesMs.ttsFirstChunk, inner, () => chunks.next());
    let firstMs: number | undefined;
    let soundMs = 0;
    let peak = 0;
    for (let chunk = await next(); chunk.done !== true; chunk = await next()) {
      const { pcm, sampleRateHz } = chunk.value;
      if (pcm.length > 0) firstMs ??= clock() - askedMs;
      soundMs += (pcm.length * 1000) / sampleRateHz;
      for (const sample of pcm) peak = Math.max(peak, Math.abs(sample));
    }
    const workMs = clock() - askedMs;
    return {
      ms: firstMs ?? workMs,
      realTimeFactor: soundMs === 0 ? null : workMs / soundMs,
      heard: null,
      flaw: soundMs < LEAST_MS || !(peak > AUDIBLE) ? "silent" : null,
    };
  });
}
