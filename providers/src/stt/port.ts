import type { Provider } from "../health.ts";

/** What every recogniser hears: mono, -1 to 1. */
export const STT_SAMPLE_RATE_HZ = 16_000;

export interface TranscriptionRequest {
  /** Mono PCM at 16 kHz, -1 to 1; not kept after the call. */
  pcm: Float32Array;
  /** BCP 47, or `auto`. */
  language: string;
  /** A partial may be dropped or approximated; a final goes before every waiting partial. */
  final: boolean;
  /** Text already agreed for the audio before `pcm`. */
  previousText?: string;
  /** Names and words that may be said and are hardly expected. Which recogniser takes them is its own affair. */
  hints?: readonly string[];
}

export interface Transcript {
  /** Trimmed; empty when nothing was said. */
  text: string;
  /** BCP 47 of what was heard. */
  language: string;
  /** Probability that nothing was said, 0 to 1, where the recogniser tells. */
  noSpeech?: number;
}

/** Speech to text, one stretch of speech a call. */
export interface SpeechToText extends Provider {
  /** From this `noSpeech` on it thinks that nothing was said; 0.6 where it does not say. */
  readonly noSpeechThreshold?: number;
  /**
   * @throws ProviderError
   * @throws the signal's reason when aborted
   */
  transcribe(request: TranscriptionRequest, signal: AbortSignal): Promise<Transcript>;
}
