import * as v from "valibot";
import { endpoint, entry, figure, flag, given, oneOf, probeMs, words } from "../config/fields.ts";
import type { ProvidersContext } from "../context.ts";
import { createEmbeddedLlm } from "./embedded.ts";
import { createOpenAiLlm } from "./openai.ts";
import type { LanguageModel } from "./port.ts";

/** What `llm` of providers.yaml may name. */
export const LLM_ENTRY = v.variant(
  "provider",
  [
    entry("embedded", {}),
    entry("openai", {
      endpoint,
      model: words,
      api_key: v.optional(words),
      temperature: v.optional(figure(0, 2, false)),
      max_tokens: v.optional(figure(1, 1_000_000, true)),
      turns: v.optional(figure(0, 100, true)),
      silence_ms: v.optional(figure(100, 600_000, true)),
      starts_thinking: v.optional(flag),
      probe_ms: probeMs,
    }),
  ],
  oneOf("embedded", "openai"),
);
export type LlmEntry = v.InferOutput<typeof LLM_ENTRY>;

export function createLlm(entry: LlmEntry, { desk }: ProvidersContext): LanguageModel {
  const { provider } = entry;
  switch (provider) {
    case "embedded":
      return createEmbeddedLlm({ desk });
    case "openai":
      return createOpenAiLlm({
        endpoint: entry.endpoint,
        model: entry.model,
        ...given("apiKey", entry.api_key),
        ...given("temperature", entry.temperature),
        ...given("maxTokens", entry.max_tokens),
        ...given("turns", entry.turns),
        ...given("silenceMs", entry.silence_ms),
        ...given("startsThinking", entry.starts_thinking),
        ...given("probeMs", entry.probe_ms),
      });
    default:
      return provider satisfies never;
  }
}
