import * as v from "valibot";
import { entry, oneOf } from "../config/fields.ts";
import type { ProvidersContext } from "../context.ts";
import { createBrowserStt } from "./browser.ts";
import { createEmbeddedStt } from "./embedded.ts";
import { createEmbeddedWhisper } from "./embedded-whisper.ts";
import type { SpeechToText } from "./port.ts";

/** What `stt` of providers.yaml may name. */
export const STT_ENTRY = v.variant(
  "provider",
  [entry("embedded", {}), entry("embedded-whisper", {}), entry("browser", {})],
  oneOf("embedded", "embedded-whisper", "browser"),
);
export type SttEntry = v.InferOutput<typeof STT_ENTRY>;

export function createStt(entry: SttEntry, { weightsDirectory }: ProvidersContext): SpeechToText {
  const { provider } = entry;
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
