import * as v from "valibot";
import type { Transcript } from "./port.ts";
import { tagOf } from "./whisper-languages.ts";

const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** `json` and `verbose_json` of Whisper's servers, as far as they are read. */
const answer = v.object({
  text: v.string(),
  language: v.nullish(v.string()),
  segments: v.nullish(v.array(v.object({ no_speech_prob: v.nullish(probability) }))),
});

/**
 * @param code what Whisper was asked for, or `auto`
 * @param join what a line break between two segments stands for
 * @returns undefined when it is not what a transcription looks like
 */
export function readWhisperAnswer(value: unknown, code: string, join: "" | " "): Transcript | undefined {
  const parsed = v.safeParse(answer, value);
  if (!parsed.success) return undefined;
  const { text, language, segments } = parsed.output;
  // Speech in one segment is speech: the segments' silence is that of the least silent.
  const silences = (segments ?? []).flatMap(({ no_speech_prob }) => no_speech_prob ?? []);
  return {
    text: text.replace(/\r?\n/g, join).replace(/\s+/gu, " ").trim(),
    language: tagOf(code === "auto" ? (language ?? undefined) : code),
    ...(silences.length === 0 ? {} : { noSpeech: Math.min(...silences) }),
  };
}
