/** What answers behind the stand-in servers: the embedded engines, so that words are heard, thought about and spoken. */

import { createEmbeddedLlm } from "../../providers/src/llm/embedded.ts";
import type { LanguageModel } from "../../providers/src/llm/port.ts";
import { createEmbeddedEmbedding } from "../../providers/src/retrieval/embedded-embedding.ts";
import type { Embedding } from "../../providers/src/retrieval/port.ts";
import { createEmbeddedStt } from "../../providers/src/stt/embedded.ts";
import type { SpeechToText } from "../../providers/src/stt/port.ts";
import { MemoryDesk } from "../../providers/src/testing/memory-desk.ts";
import type { Heard, HearRequest } from "../../providers/src/testing/servers/hearing.ts";
import type { SaidSound } from "../../providers/src/testing/servers/say.ts";
import { createEmbeddedTts } from "../../providers/src/tts/embedded.ts";
import type { TextToSpeech } from "../../providers/src/tts/port.ts";
import { languageOf, type Prompted, readPrompt } from "./read-prompt.ts";

export interface Engines {
  stt: SpeechToText;
  llm: LanguageModel;
  tts: TextToSpeech;
  embedding: Embedding;
}

/** Nothing that is put on their desk rings: the relay knows of its own desk only. */
export function createEngines(weightsDirectory: string): Engines {
  return {
    stt: createEmbeddedStt({ weightsDirectory }),
    llm: createEmbeddedLlm({ desk: new MemoryDesk(() => new Date()) }),
    tts: createEmbeddedTts({ weightsDirectory }),
    embedding: createEmbeddedEmbedding(),
  };
}

/** @throws ProviderError; its server then answers that it has failed */
export async function hear(stt: SpeechToText, pcm: Float32Array, request: HearRequest): Promise<Heard> {
  const { language, prompt: previousText, signal } = request;
  const {
    text,
    language: heard,
    noSpeech,
  } = await stt.transcribe({ pcm, language, final: true, previousText }, signal);
  return { text, language: heard.slice(0, 2), ...(noSpeech === undefined ? {} : { noSpeech }) };
}

/** The words of an answer to a chat completion's messages. */
export async function* think(
  llm: LanguageModel,
  messages: readonly Prompted[],
  signal: AbortSignal,
): AsyncGenerator<string> {
  const request = readPrompt(messages, new Date());
  if (request === undefined) return;
  for await (const part of llm.reply(request, signal)) if (part.type === "text") yield part.text;
}

export async function embed(embedding: Embedding, text: string): Promise<Float32Array> {
  const [vector] = await embedding.embed([text], new AbortController().signal);
  if (vector === undefined) throw new Error("the embedding gave no vector");
  return vector;
}

/** @param rate 1 is the voice's own pace. @throws ProviderError `language` where no voice of this machine speaks it */
export async function speak(tts: TextToSpeech, text: string, rate: number): Promise<SaidSound> {
  const request = { text, language: languageOf(text), speakingRate: rate };
  const chunks: Float32Array[] = [];
  let sampleRateHz = 0;
  for await (const chunk of tts.speak(request, new AbortController().signal)) {
    chunks.push(chunk.pcm);
    sampleRateHz = chunk.sampleRateHz;
  }
  const pcm = new Float32Array(chunks.reduce((samples, chunk) => samples + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    pcm.set(chunk, at);
    at += chunk.length;
  }
  return { pcm, sampleRateHz };
}
