/** The first call of a model pays for its loading; the relay makes it before anybody speaks. */
import type { Provider } from "./health.ts";
import type { LanguageModel } from "./llm/port.ts";
import type { Embedding } from "./retrieval/port.ts";
import { type SpeechToText, STT_SAMPLE_RATE_HZ } from "./stt/port.ts";
import type { TextToSpeech } from "./tts/port.ts";

const LANGUAGES = { ja: "ja-JP", en: "en-US", ko: "ko-KR" };
const WORDS = { ja: "はい。", en: "Yes.", ko: "네." };
type Tag = keyof typeof LANGUAGES;

const served = ({ languages }: Provider): Tag[] =>
  (Object.keys(LANGUAGES) as Tag[]).filter((tag) => languages.includes(tag) || languages.includes("*"));

/** One short call, its outcome thrown away. @throws what the provider throws, or the signal's reason */
export async function warmUpStt(stt: SpeechToText, signal: AbortSignal): Promise<void> {
  // A soft tone: some recognisers do not ask their model about silence.
  const pcm = Float32Array.from(
    { length: STT_SAMPLE_RATE_HZ },
    (_, i) => 0.05 * Math.sin((2 * Math.PI * 220 * i) / STT_SAMPLE_RATE_HZ),
  );
  const tag = served(stt)[0];
  if (tag !== undefined && stt.name !== "browser") {
    await stt.transcribe({ pcm, language: LANGUAGES[tag], final: false }, signal);
  }
}

/** Up to the first token. @throws what the provider throws, or the signal's reason */
export async function warmUpLlm(llm: LanguageModel, signal: AbortSignal): Promise<void> {
  const tag = served(llm)[0];
  if (tag === undefined) return;
  const request = {
    sessionId: "warm-up",
    turn: 1,
    messages: [{ role: "user" as const, text: WORDS[tag] }],
    language: LANGUAGES[tag],
    timeZone: "UTC",
    now: new Date(),
    passages: [],
  };
  for await (const part of llm.reply(request, signal)) if (part.type === "text") return;
}

/** Each language once: its voice may be a model of its own. @throws what the provider throws, or the signal's reason */
export async function warmUpTts(tts: TextToSpeech, signal: AbortSignal): Promise<void> {
  for (const tag of served(tts)) {
    for await (const _chunk of tts.speak({ text: WORDS[tag], language: LANGUAGES[tag] }, signal)) break;
  }
}

/** @throws what the provider throws, or the signal's reason */
export async function warmUpEmbedding(embedding: Embedding, signal: AbortSignal): Promise<void> {
  await embedding.embed([WORDS.en], signal);
}
