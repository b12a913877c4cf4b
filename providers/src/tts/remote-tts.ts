import { primaryTag } from "../config/language.ts";
import { ProviderError } from "../errors.ts";
import type { Device } from "../health.ts";
import type { Endpoint } from "../http/endpoint.ts";
import type { SpeechChunk, SpeechRequest, TextToSpeech, Voice } from "./port.ts";
import type { VoiceSettings } from "./voices.ts";

/** What every voice behind an endpoint can be told in providers.yaml. */
export interface RemoteTtsOptions {
  /** The base that the interface's paths are added to. */
  endpoint: string;
  /** No header at all when absent. */
  apiKey?: string;
  /** By name or id, when a request names none. */
  defaultVoice?: string;
  voices?: VoiceSettings;
  /** The longest wait for a piece of sound, ms. Default 5,000. */
  silenceMs?: number;
  /** How often the endpoint is asked whether it lives, ms; 0 never. Default: see EndpointProbe. */
  probeMs?: number;
  /** Primary tags, `*` for any. */
  languages?: readonly string[];
}

/** A request made sure of: text to be spoken, a rate from 0.5 to 2. */
export interface Clause {
  text: string;
  /** BCP 47 primary tag. */
  language: string;
  voice?: string;
  rate: number;
}

export interface RemoteTtsParts {
  name: string;
  languages: readonly string[];
  model?: string;
  server: Endpoint;
  voices: () => readonly Voice[];
  /** Asks the server for its voices. Without an answer they stay as they are. */
  learn?: (signal: AbortSignal) => Promise<void>;
  device?: (signal: AbortSignal) => Promise<Device>;
  speak(clause: Clause, signal: AbortSignal): AsyncIterable<SpeechChunk>;
}

const [SLOWEST, FASTEST] = [0.5, 2];

/** The port around one wire interface: what is the same whoever answers. */
export function remoteTts(parts: RemoteTtsParts): TextToSpeech {
  const { name, languages, model, server, voices, learn, device, speak } = parts;
  return {
    name,
    isMock: false,
    languages,
    ...(model === undefined ? {} : { model }),
    endpoint: server.url,
    get voices() {
      return voices();
    },
    health: () => server.health(),
    async prepare(signal) {
      await server.prepare(signal);
      try {
        await learn?.(signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ProviderError)) throw error;
        // The server's health tells it; it may come up, and it can speak without a list.
      }
    },
    close: () => server.close(),
    ...(device === undefined ? {} : { device }),
    async *speak(request, signal) {
      signal.throwIfAborted();
      const clause = clauseOf(request);
      if (!languages.includes("*") && !languages.includes(clause.language)) {
        throw new ProviderError("tts", "language", `\`${name}\` does not speak \`${clause.language}\``);
      }
      if (clause.text !== "") yield* speak(clause, signal);
    },
  };
}

function clauseOf({ text, language, voice, speakingRate = 1 }: SpeechRequest): Clause {
  return {
    text: text.trim(),
    language: primaryTag(language),
    ...(voice === undefined ? {} : { voice }),
    rate: Math.min(FASTEST, Math.max(SLOWEST, speakingRate)),
  };
}
