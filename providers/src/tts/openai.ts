import { bearer, Endpoint } from "../http/endpoint.ts";
import { OggOpusStream } from "./ogg-opus-stream.ts";
import { SILENCE_MS } from "./patience.ts";
import { PcmStream } from "./pcm-stream.ts";
import type { TextToSpeech } from "./port.ts";
import { type RemoteTtsOptions, remoteTts } from "./remote-tts.ts";
import { soundOf } from "./sound-stream.ts";
import { trimLead } from "./trim.ts";
import { findVoice, shown, type VoiceSettings, voicesOf } from "./voices.ts";

export interface OpenAiTtsOptions extends RemoteTtsOptions {
  model: string;
  /** `pcm`: 16-bit samples, or the WAV that some servers send in their place; `opus`: in Ogg, a tenth of it. Default pcm. */
  responseFormat?: "pcm" | "opus";
  /** Of `pcm` without a header, Hz. Default 24,000, as OpenAI sends it. */
  sampleRateHz?: number;
  /** How to speak, in words, for models that listen to it. */
  instructions?: string;
}

/** https://platform.openai.com/docs/guides/text-to-speech */
const OPENAI_VOICES: VoiceSettings = [
  ...["alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin", "cedar"],
];
const OPENAI_LICENCE = "OpenAI's usage policies: listeners must be told that the voice is made by a machine";

/**
 * Any server of OpenAI's `POST /v1/audio/speech` (API reference, "Create speech"): OpenAI, Kokoro, vLLM, speaches,
 * LocalAI. Its list of voices is its documentation's, so elsewhere than at OpenAI they are named in the configuration.
 */
export function createOpenAiTts(options: OpenAiTtsOptions): TextToSpeech {
  const { model, instructions, sampleRateHz = 24_000, responseFormat = "pcm", silenceMs = SILENCE_MS } = options;
  const server = new Endpoint({
    role: "tts",
    url: options.endpoint,
    headers: bearer(options.apiKey),
    livePath: "/models",
    ...(options.probeMs === undefined ? {} : { probeMs: options.probeMs }),
  });
  const isOpenAi = new URL(options.endpoint).hostname === "api.openai.com";
  const defaultVoice = options.defaultVoice ?? "alloy";
  const voices = voicesOf(
    options.voices ?? (isOpenAi ? OPENAI_VOICES : [defaultVoice]),
    isOpenAi ? OPENAI_LICENCE : "not stated by the server",
  );

  return remoteTts({
    name: "openai",
    languages: options.languages ?? ["*"],
    model,
    server,
    voices: () => shown(voices),
    speak({ text, voice, rate }, signal) {
      const json = {
        model,
        input: text,
        voice: findVoice(voices, voice, defaultVoice)?.id ?? defaultVoice,
        response_format: responseFormat,
        ...(rate === 1 ? {} : { speed: rate }),
        ...(instructions === undefined ? {} : { instructions }),
      };
      const request = { json, accepts: ["audio/", "application/octet-stream", "application/ogg"] };
      const decoder = responseFormat === "opus" ? new OggOpusStream() : new PcmStream(sampleRateHz);
      return trimLead(soundOf({ endpoint: server, path: "/audio/speech", request, decoder, text, silenceMs }, signal));
    },
  });
}
