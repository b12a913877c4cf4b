import type { Deadlines, Providers } from "../registry.ts";
import { ScriptedEmbedding } from "./embedding.ts";
import { ScriptedLlm, type ScriptedLlmOptions } from "./llm.ts";
import { ScriptedStt, type ScriptedSttOptions } from "./stt.ts";
import { ScriptedTts, type ScriptedTtsOptions } from "./tts.ts";
import { MemoryVectorStore } from "./vector-store.ts";

export interface ScriptedProvidersOptions {
  stt?: Partial<ScriptedSttOptions>;
  llm?: Partial<ScriptedLlmOptions>;
  tts?: ScriptedTtsOptions;
  deadlinesMs?: Partial<Deadlines>;
}

/** The whole set a relay needs, every one scripted. The members keep their own types, so that their logs can be read. */
export interface ScriptedProviders extends Providers {
  stt: readonly [ScriptedStt];
  llm: readonly [ScriptedLlm];
  tts: readonly [ScriptedTts];
}

export function createScriptedProviders(options: ScriptedProvidersOptions = {}): ScriptedProviders {
  return {
    stt: [new ScriptedStt({ text: "hello", ...options.stt })],
    llm: [new ScriptedLlm({ replies: ["Hello. How can I help you?"], ...options.llm })],
    tts: [new ScriptedTts(options.tts)],
    embedding: new ScriptedEmbedding(),
    vectorStore: new MemoryVectorStore(),
    deadlinesMs: {
      sttPartial: 5_000,
      sttFinal: 10_000,
      llmFirstToken: 5_000,
      llm: 30_000,
      ttsFirstChunk: 5_000,
      embedding: 5_000,
      ...options.deadlinesMs,
    },
  };
}
