/** Where the relay relies on the browser's recogniser: it runs while the microphone is open, and its words are sent. */
import type { ClientMessageInput } from "@hisho/protocol";
import {
  BrowserRecognizer,
  hearsInBrowser,
  type Recognized,
  type SpeechRecognitionConstructor,
} from "./browser-recognizer.ts";
import { languageTag } from "./settings.ts";
import type { Language, TalkState } from "./talk.ts";

export interface BrowserEarsOptions {
  /** Where the browser has one. */
  SpeechRecognition?: SpeechRecognitionConstructor | null | undefined;
  /** The utterance that is being said, once the relay knows of it. */
  utterance(): number | null;
  send(message: ClientMessageInput): void;
  /** What an operator reads. */
  onProblem(message: string): void;
}

export class BrowserEars {
  readonly #options: BrowserEarsOptions;
  #recognizer: BrowserRecognizer | null = null;

  constructor(options: BrowserEarsOptions) {
    this.#options = options;
  }

  /** The microphone, the language or the relay has changed. */
  follow(
    { providers, microphoneOpen, ignoring }: Pick<TalkState, "providers" | "microphoneOpen" | "ignoring">,
    language: Language,
    isReady: boolean,
  ): void {
    const { SpeechRecognition, onProblem } = this.#options;
    const wanted = hearsInBrowser(providers, language) && isReady;
    if (wanted && this.#recognizer === null) {
      if (SpeechRecognition == null) {
        onProblem("this browser has no speech recogniser of its own");
        return;
      }
      this.#recognizer = new BrowserRecognizer(SpeechRecognition, (words) => this.#recognized(words), onProblem);
    }
    this.#recognizer?.listen(wanted && microphoneOpen && !ignoring, languageTag(language));
  }

  close(): void {
    this.#recognizer?.listen(false, "");
  }

  #recognized({ text, final }: Recognized): void {
    const utterance = this.#options.utterance();
    if (utterance !== null) this.#options.send({ type: "transcript", utterance, text, final });
  }
}
