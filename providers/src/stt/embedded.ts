import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { primaryTag } from "../config/language.ts";
import { ProviderError } from "../errors.ts";
import type { Health } from "../health.ts";
import { createStopFlag, requestStop } from "../threads/stop-flag.ts";
import { WorkerThread } from "../threads/worker-thread.ts";
import { MOONSHINE_FILES, type MoonshineAnswer, type MoonshineCall } from "./moonshine-messages.ts";
import { type SpeechToText, STT_SAMPLE_RATE_HZ, type Transcript, type TranscriptionRequest } from "./port.ts";
import { isAudible } from "./speech-level.ts";
import { splitAtPauses } from "./split.ts";
import { WorkQueue } from "./work-queue.ts";

const LANGUAGE = "en";
const MODEL_FOLDER = "moonshine-tiny-en";
const OTHER_LANGUAGES =
  "The embedded recogniser hears English only. For other languages connect a whisper.cpp endpoint as stt provider, " +
  "or choose provider `browser`, which uses the browser's own recogniser where it has one.";

export interface EmbeddedSttOptions {
  /** The folder `models/prepare` fills. */
  weightsDirectory: string;
  /** Threads of the wasm backend; one core is left to the relay unless said otherwise. */
  threads?: number;
}

/** Moonshine tiny (English) in a thread of this process. One stretch at a time, finals before partials. */
export function createEmbeddedStt(options: EmbeddedSttOptions): SpeechToText {
  return new EmbeddedStt(options);
}

class EmbeddedStt implements SpeechToText {
  readonly name = "embedded";
  readonly isMock = false;
  readonly languages = [LANGUAGE];
  readonly #folder: string;
  readonly #threads: number;
  readonly #queue = new WorkQueue();
  #thread: WorkerThread<MoonshineCall, MoonshineAnswer> | undefined;
  #health: Health = { status: "preparing", reason: "the recogniser is not loaded yet" };
  #closed = false;

  constructor(options: EmbeddedSttOptions) {
    this.#folder = join(options.weightsDirectory, MODEL_FOLDER);
    this.#threads = options.threads ?? Math.max(1, Math.min(4, availableParallelism() - 1));
  }

  health(): Health {
    return this.#health;
  }

  async prepare(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const missing = Object.values(MOONSHINE_FILES).find((file) => !existsSync(join(this.#folder, file)));
    if (missing !== undefined) {
      throw this.#down(`${join(this.#folder, missing)} is missing: run node --import tsx models/prepare/main.ts`);
    }
    await this.#start(signal);
  }

  async transcribe(request: TranscriptionRequest, signal: AbortSignal): Promise<Transcript> {
    signal.throwIfAborted();
    const tag = primaryTag(request.language);
    if (tag !== LANGUAGE && tag !== "auto") throw new ProviderError("stt", "language", OTHER_LANGUAGES);
    const texts: string[] = [];
    for (const pcm of splitAtPauses(request.pcm, STT_SAMPLE_RATE_HZ)) {
      if (!isAudible(pcm)) continue;
      const text = await this.#queue.add({ urgent: request.final, run: () => this.#recognise(pcm, signal), signal });
      if (text !== "") texts.push(text);
    }
    return { text: texts.join(" "), language: LANGUAGE };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#health = { status: "down", reason: "closed" };
    await this.#thread?.close();
  }

  async #recognise(pcm: Float32Array, signal: AbortSignal): Promise<string> {
    const thread = this.#thread;
    if (thread === undefined) {
      throw new ProviderError("stt", "unavailable", "the embedded recogniser is not loaded", { retryable: true });
    }
    const stop = createStopFlag();
    const onAbort = () => requestStop(stop);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      const answer = await thread.call({ type: "transcribe", pcm, stop });
      signal.throwIfAborted();
      return answer.text ?? "";
    } catch (cause) {
      signal.throwIfAborted();
      throw new ProviderError("stt", "unavailable", "the embedded recogniser failed", { retryable: true, cause });
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  async #start(signal: AbortSignal): Promise<void> {
    const thread = new WorkerThread<MoonshineCall, MoonshineAnswer>(new URL("./moonshine.worker.ts", import.meta.url));
    const onAbort = () => void thread.close();
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      await thread.call({ type: "load", folder: this.#folder, threads: this.#threads });
    } catch (cause) {
      await thread.close();
      signal.throwIfAborted();
      throw this.#down("the recogniser's model does not load", cause);
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
    this.#thread = thread;
    this.#health = { status: "ok" };
    void thread.ended.then(() => this.#restart(thread));
  }

  /** A thread that has worked and then ended is started anew; one that does not even load is not. */
  async #restart(ended: WorkerThread<MoonshineCall, MoonshineAnswer>): Promise<void> {
    if (this.#closed || this.#thread !== ended) return;
    this.#thread = undefined;
    this.#health = { status: "preparing", reason: "the recogniser's thread ended and is started again" };
    await this.#start(new AbortController().signal).catch((error: unknown) => {
      if (!(error instanceof ProviderError)) throw error; // a ProviderError is in health() already
    });
    if (this.#closed) await this.close();
  }

  #down(reason: string, cause?: unknown): ProviderError {
    this.#health = { status: "down", reason };
    return new ProviderError("stt", "unavailable", reason, { cause });
  }
}
