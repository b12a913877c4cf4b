/** The stand-in servers of `npm start -- --mock`: real wire, and the embedded engines behind it. */
import { startAsrService } from "../../providers/src/testing/servers/asr-service.ts";
import { startChatCompletionsServer } from "../../providers/src/testing/servers/chat-completions.ts";
import { startElevenLabsServer } from "../../providers/src/testing/servers/elevenlabs.ts";
import { startEmbeddingsServer } from "../../providers/src/testing/servers/embeddings.ts";
import { startFishSpeechServer } from "../../providers/src/testing/servers/fish-speech.ts";
import type { Hear } from "../../providers/src/testing/servers/hearing.ts";
import { startOpenAiSpeechServer } from "../../providers/src/testing/servers/openai-speech.ts";
import { startOpenAiTranscriptions } from "../../providers/src/testing/servers/openai-transcriptions.ts";
import { startQdrantServer } from "../../providers/src/testing/servers/qdrant.ts";
import type { Say } from "../../providers/src/testing/servers/say.ts";
import { startVoicevoxServer } from "../../providers/src/testing/servers/voicevox.ts";
import { startWhisperServer } from "../../providers/src/testing/servers/whisper-server.ts";
import { type Engines, embed, hear, speak, think } from "./engines.ts";

export interface MockServers {
  /** What the placeholders of providers/mock.yaml ask for. */
  env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Starts one server of each kind on a free loopback port.
 * @param engines prepared; they stay the caller's
 * @param apiKey what the servers that know keys ask for
 */
export async function startMockServers(engines: Engines, apiKey: string): Promise<MockServers> {
  const { stt, llm, tts, embedding } = engines;
  const hears: Hear = (pcm, request) => hear(stt, pcm, request);
  const say: Say = (text, _voice, rate) => speak(tts, text, rate);
  const starts: Readonly<Record<string, () => Promise<Server>>> = {
    MOCK_WHISPER_CPP_URL: () => startWhisperServer({ hear: hears }),
    MOCK_FASTER_WHISPER_URL: () => startAsrService({ hear: hears, device: "cpu", apiKey }),
    MOCK_TRANSCRIPTIONS_URL: () => startOpenAiTranscriptions({ hear: hears, apiKey }),
    MOCK_CHAT_URL: () =>
      startChatCompletionsServer({
        model: "secretary",
        apiKey,
        answer: (messages, signal) => think(llm, messages, signal),
      }),
    MOCK_FISH_SPEECH_URL: () => startFishSpeechServer({ say, apiKey, references: ["shiori"] }),
    MOCK_SPEECH_URL: () => startOpenAiSpeechServer({ say, apiKey }),
    MOCK_VOICEVOX_URL: () => startVoicevoxServer({ say }),
    MOCK_ELEVENLABS_URL: () => startElevenLabsServer({ say, apiKey }),
    MOCK_EMBEDDINGS_URL: () =>
      startEmbeddingsServer({ model: "embedded", apiKey, embed: (text) => embed(embedding, text) }),
    MOCK_QDRANT_URL: () => startQdrantServer({ apiKey }),
  };
  const servers = new Map<string, Server>();
  const close = async (): Promise<void> => {
    await Promise.all([...servers.values()].map((server) => server.close()));
  };
  try {
    for (const [name, start] of Object.entries(starts)) servers.set(name, await start());
  } catch (error) {
    await close();
    throw error;
  }
  const urls = [...servers].map(([name, { url }]) => [name, url]);
  return {
    env: {
      ...Object.fromEntries(urls),
      MOCK_API_KEY: apiKey,
      MOCK_EMBEDDING_DIMENSIONS: String(embedding.dimensions),
    },
    close,
  };
}

interface Server {
  url: string;
  close(): Promise<void>;
}
