import { ProviderError } from "../../errors.ts";
import type { Health } from "../../health.ts";
import type { SpeechChunk, Voice } from "../port.ts";
import type { Engine, EngineRequest } from "./engine.ts";
import { ADD_ESPEAK, type Espeak } from "./espeak.ts";

const LICENCE = "GPL-3.0-or-later";
const NO_KOREAN = `Korean is not spoken: espeak-ng is not on this machine (GPL-3, so not installed by default); add it with: ${ADD_ESPEAK}`;
const KANA_ONLY =
  "Japanese is spoken in kana only: without Open JTalk nothing reads kanji (apt-get install open-jtalk, or a C++ " +
  "compiler and make; then node --import tsx models/prepare/main.ts)";

/** Korean from Hangul. */
export function createKoreanEngine(espeak: Espeak): Engine {
  return espeakEngine(espeak, "ko", () =>
    espeak.isPresent ? { status: "ok" } : { status: "down", reason: NO_KOREAN },
  );
}

/** Japanese as far as it is written in kana; a clause with kanji is refused, since espeak-ng reads them as "Chinese letter". */
export function createKanaEngine(espeak: Espeak): Engine {
  const health = (): Health => ({ status: espeak.isPresent ? "degraded" : "down", reason: KANA_ONLY });
  const engine = espeakEngine(espeak, "ja", health);
  return {
    ...engine,
    speak: (request, signal) => {
      if (/\p{Script=Han}/u.test(request.text)) throw new ProviderError("tts", "language", KANA_ONLY);
      return engine.speak(request, signal);
    },
  };
}

function espeakEngine(espeak: Espeak, language: string, health: () => Health): Engine {
  const voices: readonly Voice[] = [{ name: `espeak-${language}`, language, licence: LICENCE }];
  async function* speak(request: EngineRequest, signal: AbortSignal): AsyncIterable<SpeechChunk> {
    const now = health();
    if (now.status === "down") throw new ProviderError("tts", "language", now.reason);
    try {
      yield await espeak.speak(language, request.text, request.speakingRate, signal);
    } catch (cause) {
      signal.throwIfAborted();
      throw new ProviderError("tts", "unavailable", "espeak-ng failed", { retryable: true, cause });
    }
  }
  return { language, voices, health, speak, prepare: async () => {}, close: () => espeak.close() };
}
