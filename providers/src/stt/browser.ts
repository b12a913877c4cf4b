import { ProviderError } from "../errors.ts";
import type { SpeechToText } from "./port.ts";

/**
 * Stands for the page's own recogniser (Web Speech API): the page sends its words as `transcript` messages, so the relay
 * is never asked to hear anything. Which languages there are depends on the browser; many send the audio to their maker.
 */
export function createBrowserStt(): SpeechToText {
  return {
    name: "browser",
    isMock: false,
    languages: ["*"],
    health: () => ({ status: "ok" }),
    prepare: async () => {},
    close: async () => {},
    transcribe: async () => {
      throw new ProviderError(
        "stt",
        "unavailable",
        "Speech is recognised in the browser with provider `browser`; audio that reaches the relay cannot be heard here.",
      );
    },
  };
}
