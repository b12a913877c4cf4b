import * as v from "valibot";
import { bearer, Endpoint } from "../http/endpoint.ts";
import { jsonInTime, SILENCE_MS } from "./patience.ts";
import { PcmStream } from "./pcm-stream.ts";
import type { TextToSpeech } from "./port.ts";
import { type RemoteTtsOptions, remoteTts } from "./remote-tts.ts";
import { soundOf } from "./sound-stream.ts";
import { trimLead } from "./trim.ts";
import { findVoice, type ServerVoice, shown, voicesOf } from "./voices.ts";

export interface OpenAudioS1Options extends RemoteTtsOptions {
  /** The weights the server was started with; it serves one. Default `openaudio-s1-mini`. */
  model?: string;
  /** Sound while it is made, a batch of text at a time. Default true. */
  stream?: boolean;
  /** UTF-8 bytes of text a batch, 100 to 300 or more by version. Default: the server's. */
  chunkLength?: number;
  /** 0.1 to 1. Default: the server's. */
  temperature?: number;
  /** 0.1 to 1. Default: the server's. */
  topP?: number;
  /** 0.9 to 2. Default: the server's. */
  repetitionPenalty?: number;
  /** The same words sound the same each time. Default: chosen by the server. */
  seed?: number;
  /** Of streams that come without a WAV header, as some versions send them, Hz. Default 44,100, S1's own. */
  sampleRateHz?: number;
}

/** OpenAudio S1's, from its model card. */
const LANGUAGES = ["en", "zh", "ja", "de", "fr", "es", "ko", "ar", "ru", "nl", "it", "pl", "pt"];
const LICENCE = "that of the recording it was cloned from";
const REFERENCES = v.object({ reference_ids: v.array(v.string()) });

/**
 * The API server of Fish Speech (fishaudio/fish-speech, tools/api_server.py) with OpenAudio S1 or what followed it.
 * Voices are the references it holds. It has no speaking rate.
 */
export function createOpenAudioS1Tts(options: OpenAudioS1Options): TextToSpeech {
  const { apiKey, defaultVoice, silenceMs = SILENCE_MS, probeMs, stream = true, sampleRateHz = 44_100 } = options;
  const server = new Endpoint({
    role: "tts",
    // People write the address with and without the path.
    url: options.endpoint.replace(/\/+$/, "").replace(/\/v1(\/tts)?$/, ""),
    headers: bearer(apiKey),
    livePath: "/v1/health",
    ...(probeMs === undefined ? {} : { probeMs }),
  });
  const configured = voicesOf(options.voices ?? [], LICENCE);
  let voices: readonly ServerVoice[] = configured;

  return remoteTts({
    name: "open-audio-s1",
    languages: options.languages ?? LANGUAGES,
    model: options.model ?? "openaudio-s1-mini",
    server,
    voices: () => shown(voices),
    async learn(signal) {
      if (configured.length > 0) return;
      const answer = v.safeParse(
        REFERENCES,
        await jsonInTime(server, "/v1/references/list?format=json", {}, silenceMs, signal),
      );
      if (!answer.success) throw server.badAnswer("the endpoint's list of references is none");
      voices = voicesOf(answer.output.reference_ids, LICENCE);
    },
    speak({ text, voice }, signal) {
      // A reference that it does not hold is as good as none: the server takes any voice.
      const reference = findVoice(voices, voice)?.id ?? findVoice(voices, defaultVoice)?.id ?? defaultVoice;
      const json = {
        text,
        format: "wav",
        streaming: stream,
        // Encoding a reference anew takes longer than a clause.
        ...(reference === undefined ? {} : { reference_id: reference, use_memory_cache: "on" }),
        ...(options.chunkLength === undefined ? {} : { chunk_length: options.chunkLength }),
        ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
        ...(options.topP === undefined ? {} : { top_p: options.topP }),
        ...(options.repetitionPenalty === undefined ? {} : { repetition_penalty: options.repetitionPenalty }),
        ...(options.seed === undefined ? {} : { seed: options.seed }),
      };
      const request = { json, accepts: ["audio/", "application/octet-stream"] };
      const decoder = new PcmStream(sampleRateHz);
      return trimLead(soundOf({ endpoint: server, path: "/v1/tts", request, decoder, text, silenceMs }, signal));
    },
  });
}
