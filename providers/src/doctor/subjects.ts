import type { LanguageModel } from "../llm/port.ts";
import type { Providers } from "../registry.ts";
import type { Embedding, VectorStore } from "../retrieval/port.ts";
import type { SpeechToText } from "../stt/port.ts";
import type { TextToSpeech } from "../tts/port.ts";

/** One provider to look at, in its role. */
export type Subject =
  | { role: "stt"; provider: SpeechToText }
  | { role: "llm"; provider: LanguageModel }
  | { role: "tts"; provider: TextToSpeech }
  | { role: "embedding"; provider: Embedding }
  /** `dimensions` of the vectors that are kept in it. */
  | { role: "vector_store"; provider: VectorStore; dimensions: number };

/** By role, in the order of providers.yaml. */
export function subjectsOf({ stt, llm, tts, embedding, vectorStore }: Providers): Subject[] {
  return [
    ...stt.map((provider): Subject => ({ role: "stt", provider })),
    ...llm.map((provider): Subject => ({ role: "llm", provider })),
    ...tts.map((provider): Subject => ({ role: "tts", provider })),
    { role: "embedding", provider: embedding },
    { role: "vector_store", provider: vectorStore, dimensions: embedding.dimensions },
  ];
}
