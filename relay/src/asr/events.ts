/** What the service tells of a sound, as it stands on the wire: one JSON object a line, a server-sent event or a message. */
import { primaryTag } from "@hisho/providers/config/language.ts";
import { PCM_RATE_HZ } from "../speech/microphone.ts";
import type { Trouble } from "./problems.ts";

/** A stretch that was recognised in one go. Times in s from the beginning of the sound. */
export interface Segment {
  start_s: number;
  end_s: number;
  text: string;
  /** Where the recogniser tells, 0 to 1. */
  no_speech_prob?: number;
}

/** What `/transcribe-sync` answers. */
export interface Transcription {
  text: string;
  /** ISO 639-1, `und` when nobody can tell. */
  language: string;
  duration_s: number;
  /** Of the least silent segment, where the recogniser tells. */
  no_speech_prob?: number;
  segments: readonly Segment[];
  /** Fields of the request that this recogniser follows only by its own settings. */
  ignored?: readonly string[];
}

export type TranscribeEvent =
  /** All words so far; `end_s`: of the sound they cover. A socket counts its utterances from 1. */
  | { type: "partial"; text: string; end_s: number; utterance?: number }
  | ({ type: "final"; utterance?: number } & Transcription)
  /** The last event of a body, which has no `final` then. */
  | { type: "error"; status: number; title: string; detail: string; field?: string };

export const seconds = (samples: number): number => Math.round((samples * 1000) / PCM_RATE_HZ) / 1000;

/** @param language BCP 47, as a recogniser or a caller says it */
export const wireLanguage = (language: string): string => {
  const tag = primaryTag(language);
  return tag === "auto" || tag === "" ? "und" : tag;
};

export const errorEvent = (trouble: Trouble): TranscribeEvent => ({ type: "error", ...trouble });
