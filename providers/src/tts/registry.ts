import * as v from "valibot";
import { choice, endpoint, entry, figure, flag, given, oneOf, probeMs, words } from "../config/fields.ts";
import type { ProvidersContext } from "../context.ts";
import { ScriptedTts } from "../scripted/tts.ts";
import { createElevenLabsTts, ELEVENLABS_RATES_HZ } from "./elevenlabs.ts";
import { createEmbeddedTts } from "./embedded.ts";
import { createOpenAudioS1Tts } from "./open-audio-s1.ts";
import { createOpenAiTts } from "./openai.ts";
import type { TextToSpeech } from "./port.ts";
import { VOICES, type VoiceSettings } from "./voices.ts";
import { createVoicevoxTts } from "./voicevox.ts";

const remote = {
  default_voice: v.optional(words),
  voices: VOICES,
  silence_ms: v.optional(figure(100, 600_000, true)),
  probe_ms: probeMs,
};
const sampleRateHz = v.optional(figure(8_000, 192_000, true));

/** What `tts` of providers.yaml may name. */
export const TTS_ENTRY = v.variant(
  "provider",
  [
    entry("embedded", {}),
    entry("open-audio-s1", {
      ...remote,
      endpoint,
      model: v.optional(words),
      api_key: v.optional(words),
      stream: v.optional(flag),
      chunk_length: v.optional(figure(100, 1_000, true)),
      temperature: v.optional(figure(0.1, 1, false)),
      top_p: v.optional(figure(0.1, 1, false)),
      repetition_penalty: v.optional(figure(0.9, 2, false)),
      seed: v.optional(figure(0, 2_147_483_647, true)),
      sample_rate: sampleRateHz,
    }),
    entry("openai", {
      ...remote,
      endpoint,
      model: words,
      api_key: v.optional(words),
      response_format: v.optional(choice(["pcm", "opus"])),
      sample_rate: sampleRateHz,
      instructions: v.optional(words),
    }),
    entry("voicevox", { ...remote, endpoint, model: v.optional(words) }),
    entry("elevenlabs", {
      ...remote,
      endpoint: v.optional(endpoint),
      api_key: words,
      default_voice: words,
      model: v.optional(words),
      sample_rate: v.optional(
        v.pipe(v.union([v.pipe(v.number(), v.transform(String)), v.string()]), choice(ELEVENLABS_RATES_HZ)),
      ),
    }),
    entry("scripted", {
      first_chunk_ms: v.optional(figure(0, 600_000, true)),
      ms_per_word: v.optional(figure(20, 10_000, true)),
    }),
  ],
  oneOf("embedded", "open-audio-s1", "openai", "voicevox", "elevenlabs", "scripted"),
);
export type TtsEntry = v.InferOutput<typeof TTS_ENTRY>;

export function createTts(entry: TtsEntry, { weightsDirectory }: ProvidersContext): TextToSpeech {
  const { provider } = entry;
  switch (provider) {
    case "embedded":
      return createEmbeddedTts({ weightsDirectory });
    case "open-audio-s1":
      return createOpenAudioS1Tts({
        ...remoteOptions(entry),
        endpoint: entry.endpoint,
        ...given("apiKey", entry.api_key),
        ...given("model", entry.model),
        ...given("stream", entry.stream),
        ...given("chunkLength", entry.chunk_length),
        ...given("temperature", entry.temperature),
        ...given("topP", entry.top_p),
        ...given("repetitionPenalty", entry.repetition_penalty),
        ...given("seed", entry.seed),
        ...given("sampleRateHz", entry.sample_rate),
      });
    case "openai":
      return createOpenAiTts({
        ...remoteOptions(entry),
        endpoint: entry.endpoint,
        model: entry.model,
        ...given("apiKey", entry.api_key),
        ...given("responseFormat", entry.response_format),
        ...given("sampleRateHz", entry.sample_rate),
        ...given("instructions", entry.instructions),
      });
    case "voicevox":
      return createVoicevoxTts({
        ...remoteOptions(entry),
        endpoint: entry.endpoint,
        ...given("model", entry.model),
      });
    case "elevenlabs":
      return createElevenLabsTts({
        ...remoteOptions(entry),
        apiKey: entry.api_key,
        defaultVoice: entry.default_voice,
        ...given("endpoint", entry.endpoint),
        ...given("model", entry.model),
        ...given("sampleRateHz", entry.sample_rate === undefined ? undefined : Number(entry.sample_rate)),
      });
    case "scripted":
      return new ScriptedTts({
        visemes: true,
        ...given("firstChunkMs", entry.first_chunk_ms),
        ...given("msPerWord", entry.ms_per_word),
      });
    default:
      return provider satisfies never;
  }
}

interface RemoteEntry {
  default_voice?: string | undefined;
  voices?: VoiceSettings | undefined;
  silence_ms?: number | undefined;
  probe_ms?: number | undefined;
}

const remoteOptions = ({ default_voice, voices, silence_ms, probe_ms }: RemoteEntry) => ({
  ...given("defaultVoice", default_voice),
  ...given("voices", voices),
  ...given("silenceMs", silence_ms),
  ...given("probeMs", probe_ms),
});
