import { primaryTag } from "./config/language.ts";
import { narrowLanguages } from "./config/narrow-languages.ts";
import type { ProvidersConfig } from "./config/providers-config.ts";
import type { ProvidersContext } from "./context.ts";
import type { Provider } from "./health.ts";
import type { LanguageModel } from "./llm/port.ts";
import { createLlm } from "./llm/registry.ts";
import type { Embedding, VectorStore } from "./retrieval/port.ts";
import { createEmbedding, createVectorStore } from "./retrieval/registry.ts";
import type { SpeechToText } from "./stt/port.ts";
import { createStt } from "./stt/registry.ts";
import type { TextToSpeech } from "./tts/port.ts";
import { createTts } from "./tts/registry.ts";

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

/**
 * Makes the providers of a configuration. Nothing is loaded before `prepare`.
 * @throws ProviderError `unavailable` when a vector backend is asked for by name and does not load
 */
export function createProviders(config: ProvidersConfig, context: ProvidersContext): Providers {
  const embedding = createEmbedding(config.embedding, context);
  const { deadlinesMs } = config;
  return {
    stt: config.stt.map((entry) => narrowLanguages(createStt(entry, context), entry.languages)),
    llm: config.llm.map((entry) => narrowLanguages(createLlm(entry, context), entry.languages)),
    tts: config.tts.map((entry) => narrowLanguages(createTts(entry, context), entry.languages)),
    embedding,
    vectorStore: createVectorStore(config.vectorStore, context, embedding),
    deadlinesMs: {
      sttPartial: deadlinesMs.stt_partial,
      sttFinal: deadlinesMs.stt_final,
      llmFirstToken: deadlinesMs.llm_first_token,
      llm: deadlinesMs.llm,
      ttsFirstChunk: deadlinesMs.tts_first_chunk,
      embedding: deadlinesMs.embedding,
    },
  };
}

/** @param language BCP 47, or `auto` for all of them. @returns those that cover it, in order */
export function forLanguage<P extends Provider>(providers: readonly P[], language: string): readonly P[] {
  if (language === "auto") return providers;
  const tag = primaryTag(language);
  return providers.filter(({ languages }) => languages.includes("*") || languages.includes(tag));
}
