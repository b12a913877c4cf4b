import * as v from "valibot";
import { Endpoint } from "../http/endpoint.ts";
import { jsonInTime, SILENCE_MS } from "./patience.ts";
import { PcmStream } from "./pcm-stream.ts";
import type { TextToSpeech } from "./port.ts";
import { type RemoteTtsOptions, remoteTts } from "./remote-tts.ts";
import { soundOf } from "./sound-stream.ts";
import { trimLead } from "./trim.ts";
import { findVoice, type ServerVoice, shown, voicesOf } from "./voices.ts";

/** Rates of `output_format=pcm_*`. */
export const ELEVENLABS_RATES_HZ = ["16000", "22050", "24000", "44100", "48000"] as const;

export interface ElevenLabsOptions extends Omit<RemoteTtsOptions, "endpoint"> {
  apiKey: string;
  /** By name or id. */
  defaultVoice: string;
  /** Default `https://api.elevenlabs.io`. */
  endpoint?: string;
  /** Default `eleven_flash_v2_5`, the fastest. */
  model?: string;
  /** Hz. Default 24,000; 44,100 and above need a plan that has them. */
  sampleRateHz?: number;
}

/** Of Flash v2.5, https://elevenlabs.io/docs/models */
const FLASH_LANGUAGES = [
  ...[
    "en",
    "ja",
    "zh",
    "de",
    "hi",
    "fr",
    "ko",
    "pt",
    "it",
    "es",
    "id",
    "nl",
    "tr",
    "fil",
    "pl",
    "sv",
    "bg",
    "ro",
    "ar",
  ],
  ...["cs", "el", "fi", "hr", "ms", "sk", "da", "ta", "uk", "ru", "hu", "no", "vi"],
];
/** The models that take `language_code`; the others refuse it. */
const TAKES_LANGUAGE = /_v2_5$|_v3$/;
/** What `voice_settings.speed` may be. */
const [SLOWEST, FASTEST] = [0.7, 1.2];
const LICENCE = "ElevenLabs' terms: commercial use with a paid plan";
const VOICE_LIST = v.object({ voices: v.array(v.object({ voice_id: v.string(), name: v.string() })) });

/** ElevenLabs' `POST /v1/text-to-speech/{voice_id}/stream` (API reference, "Stream speech"), raw samples. */
export function createElevenLabsTts(options: ElevenLabsOptions): TextToSpeech {
  const { apiKey, defaultVoice, silenceMs = SILENCE_MS, sampleRateHz = 24_000 } = options;
  const model = options.model ?? "eleven_flash_v2_5";
  const server = new Endpoint({
    role: "tts",
    url: (options.endpoint ?? "https://api.elevenlabs.io").replace(/\/+$/, "").replace(/\/v1$/, ""),
    headers: { "xi-api-key": apiKey },
    livePath: "/v1/models",
    ...(options.probeMs === undefined ? {} : { probeMs: options.probeMs }),
  });
  const configured = voicesOf(options.voices ?? [], LICENCE);
  let voices: readonly ServerVoice[] = configured.length > 0 ? configured : voicesOf([defaultVoice], LICENCE);

  return remoteTts({
    name: "elevenlabs",
    languages: options.languages ?? (model === "eleven_flash_v2_5" ? FLASH_LANGUAGES : ["*"]),
    model,
    server,
    voices: () => shown(voices),
    async learn(signal) {
      if (configured.length > 0) return;
      const answer = v.safeParse(VOICE_LIST, await jsonInTime(server, "/v1/voices", {}, silenceMs, signal));
      if (!answer.success) throw server.badAnswer("the endpoint's list of voices is none");
      voices = voicesOf(
        answer.output.voices.map(({ voice_id: id, name }) => ({ id, name })),
        LICENCE,
      );
    },
    speak({ text, language, voice, rate }, signal) {
      const id = findVoice(voices, voice, defaultVoice)?.id ?? defaultVoice;
      const path = `/v1/text-to-speech/${encodeURIComponent(id)}/stream?output_format=pcm_${sampleRateHz}`;
      const json = {
        text,
        model_id: model,
        ...(TAKES_LANGUAGE.test(model) ? { language_code: language } : {}),
        ...(rate === 1 ? {} : { voice_settings: { speed: Math.min(FASTEST, Math.max(SLOWEST, rate)) } }),
      };
      const request = { json, accepts: ["audio/", "application/octet-stream"] };
      const decoder = new PcmStream(sampleRateHz);
      return trimLead(soundOf({ endpoint: server, path, request, decoder, text, silenceMs }, signal));
    },
  });
}
