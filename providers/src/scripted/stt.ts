import { type SpeechToText, STT_SAMPLE_RATE_HZ, type Transcript, type TranscriptionRequest } from "../stt/port.ts";
import { type Clock, type Failure, failBeforeWork, hang, ScriptedProvider, sleep } from "./script.ts";

export interface ScriptedSttOptions {
  /** The transcript, or one that grows with the seconds of audio it is given. */
  text: string | ((seconds: number) => string);
  /** What a call costs whatever its length. Default 0. */
  fixedMs?: number;
  /** What a second of audio costs. Default 0. */
  msPerSecond?: number;
  /** Whether calls wait for each other, as with an engine that takes one request at a time. Default false. */
  oneAtATime?: boolean;
  /** Reported for `auto`. Default `en-US`. */
  detectedLanguage?: string;
  languages?: readonly string[];
  failure?: Failure;
  clock?: Clock;
}

export interface SttCall {
  seconds: number;
  final: boolean;
  language: string;
  hints: readonly string[];
  askedMs: number;
  /** When the engine took it; null when aborted while it waited. */
  startedMs: number | null;
  /** When it answered, failed or was aborted; null while it runs. */
  endedMs: number | null;
  aborted: boolean;
}

/** A recogniser that hears what its script says. */
export class ScriptedStt extends ScriptedProvider implements SpeechToText {
  readonly calls: SttCall[] = [];
  readonly #options: ScriptedSttOptions;
  readonly #clock: Clock;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: ScriptedSttOptions) {
    super(options.languages);
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
  }

  async transcribe(request: TranscriptionRequest, signal: AbortSignal): Promise<Transcript> {
    const { text, fixedMs = 0, msPerSecond = 0, oneAtATime = false, failure } = this.#options;
    const seconds = request.pcm.length / STT_SAMPLE_RATE_HZ;
    const call: SttCall = {
      seconds,
      final: request.final,
      language: request.language,
      hints: request.hints ?? [],
      askedMs: this.#clock(),
      startedMs: null,
      endedMs: null,
      aborted: false,
    };
    this.calls.push(call);
    let release: (() => void) | undefined;
    try {
      if (oneAtATime) release = await this.#enter(signal);
      signal.throwIfAborted();
      call.startedMs = this.#clock();
      await failBeforeWork("stt", failure, signal);
      await sleep(fixedMs + msPerSecond * seconds, signal);
      const language = request.language === "auto" ? (this.#options.detectedLanguage ?? "en-US") : request.language;
      return { text: (typeof text === "function" ? text(seconds) : text).trim(), language };
    } catch (error) {
      call.aborted = signal.aborted;
      throw error;
    } finally {
      call.endedMs = this.#clock();
      release?.();
    }
  }

  /** Waits for the calls before this one. @returns how to let the next one in. @throws the signal's reason */
  async #enter(signal: AbortSignal): Promise<() => void> {
    const before = this.#turn;
    const { promise: done, resolve: release } = deferred();
    this.#turn = before.then(() => done);
    try {
      await Promise.race([before, hang(signal)]);
      return release;
    } catch (error) {
      release();
      throw error;
    }
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** A text that grows word by word, or character by character where it has no spaces. */
export function growingText(full: string, wordsPerSecond: number): (seconds: number) => string {
  const pieces = full.includes(" ") ? full.split(/(?<= )/) : Array.from(full);
  return (seconds) => pieces.slice(0, Math.floor(seconds * wordsPerSecond)).join("");
}
