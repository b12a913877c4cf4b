/** A turn's provider calls without a relay around them: final transcript, model to its first clause, voice to its first sound. */
import type { LanguageModel, ReplyPart } from "@hisho/providers/llm/port.ts";
import type { SpeechToText } from "@hisho/providers/stt/port.ts";
import type { TextToSpeech } from "@hisho/providers/tts/port.ts";
import { ClauseSplitter } from "@hisho/relay/speech/clauses.ts";

const LANGUAGE = "en-US";

/** @param pcm mono, 16 kHz. @returns ms that the calls took. @throws Error when no sound comes */
export async function directTurn(
  stt: SpeechToText,
  llm: LanguageModel,
  tts: TextToSpeech,
  pcm: Float32Array,
): Promise<number> {
  const { signal } = new AbortController();
  const startedAt = performance.now();
  const { text } = await stt.transcribe({ pcm, language: LANGUAGE, final: true }, signal);
  const request = {
    sessionId: "direct",
    turn: 1,
    messages: [{ role: "user" as const, text }],
    language: LANGUAGE,
    timeZone: "UTC",
    now: new Date(),
    passages: [],
  };
  for await (const clause of clausesOf(llm.reply(request, signal))) {
    for await (const _chunk of tts.speak({ text: clause, language: LANGUAGE }, signal)) {
      return performance.now() - startedAt;
    }
  }
  throw new Error("the answer has no sound");
}

async function* clausesOf(parts: AsyncIterable<ReplyPart>): AsyncGenerator<string> {
  const splitter = new ClauseSplitter();
  for await (const part of parts) if (part.type === "text") yield* splitter.push(part.text);
  yield* splitter.flush();
}
