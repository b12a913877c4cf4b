import * as v from "valibot";
import { ProviderError } from "../errors.ts";
import { Endpoint } from "../http/endpoint.ts";
import { jsonInTime, SILENCE_MS } from "./patience.ts";
import { PcmStream } from "./pcm-stream.ts";
import type { SpeechChunk, TextToSpeech } from "./port.ts";
import { type Clause, type RemoteTtsOptions, remoteTts } from "./remote-tts.ts";
import { soundOf } from "./sound-stream.ts";
import { shown, type VoiceSettings } from "./voices.ts";
import { AUDIO_QUERY, cuesOfQuery } from "./voicevox-query.ts";
import { findStyle, licenceOf, SPEAKER_INFO, SPEAKERS, type StyleVoice, stylesOf } from "./voicevox-voices.ts";

export interface VoicevoxOptions extends Omit<RemoteTtsOptions, "apiKey"> {
  /** What the engine is called, for licences: `voicevox`, `aivisspeech`, `coeiroink`. Default `voicevox`. */
  model?: string;
}

/** Silence the engine puts first; its own default of 0.1 s would be waiting. */
const PRE_S = 0.03;
const DEVICES = v.object({ cuda: v.boolean(), dml: v.optional(v.boolean(), false) });

/** VOICEVOX ENGINE's interface (voicevox.github.io/voicevox_engine/api), which AivisSpeech and COEIROINK v1 speak too. */
export function createVoicevoxTts(options: VoicevoxOptions): TextToSpeech {
  const { silenceMs = SILENCE_MS, defaultVoice } = options;
  const server = new Endpoint({
    role: "tts",
    url: options.endpoint,
    livePath: "/version",
    ...(options.probeMs === undefined ? {} : { probeMs: options.probeMs }),
  });
  let voices: readonly StyleVoice[] = [];

  async function ask<Schema extends v.GenericSchema>(
    schema: Schema,
    path: string,
    request: Parameters<Endpoint["json"]>[1],
    signal: AbortSignal,
  ): Promise<v.InferOutput<Schema>> {
    const answer = v.safeParse(schema, await jsonInTime(server, path, request, silenceMs, signal));
    if (!answer.success) throw server.badAnswer(`the engine's answer to ${path.split("?")[0]} is none`);
    return answer.output;
  }

  async function learn(signal: AbortSignal): Promise<void> {
    const all = stylesOf(await ask(SPEAKERS, "/speakers", {}, signal));
    const offered = options.voices === undefined ? all : chosen(all, options.voices);
    if (offered.length === 0) throw server.badAnswer("the engine has none of the voices");
    voices = offered;
    // Only of characters that were named: an engine may hold a hundred.
    const used = findStyle(offered, defaultVoice) ?? offered[0];
    const named = [...(options.voices === undefined ? [] : offered), ...(used === undefined ? [] : [used])];
    const terms = new Map<string, string>();
    for (const characterId of new Set(named.map((voice) => voice.characterId))) {
      terms.set(characterId, await termsOf(characterId, signal));
    }
    const withTerms = all.map((voice) => ({ ...voice, licence: terms.get(voice.characterId) || voice.licence }));
    voices = options.voices === undefined ? withTerms : chosen(withTerms, options.voices);
  }

  /** A character's terms of use in a line; empty where the engine does not tell, which keeps nobody from speaking. */
  async function termsOf(characterId: string, signal: AbortSignal): Promise<string> {
    const path = `/speaker_info?speaker_uuid=${encodeURIComponent(characterId)}&resource_format=url`;
    try {
      return licenceOf((await ask(SPEAKER_INFO, path, {}, signal)).policy);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ProviderError) return "";
      throw error;
    }
  }

  async function* speak({ text, voice, rate }: Clause, signal: AbortSignal): AsyncGenerator<SpeechChunk> {
    if (voices.length === 0) await learn(signal);
    const style = findStyle(voices, voice) ?? findStyle(voices, defaultVoice);
    if (style === undefined && defaultVoice !== undefined) {
      throw new ProviderError("tts", "unavailable", `the engine has no voice \`${defaultVoice}\``);
    }
    const speaker = (style ?? voices[0])?.id ?? "";
    const path = `/audio_query?${new URLSearchParams({ text, speaker })}`;
    const made = await ask(AUDIO_QUERY, path, { method: "POST" }, signal);
    const query = {
      ...made,
      speedScale: made.speedScale * rate,
      prePhonemeLength: Math.min(made.prePhonemeLength, PRE_S),
      outputStereo: false,
    };
    const visemes = cuesOfQuery(query);
    let first = true;
    const request = { json: query, accepts: ["audio/"] };
    const asked = { endpoint: server, path: `/synthesis?speaker=${speaker}`, request, decoder: new PcmStream() };
    for await (const chunk of soundOf({ ...asked, text, silenceMs }, signal)) {
      yield first && visemes !== undefined ? { ...chunk, visemes } : chunk;
      first = false;
    }
  }

  return remoteTts({
    name: "voicevox",
    languages: options.languages ?? ["ja"],
    model: options.model ?? "voicevox",
    server,
    voices: () => shown(voices),
    learn,
    speak,
    // Says what the engine was built for. One built for a GPU and started without it cannot be told apart.
    async device(signal) {
      const { cuda, dml } = await ask(DEVICES, "/supported_devices", {}, signal);
      return cuda || dml ? "unknown" : "cpu";
    },
  });
}

/** The voices of a configuration that are there, with its names and licences. */
function chosen(all: readonly StyleVoice[], settings: VoiceSettings): StyleVoice[] {
  return settings.flatMap((setting) => {
    const { name, id, licence } = typeof setting === "string" ? { name: setting } : setting;
    const style = findStyle(all, id ?? name);
    return style === undefined ? [] : [{ ...style, name, ...(licence === undefined ? {} : { licence }) }];
  });
}
