/**
 * Judges whether a transcript is what somebody said or what a recogniser of Whisper's family made of silence and noise.
 *
 * Evidence of speech is weak when one of these holds:
 * - the recogniser itself gives silence a probability of at least the threshold (0.6, Whisper's own);
 * - the loudest 20 ms are less than 9 dB above the level that a tenth of the frames do not reach: noise and hum stay
 *   within 7 dB, speech that is 5 dB louder than white noise swings by 11 and more;
 * - what stands out from the floor is shorter than the text can be spoken in: 15 syllables or morae a second.
 *
 * | dropped as   | when                                                                                            |
 * |--------------|-------------------------------------------------------------------------------------------------|
 * | `silence`    | there is no sound (see `isAudible`)                                                             |
 * | `phrase`     | all of it is notes on sounds (`[BLANK_AUDIO]`, `♪`), or known phrases and the evidence is weak  |
 * | `repetition` | one phrase 12 times over; or 6 times, or too compressible, and the evidence is weak             |
 * | `no-speech`  | the recogniser thinks it silence and one of the other two kinds of evidence is weak too         |
 *
 * A "Thank you" that somebody really says is loud against its pauses and long enough, so it stays.
 */
import { primaryTag } from "../config/language.ts";
import { isKnownPhrase, normalised } from "./hallucination-phrases.ts";
import { compressionRatio, timesRepeated } from "./repetition.ts";
import { withoutSoundTags } from "./sound-tags.ts";
import { isAudibleLevel, type SpeechLevel } from "./speech-level.ts";
import { spokenUnits } from "./spoken-units.ts";

export type HallucinationReason = "no-speech" | "silence" | "phrase" | "repetition";

export type TranscriptVerdict =
  /** `text`: without notes on sounds. */
  { keep: true; text: string } | { keep: false; reason: HallucinationReason };

export interface JudgedTranscript {
  text: string;
  /** BCP 47 of what was heard, or `und`. */
  language: string;
  /** Probability that nothing was said, 0 to 1, where the recogniser tells. */
  noSpeech?: number;
  /** Of the sound it was made from: `speechLevel(pcm)`. */
  level: SpeechLevel;
}

/** openai/whisper, transcribe.py: `no_speech_threshold` and `compression_ratio_threshold`. */
const NO_SPEECH = 0.6;
const COMPRESSION_RATIO = 2.4;
const STEADY_DB = 9;
/** Faster than any speaker: fast Japanese has about 10 morae a second, fast English and Korean 8 syllables. */
const UNITS_PER_SECOND = 15;
/** A click. */
const LEAST_ACTIVE_SECONDS = 0.1;
const SUSPICIOUS_REPEATS = 6;
const CERTAIN_REPEATS = 12;

/** @param noSpeechThreshold 0 to 1; default 0.6. An empty text is kept: there is nothing to drop. */
export function judgeTranscript(heard: JudgedTranscript, noSpeechThreshold = NO_SPEECH): TranscriptVerdict {
  const { level } = heard;
  const text = withoutSoundTags(heard.text);
  if (heard.text.trim() === "") return { keep: true, text: "" };
  if (!isAudibleLevel(level)) return drop("silence");
  if (normalised(text) === "") return drop("phrase");

  const thoughtSilent = (heard.noSpeech ?? 0) >= noSpeechThreshold;
  const steady = level.loudestDbfs - level.floorDbfs < STEADY_DB;
  const tooQuick = level.activeSeconds < Math.max(LEAST_ACTIVE_SECONDS, spokenUnits(text) / UNITS_PER_SECOND);
  const weak = thoughtSilent || steady || tooQuick;

  const times = timesRepeated(text);
  if (times >= CERTAIN_REPEATS) return drop("repetition");
  if (weak && (times >= SUSPICIOUS_REPEATS || compressionRatio(text) > COMPRESSION_RATIO)) return drop("repetition");
  if (weak && isKnownPhrase(text, primaryTag(heard.language))) return drop("phrase");
  if (thoughtSilent && (steady || tooQuick)) return drop("no-speech");
  return { keep: true, text };
}

const drop = (reason: HallucinationReason): TranscriptVerdict => ({ keep: false, reason });
