import { primaryTag } from "./config/language.ts";
import type { Provider } from "./health.ts";
import type { LanguageModel } from "./llm/port.ts";
import type { Embedding, VectorStore } from "./retrieval/port.ts";
import type { SpeechToText } from "./stt/port.ts";
import type { TextToSpeech } from "./tts/port.ts";

/** How long the relay waits for each stage before it falls back, in ms. */
export interface Deadlines {
  sttPartial: number;
  sttFinal: number;
  llmFirstToken: number;
  /** The whole answer. */
  llm: number;
  ttsFirstChunk: number;
  embedding: number;
}

/** Everything the relay works with. A list is in the order of providers.yaml: the first that covers the language, then its fallbacks. */
export interface Providers {
  stt: readonly SpeechToText[];
  llm: readonly LanguageModel[];
  tts: readonly TextToSpeech[];
  embedding: Embedding;
  vectorStore: VectorStore;
  deadlinesMs: Deadlines;
}

/** @param language BCP 47, or `auto` for all of them. @returns those that cover it, in order */
export function forLanguage<P extends Provider>(providers: readonly P[], language: string): readonly P[] {
  if (language === "auto") return providers;
  const tag = primaryTag(language);
  return providers.filter(({ languages }) => languages.includes("*") || languages.includes(tag));
}
