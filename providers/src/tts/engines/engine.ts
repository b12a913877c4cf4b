import type { Health } from "../../health.ts";
import type { SpeechChunk, Voice } from "../port.ts";

/** What an engine is asked: checked and normalised by the provider. */
export interface EngineRequest {
  text: string;
  /** Name of one of the engine's voices. */
  voice?: string;
  /** 0.5 to 2. */
  speakingRate: number;
}

/** One synthesiser for one language. */
export interface Engine {
  /** BCP 47 primary tag. */
  readonly language: string;
  readonly voices: readonly Voice[];
  /** Whether it can speak now. A few file stats at most. */
  health(): Health;
  prepare(signal: AbortSignal): Promise<void>;
  /**
   * @throws ProviderError
   * @throws the signal's reason when aborted
   */
  speak(request: EngineRequest, signal: AbortSignal): AsyncIterable<SpeechChunk>;
  close(): Promise<void>;
}
