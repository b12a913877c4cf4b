import * as v from "valibot";
import { entry, oneOf } from "../config/fields.ts";
import type { ProvidersContext } from "../context.ts";
import { createEmbeddedTts } from "./embedded.ts";
import type { TextToSpeech } from "./port.ts";

/** What `tts` of providers.yaml may name. */
export const TTS_ENTRY = v.variant("provider", [entry("embedded", {})], oneOf("embedded"));
export type TtsEntry = v.InferOutput<typeof TTS_ENTRY>;

export function createTts(entry: TtsEntry, { weightsDirectory }: ProvidersContext): TextToSpeech {
  const { provider } = entry;
  switch (provider) {
    case "embedded":
      return createEmbeddedTts({ weightsDirectory });
    default:
      return provider satisfies never;
  }
}
