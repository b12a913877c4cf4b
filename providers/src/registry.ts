import { asConfigured, type EntrySettings } from "./config/as-configured.ts";
import { primaryTag } from "./config/language.ts";
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

/** What each provider was made from: an equal entry of a later configuration keeps the provider. */
const entries = new WeakMap<Provider, string>();

/**
 * Makes the providers of a configuration. Nothing is loaded before `prepare`.
 * @param before those in use: a provider whose entry has not changed is kept, loaded as it is; so are the embedding and
 *   the vector store, which hold the documents (`awaitingRestart` says whether their entries have changed)
 * @throws ProviderError `unavailable` when a vector backend is asked for by name and does not load
 */
export function createProviders(config: ProvidersConfig, context: ProvidersContext, before?: Providers): Providers {
  const make = <E extends EntrySettings, P extends Provider>(
    entry: E,
    kept: readonly P[],
    create: (entry: E, context: ProvidersContext) => P,
  ): P => {
    const key = JSON.stringify(entry);
    const known = kept.find((provider) => entries.get(provider) === key);
    const provider = known ?? asConfigured(create(entry, context), entry);
    entries.set(provider, key);
    return provider;
  };
  const embedding = before?.embedding ?? make(config.embedding, [], createEmbedding);
  const { deadlinesMs } = config;
  return {
    stt: config.stt.map((entry) => make(entry, before?.stt ?? [], createStt)),
    llm: config.llm.map((entry) => make(entry, before?.llm ?? [], createLlm)),
    tts: config.tts.map((entry) => make(entry, before?.tts ?? [], createTts)),
    embedding,
    vectorStore:
      before?.vectorStore ??
      make(config.vectorStore, [], (entry, house) => createVectorStore(entry, house, embedding, config.embedding)),
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

/** Every provider once. */
export const everyProvider = ({ stt, llm, tts, embedding, vectorStore }: Providers): Provider[] => [
  ...new Set([...stt, ...llm, ...tts, embedding, vectorStore]),
];

/** The roles whose new entries wait for the next start. @param inUse made by `createProviders` */
export function awaitingRestart(config: ProvidersConfig, inUse: Providers): ("embedding" | "vector_store")[] {
  const changed = (entry: unknown, provider: Provider): boolean => entries.get(provider) !== JSON.stringify(entry);
  return [
    ...(changed(config.embedding, inUse.embedding) ? ["embedding" as const] : []),
    ...(changed(config.vectorStore, inUse.vectorStore) ? ["vector_store" as const] : []),
  ];
}

/** @param language BCP 47, or `auto` for all of them. @returns those that cover it, in order */
export function forLanguage<P extends Pick<Provider, "languages">>(
  providers: readonly P[],
  language: string,
): readonly P[] {
  if (language === "auto") return providers;
  const tag = primaryTag(language);
  return providers.filter(({ languages }) => languages.includes("*") || languages.includes(tag));
}
