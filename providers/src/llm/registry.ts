import * as v from "valibot";
import { choice, endpoint, entry, figure, flag, given, oneOf, probeMs, words } from "../config/fields.ts";
import type { ProvidersContext } from "../context.ts";
import { ScriptedLlm } from "../scripted/llm.ts";
import { createEmbeddedLlm } from "./embedded.ts";
import { createEmbeddedLlama } from "./embedded-llama.ts";
import { createOpenAiLlm } from "./openai.ts";
import type { LanguageModel } from "./port.ts";

const GGUF = "expected the name of a .gguf file in models/weights/llama";
const REPLIES = "expected a list of replies";
const temperature = v.optional(figure(0, 2, false));
const max_tokens = v.optional(figure(1, 1_000_000, true));
const turns = v.optional(figure(0, 100, true));

/** What `llm` of providers.yaml may name. */
export const LLM_ENTRY = v.variant(
  "provider",
  [
    entry("embedded", {}),
    entry("embedded-llama", {
      model: v.optional(v.pipe(v.string(GGUF), v.regex(/^[\w.+-]+\.gguf$/, GGUF))),
      context_tokens: v.optional(figure(512, 1_000_000, true)),
      temperature,
      max_tokens,
      turns,
      thinking: v.optional(flag),
      gpu: v.optional(flag),
    }),
    entry("openai", {
      endpoint,
      model: words,
      api_key: v.optional(words),
      api_version: v.optional(words),
      temperature,
      max_tokens,
      max_tokens_field: v.optional(choice(["max_tokens", "max_completion_tokens"])),
      turns,
      thinking: v.optional(flag),
      starts_thinking: v.optional(flag),
      reasoning_effort: v.optional(choice(["none", "minimal", "low", "medium", "high"])),
      tools: v.optional(flag),
      silence_ms: v.optional(figure(100, 600_000, true)),
      probe_ms: probeMs,
    }),
    entry("scripted", {
      replies: v.optional(v.tupleWithRest([words], words, REPLIES), ["Hello. How can I help you?"]),
      first_token_ms: v.optional(figure(0, 600_000, true)),
      ms_per_token: v.optional(figure(0, 60_000, false)),
    }),
  ],
  oneOf("embedded", "embedded-llama", "openai", "scripted"),
);
export type LlmEntry = v.InferOutput<typeof LLM_ENTRY>;

export function createLlm(entry: LlmEntry, { desk, weightsDirectory }: ProvidersContext): LanguageModel {
  const { provider } = entry;
  switch (provider) {
    case "embedded":
      return createEmbeddedLlm({ desk });
    case "embedded-llama":
      return createEmbeddedLlama({
        weightsDirectory,
        ...given("model", entry.model),
        ...given("contextTokens", entry.context_tokens),
        ...given("temperature", entry.temperature),
        ...given("maxTokens", entry.max_tokens),
        ...given("turns", entry.turns),
        ...given("thinking", entry.thinking),
        ...given("gpu", entry.gpu),
      });
    case "openai":
      return createOpenAiLlm({
        endpoint: entry.endpoint,
        model: entry.model,
        ...given("apiKey", entry.api_key),
        ...given("apiVersion", entry.api_version),
        ...given("temperature", entry.temperature),
        ...given("maxTokens", entry.max_tokens),
        ...given("maxTokensField", entry.max_tokens_field),
        ...given("turns", entry.turns),
        ...given("thinking", entry.thinking),
        ...given("startsThinking", entry.starts_thinking),
        ...given("reasoningEffort", entry.reasoning_effort),
        ...given("tools", entry.tools),
        ...given("silenceMs", entry.silence_ms),
        ...given("probeMs", entry.probe_ms),
      });
    case "scripted":
      return new ScriptedLlm({
        replies: entry.replies,
        ...given("firstTokenMs", entry.first_token_ms),
        ...given("msPerToken", entry.ms_per_token),
      });
    default:
      return provider satisfies never;
  }
}
