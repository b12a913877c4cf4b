import { join } from "node:path";
import { primaryTag } from "./config/language.ts";
import { narrowLanguages } from "./config/narrow-languages.ts";
import type { ProvidersConfig } from "./config/providers-config.ts";
import type { Entry } from "./config/schema.ts";
import type { Provider } from "./health.ts";
import { createEmbeddedLlm } from "./llm/embedded.ts";
import { createOpenAiLlm } from "./llm/openai.ts";
import type { Desk, LanguageModel } from "./llm/port.ts";
import { createEmbeddedEmbedding } from "./retrieval/embedded-embedding.ts";
import type { Embedding, VectorStore } from "./retrieval/port.ts";
import { createVectorStore } from "./retrieval/vector-store.ts";
import { createBrowserStt } from "./stt/browser.ts";
import { createEmbeddedStt } from "./stt/embedded.ts";
import { createEmbeddedWhisper } from "./stt/embedded-whisper.ts";
import type { SpeechToText } from "./stt/port.ts";
import { createEmbeddedTts } from "./tts/embedded.ts";
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

/** What the providers need of the house they work in. */
export interface ProvidersContext {
  /** The folder that `models/` fills. */
  weightsDirectory: string;
  /** Vectors are kept below it. */
  dataDirectory: string;
  /** Where the embedded secretary keeps timers, reminders and notes. */
  desk: Desk;
}

/**
 * Makes the providers of a configuration. Nothing is loaded before `prepare`.
 * @throws ProviderError `unavailable` when a vector backend is asked for by name and does not load
 */
export function createProviders(config: ProvidersConfig, context: ProvidersContext): Providers {
  const { weightsDirectory, dataDirectory, desk } = context;
  const embedding = createEmbeddedEmbedding();
  const { deadlinesMs } = config;
  return {
    stt: config.stt.map((entry) => narrowLanguages(sttOf(entry, weightsDirectory), entry.languages)),
    llm: config.llm.map((entry) => narrowLanguages(llmOf(entry, desk), entry.languages)),
    tts: config.tts.map((entry) => narrowLanguages(createEmbeddedTts({ weightsDirectory }), entry.languages)),
    embedding,
    vectorStore: createVectorStore({
      backend: config.vectorStore.backend,
      path: join(dataDirectory, "vectors", `${embedding.name}.vectors`),
      dimensions: embedding.dimensions,
    }),
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

function sttOf({ provider }: Entry<"stt">, weightsDirectory: string): SpeechToText {
  switch (provider) {
    case "embedded":
      return createEmbeddedStt({ weightsDirectory });
    case "embedded-whisper":
      return createEmbeddedWhisper({ weightsDirectory });
    case "browser":
      return createBrowserStt();
    default:
      return provider satisfies never;
  }
}

function llmOf(entry: Entry<"llm">, desk: Desk): LanguageModel {
  if (entry.provider === "embedded") return createEmbeddedLlm({ desk });
  const { endpoint, model } = entry;
  return createOpenAiLlm({
    endpoint,
    model,
    ...(entry.api_key === undefined ? {} : { apiKey: entry.api_key }),
    ...(entry.temperature === undefined ? {} : { temperature: entry.temperature }),
    ...(entry.max_tokens === undefined ? {} : { maxTokens: entry.max_tokens }),
    ...(entry.turns === undefined ? {} : { turns: entry.turns }),
    ...(entry.silence_ms === undefined ? {} : { silenceMs: entry.silence_ms }),
    ...(entry.starts_thinking === undefined ? {} : { startsThinking: entry.starts_thinking }),
    ...(entry.probe_ms === undefined ? {} : { probeMs: entry.probe_ms }),
  });
}

/** @param language BCP 47, or `auto` for all of them. @returns those that cover it, in order */
export function forLanguage<P extends Provider>(providers: readonly P[], language: string): readonly P[] {
  if (language === "auto") return providers;
  const tag = primaryTag(language);
  return providers.filter(({ languages }) => languages.includes("*") || languages.includes(tag));
}
