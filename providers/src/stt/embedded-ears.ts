import { primaryTag } from "../config/language.ts";
import type { Health } from "../health.ts";
import { createEmbeddedStt } from "./embedded.ts";
import { createEmbeddedWhisper, type EmbeddedWhisper } from "./embedded-whisper.ts";
import type { SpeechToText, Transcript, TranscriptionRequest } from "./port.ts";
import type { WhisperBinding } from "./whisper-binding.ts";

export interface EmbeddedEarsOptions {
  /** Moonshine's files are among them from the start; a Whisper model may come at any time. */
  weightsDirectory: string;
  /** Loads whisper's binding from its entry; a test gives another. */
  load?: (entry: string) => WhisperBinding;
  /** Hears English; Moonshine unless a test gives another. */
  english?: SpeechToText;
}

/**
 * The recogniser of a fresh installation: Moonshine hears English, and a Whisper model hears every other language from
 * the moment it is there. Which languages are covered is therefore asked each time.
 */
export function createEmbeddedEars({ weightsDirectory, load, english }: EmbeddedEarsOptions): SpeechToText {
  return new EmbeddedEars(
    english ?? createEmbeddedStt({ weightsDirectory }),
    createEmbeddedWhisper({ weightsDirectory, ...(load === undefined ? {} : { load }) }),
  );
}

class EmbeddedEars implements SpeechToText {
  readonly name = "embedded";
  readonly isMock = false;
  /** The English one's; Whisper's own weights are free wherever they come from. */
  readonly model?: string;
  readonly modelFolders: readonly string[];
  readonly #english: SpeechToText;
  readonly #others: EmbeddedWhisper;

  constructor(english: SpeechToText, others: EmbeddedWhisper) {
    this.#english = english;
    this.#others = others;
    if (english.model !== undefined) this.model = english.model;
    this.modelFolders = others.modelFolders ?? [];
  }

  get languages(): readonly string[] {
    return this.#hearsOthers
      ? [...new Set([...this.#english.languages, ...this.#others.languages])]
      : this.#english.languages;
  }

  /** A Whisper model that is not there is no fault: nobody has asked for one. */
  health(): Health {
    const english = this.#english.health();
    const others = this.#others.health();
    if (others.status === "ok") {
      return english.status === "down" ? { status: "degraded", reason: english.reason } : english;
    }
    const broken = this.#others.isInstalled && others.status === "down";
    return broken && english.status === "ok" ? { status: "degraded", reason: others.reason } : english;
  }

  /** Waits for both and fails only where English does: what Whisper lacks is in the health. */
  async prepare(signal: AbortSignal): Promise<void> {
    const [english] = await Promise.allSettled([this.#english.prepare(signal), this.#others.lookAgain(signal)]);
    if (english.status === "rejected") throw english.reason;
  }

  lookAgain(signal: AbortSignal): Promise<void> {
    return this.#others.lookAgain(signal);
  }

  transcribe(request: TranscriptionRequest, signal: AbortSignal): Promise<Transcript> {
    return this.#for(primaryTag(request.language)).transcribe(request, signal);
  }

  async close(): Promise<void> {
    await Promise.all([this.#english.close(), this.#others.close()]);
  }

  get #hearsOthers(): boolean {
    return this.#others.health().status === "ok";
  }

  /** English is left to the one made for it, which is faster; what language `auto` is only the other can tell. */
  #for(tag: string): SpeechToText {
    if (!this.#hearsOthers) return this.#english;
    return this.#english.languages.includes(tag) && this.#english.health().status !== "down"
      ? this.#english
      : this.#others;
  }
}
