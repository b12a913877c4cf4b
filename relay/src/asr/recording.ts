/** A whole recording, cut at its quietest places into stretches that are recognised one after the other. */
import { MOST_PIECE_SECONDS, splitAtPauses } from "@hisho/providers/stt/split.ts";
import type { Ears } from "../session/listening.ts";
import { GrowingPcm } from "../speech/growing-pcm.ts";
import { PCM_RATE_HZ } from "../speech/microphone.ts";
import { joined } from "../speech/units.ts";
import { type Segment, seconds, type TranscribeEvent, wireLanguage } from "./events.ts";
import { RequestError } from "./problems.ts";
import type { Asked } from "./request.ts";

const MOST_PIECE = MOST_PIECE_SECONDS * PCM_RATE_HZ;
const MOST_MINUTES = 180;

/**
 * @param sound mono, 16 kHz, in pieces; no more than a stretch of it is kept
 * @returns a `partial` after each stretch but the last, then the `final`
 * @throws ProviderError, DeadlineError, RequestError, SoundError, or the signal's reason
 */
export async function* transcribeRecording(
  sound: AsyncIterable<Float32Array>,
  ears: Pick<Ears, "transcribe">,
  asked: Asked,
  signal: AbortSignal,
): AsyncGenerator<TranscribeEvent> {
  const pcm = new GrowingPcm();
  const segments: Segment[] = [];
  let text = "";
  let language: string | undefined;

  async function recognise(end: number): Promise<void> {
    const start = pcm.start;
    const request = { pcm: pcm.slice(start, end), language: asked.language, final: true, previousText: text };
    const heard = await ears.transcribe(request, signal);
    signal.throwIfAborted();
    pcm.forget(end);
    if (heard.text === "") return;
    text = joined(text, heard.text);
    language ??= heard.language;
    const noSpeech = heard.noSpeech === undefined ? {} : { no_speech_prob: heard.noSpeech };
    segments.push({ start_s: seconds(start), end_s: seconds(end), text: heard.text, ...noSpeech });
  }

  for await (const piece of sound) {
    signal.throwIfAborted();
    pcm.append(piece);
    if (pcm.length > MOST_MINUTES * 60 * PCM_RATE_HZ) {
      const detail = `file: expected at most ${MOST_MINUTES} minutes of sound`;
      throw new RequestError({ status: 413, title: "Too long", detail, field: "file" });
    }
    while (pcm.length - pcm.start > MOST_PIECE) {
      const [first] = splitAtPauses(pcm.view(pcm.start, pcm.start + MOST_PIECE + 1), PCM_RATE_HZ);
      await recognise(pcm.start + (first?.length ?? MOST_PIECE));
      yield { type: "partial", text, end_s: seconds(pcm.start) };
    }
  }
  if (pcm.length === 0) {
    throw new RequestError({
      status: 400,
      title: "Bad request",
      detail: "file: expected sound, got none",
      field: "file",
    });
  }
  if (pcm.length > pcm.start) await recognise(pcm.length);
  const told = segments.flatMap(({ no_speech_prob }) => no_speech_prob ?? []);
  yield {
    type: "final",
    text,
    language: wireLanguage(language ?? asked.language),
    duration_s: seconds(pcm.length),
    ...(told.length === 0 ? {} : { no_speech_prob: Math.min(...told) }),
    segments,
    ...(asked.ignored.length === 0 ? {} : { ignored: asked.ignored }),
  };
}
