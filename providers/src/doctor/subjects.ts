import type { ProvidersConfig } from "../config/providers-config.ts";
import type { LanguageModel } from "../llm/port.ts";
import type { Providers } from "../registry.ts";
import type { Embedding, VectorStore } from "../retrieval/port.ts";
import type { SpeechToText } from "../stt/port.ts";
import type { TextToSpeech } from "../tts/port.ts";

/** One provider to look at, in its role. */
export type Subject = (
  | { role: "stt"; provider: SpeechToText }
  | { role: "llm"; provider: LanguageModel }
  | { role: "tts"; provider: TextToSpeech }
  | { role: "embedding"; provider: Embedding }
  /** `dimensions` of the vectors that are kept in it. */
  | { role: "vector_store"; provider: VectorStore; dimensions: number }
) & {
  /** The configuration does not allow it to run without a GPU. */
  requireGpu: boolean;
};

/** @param config what the providers were made from, where it is at hand; without it no GPU is required of anyone */
export function subjectsOf(providers: Providers, config?: ProvidersConfig): Subject[] {
  const { embedding, vectorStore } = providers;
  const mustHaveGpu = (role: "stt" | "llm" | "tts", index: number) => config?.[role][index]?.require_gpu === true;
  return [
    ...providers.stt.map((provider, i): Subject => ({ role: "stt", provider, requireGpu: mustHaveGpu("stt", i) })),
    ...providers.llm.map((provider, i): Subject => ({ role: "llm", provider, requireGpu: mustHaveGpu("llm", i) })),
    ...providers.tts.map((provider, i): Subject => ({ role: "tts", provider, requireGpu: mustHaveGpu("tts", i) })),
    { role: "embedding", provider: embedding, requireGpu: config?.embedding.require_gpu === true },
    {
      role: "vector_store",
      provider: vectorStore,
      dimensions: embedding.dimensions,
      requireGpu: config?.vectorStore.require_gpu === true,
    },
  ];
}
