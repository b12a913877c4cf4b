import * as v from "valibot";
import { choice, endpoint, entry, figure, flag, given, oneOf, probeMs, words } from "../config/fields.ts";
import type { ProvidersContext } from "../context.ts";
import { growingText, ScriptedStt } from "../scripted/stt.ts";
import { WHOLE_AUDIO_CONTEXT } from "./audio-context.ts";
import { createBrowserStt } from "./browser.ts";
import { createEmbeddedEars } from "./embedded-ears.ts";
import { createEmbeddedWhisper } from "./embedded-whisper.ts";
import { createFasterWhisper } from "./faster-whisper.ts";
import { createOpenAiStt } from "./openai.ts";
import type { SpeechToText } from "./port.ts";
import { createWhisperCpp } from "./whisper-cpp.ts";

/** What `auto` is heard as; Whisper guesses where it is left out. */
const language = v.optional(choice(["auto", "ja", "en", "ko"]));
const temperature = v.optional(figure(0, 1, false));
const no_speech_threshold = v.optional(figure(0, 1, false));
const timeout_ms = v.optional(figure(100, 600_000, true));
const AUDIO_CTX = `expected auto, or a whole number from 0 (all) to ${WHOLE_AUDIO_CONTEXT}`;
const audio_ctx = v.optional(
  v.pipe(
    v.union([v.number(), v.string()], AUDIO_CTX),
    v.check(
      (value) => value === "auto" || (/^\d+$/.test(`${value}`) && Number(value) <= WHOLE_AUDIO_CONTEXT),
      AUDIO_CTX,
    ),
    v.transform((value) => (value === "auto" ? value : Number(value))),
  ),
);
/** CTranslate2's. */
const compute_type = v.optional(
  choice(["auto", "int8", "int8_float32", "int8_float16", "int8_bfloat16", "int16", "float16", "bfloat16", "float32"]),
);

/** What `stt` of providers.yaml may name. */
export const STT_ENTRY = v.variant(
  "provider",
  [
    entry("embedded", {}),
    entry("embedded-whisper", { language }),
    entry("browser", {}),
    entry("whisper-cpp", {
      endpoint,
      model: v.optional(words),
      language,
      beam_size: v.optional(figure(1, 8, true)),
      best_of: v.optional(figure(1, 8, true)),
      temperature,
      audio_ctx,
      no_speech_threshold,
      timeout_ms,
      probe_ms: probeMs,
    }),
    entry("faster-whisper", {
      endpoint,
      model: v.optional(words),
      compute_type,
      api_key: v.optional(words),
      language,
      beam_size: v.optional(figure(1, 10, true)),
      temperature,
      no_speech_threshold,
      window_s: v.optional(figure(0.2, 30, false)),
      overlap_ms: v.optional(figure(0, 1_000, true)),
      previous_text: v.optional(flag),
      partial_flush_ms: v.optional(figure(0, 10_000, true)),
      final_flush_ms: v.optional(figure(0, 10_000, true)),
      timeout_ms,
      probe_ms: probeMs,
    }),
    entry("openai", {
      endpoint,
      model: words,
      api_key: v.optional(words),
      language,
      response_format: v.optional(choice(["json", "verbose_json"])),
      temperature,
      timeout_ms,
      probe_ms: probeMs,
    }),
    entry("scripted", {
      text: v.optional(words, "Hello."),
      /** The text grows with the sound; all of it at once when left out. */
      words_per_second: v.optional(figure(0.1, 100, false)),
      fixed_ms: v.optional(figure(0, 600_000, true)),
      ms_per_second: v.optional(figure(0, 60_000, false)),
      detected_language: v.optional(choice(["ja", "en", "ko"])),
    }),
  ],
  oneOf("embedded", "embedded-whisper", "browser", "whisper-cpp", "faster-whisper", "openai", "scripted"),
);
export type SttEntry = v.InferOutput<typeof STT_ENTRY>;

export function createStt(entry: SttEntry, { weightsDirectory }: ProvidersContext): SpeechToText {
  const { provider } = entry;
  switch (provider) {
    case "embedded":
      return createEmbeddedEars({ weightsDirectory });
    case "embedded-whisper":
      return createEmbeddedWhisper({ weightsDirectory, ...given("language", entry.language) });
    case "browser":
      return createBrowserStt();
    case "whisper-cpp":
      return createWhisperCpp({
        endpoint: entry.endpoint,
        ...given("model", entry.model),
        ...given("language", entry.language),
        ...given("beamSize", entry.beam_size),
        ...given("bestOf", entry.best_of),
        ...given("temperature", entry.temperature),
        ...given("audioCtx", entry.audio_ctx),
        ...given("noSpeechThreshold", entry.no_speech_threshold),
        ...given("timeoutMs", entry.timeout_ms),
        ...given("probeMs", entry.probe_ms),
      });
    case "faster-whisper":
      return createFasterWhisper({
        endpoint: entry.endpoint,
        ...given("model", entry.model),
        ...given("computeType", entry.compute_type),
        ...given("apiKey", entry.api_key),
        ...given("language", entry.language),
        ...given("beamSize", entry.beam_size),
        ...given("temperature", entry.temperature),
        ...given("noSpeechThreshold", entry.no_speech_threshold),
        ...given("windowS", entry.window_s),
        ...given("overlapMs", entry.overlap_ms),
        ...given("previousText", entry.previous_text),
        ...given("partialFlushMs", entry.partial_flush_ms),
        ...given("finalFlushMs", entry.final_flush_ms),
        ...given("timeoutMs", entry.timeout_ms),
        ...given("probeMs", entry.probe_ms),
      });
    case "openai":
      return createOpenAiStt({
        endpoint: entry.endpoint,
        model: entry.model,
        ...given("apiKey", entry.api_key),
        ...given("language", entry.language),
        ...given("responseFormat", entry.response_format),
        ...given("temperature", entry.temperature),
        ...given("timeoutMs", entry.timeout_ms),
        ...given("probeMs", entry.probe_ms),
      });
    case "scripted":
      return new ScriptedStt({
        text: entry.words_per_second === undefined ? entry.text : growingText(entry.text, entry.words_per_second),
        ...given("fixedMs", entry.fixed_ms),
        ...given("msPerSecond", entry.ms_per_second),
        ...given("detectedLanguage", entry.detected_language),
      });
    default:
      return provider satisfies never;
  }
}
