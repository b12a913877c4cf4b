import type { VisemeCue } from "@hisho/protocol";
import type { Provider } from "../health.ts";

export interface SpeechRequest {
  /** One clause of plain words: no Markdown, no citation marks. */
  text: string;
  /** BCP 47. */
  language: string;
  /** One of `voices`; the provider's default when absent. */
  voice?: string;
  /** 1 is the voice's own pace; 0.5 to 2. */
  speakingRate?: number;
}

export interface SpeechChunk {
  /** Mono, -1 to 1. */
  pcm: Float32Array;
  sampleRateHz: number;
  /** Mouth cues, ms from the first sample of this call's first chunk; absent where the engine has no phoneme times. */
  visemes?: readonly VisemeCue[];
}

export interface Voice {
  name: string;
  /** BCP 47 primary tag. */
  language: string;
  /** SPDX identifier or the licence in words, of the voice's data. */
  licence: string;
}

/** Text to speech, one clause a call, streamed where the engine can. */
export interface TextToSpeech extends Provider {
  readonly voices: readonly Voice[];
  /**
   * @throws ProviderError `language` when no voice speaks it
   * @throws the signal's reason when aborted
   */
  speak(request: SpeechRequest, signal: AbortSignal): AsyncIterable<SpeechChunk>;
}
