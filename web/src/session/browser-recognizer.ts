/**
 * The browser's own speech recogniser (Web Speech API), for a relay whose STT provider is `browser`: it then sends
 * `transcript` messages. It opens the microphone itself; what the page's microphone hears decides which utterance the
 * words belong to.
 */
import type { SessionReady } from "@hisho/protocol";
import type { Language } from "./talk.ts";

/** The part of the Web Speech API that is used; TypeScript's DOM library has no `SpeechRecognition`. */
export interface SpeechRecognitionLike extends EventTarget {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  start(): void;
  stop(): void;
}
export type SpeechRecognitionConstructor = new () => SpeechRecognitionLike;

interface RecognitionResultEvent extends Event {
  resultIndex: number;
  results: ArrayLike<{ isFinal: boolean } & ArrayLike<{ transcript: string }>>;
}

/** Where the browser has one. */
export function findSpeechRecognition(scope: object): SpeechRecognitionConstructor | null {
  const { SpeechRecognition, webkitSpeechRecognition } = scope as {
    SpeechRecognition?: SpeechRecognitionConstructor;
    webkitSpeechRecognition?: SpeechRecognitionConstructor;
  };
  return SpeechRecognition ?? webkitSpeechRecognition ?? null;
}

export interface Recognized {
  text: string;
  final: boolean;
}

/** Errors after which it will not start again by itself. */
const FATAL: readonly string[] = ["not-allowed", "service-not-allowed", "audio-capture", "language-not-supported"];

export class BrowserRecognizer {
  readonly #recognition: SpeechRecognitionLike;
  readonly #onProblem: (code: string) => void;
  #wanted = false;
  #running = false;

  constructor(
    Recognition: SpeechRecognitionConstructor,
    onWords: (words: Recognized) => void,
    onProblem: (code: string) => void,
  ) {
    this.#onProblem = onProblem;
    const recognition = new Recognition();
    recognition.continuous = true;
    recognition.interimResults = true;
    recognition.addEventListener("result", (event) => {
      const words = wordsOf(event as RecognitionResultEvent);
      if (words.text !== "") onWords(words);
    });
    recognition.addEventListener("error", (event) => this.#failed(String((event as { error?: unknown }).error)));
    // Browsers end a recognition by themselves after a silence.
    recognition.addEventListener("end", () => {
      this.#running = false;
      if (this.#wanted) this.#start();
    });
    this.#recognition = recognition;
  }

  /** @param language BCP 47; takes effect at the next start */
  listen(on: boolean, language: string): void {
    this.#recognition.lang = language;
    this.#wanted = on;
    if (on && !this.#running) this.#start();
    if (!on && this.#running) this.#recognition.stop();
  }

  #start(): void {
    try {
      this.#recognition.start();
      this.#running = true;
    } catch (error) {
      this.#failed(error instanceof Error ? error.name : String(error));
    }
  }

  #failed(code: string): void {
    if (FATAL.includes(code) || !this.#running) this.#wanted = false;
    if (code !== "no-speech" && code !== "aborted") this.#onProblem(code);
  }
}

function wordsOf(event: RecognitionResultEvent): Recognized {
  const results = Array.from(event.results).slice(event.resultIndex);
  return {
    text: results.map((result) => result[0]?.transcript ?? "").join(""),
    final: results.length > 0 && results.every((result) => result.isFinal),
  };
}

/** Whether the relay relies on the browser's recogniser for the person's language. */
export function hearsInBrowser(providers: SessionReady["providers"] | null, language: Language): boolean {
  return providers?.stt.in_browser?.includes(language) ?? providers?.stt.name === "browser";
}
