import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { primaryTag } from "../config/language.ts";
import { ProviderError } from "../errors.ts";
import type { Health } from "../health.ts";
import { KeptThread } from "../threads/kept-thread.ts";
import { createStopFlag, requestStop } from "../threads/stop-flag.ts";

import { MOONSHINE_FILES, type MoonshineAnswer, type MoonshineCall } from "./moonshine-messages.ts";
import { type SpeechToText, STT_SAMPLE_RATE_HZ, type Transcript, type TranscriptionRequest } from "./port.ts";
import { withShortPauses } from "./silence.ts";
import { isAudible } from "./speech-level.ts";
import { splitAtPauses } from "./split.ts";
import { GET_WHISPER } from "./whisper-binding.ts";
import { WorkQueue } from "./work-queue.ts";

const LANGUAGE = "en";
const MODEL_FOLDER = "moonshine-tiny-en";
const OTHER_LANGUAGES =
  `The embedded recogniser hears English only. For other languages fetch a Whisper model with ${GET_WHISPER} or in the ` +
  "page's settings, connect a whisper.cpp endpoint as stt provider, or choose provider `browser`, which uses the " +
  "browser's own recogniser where it has one.";

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
  readonly model = MODEL_FOLDER;
  readonly isMock = false;
  readonly languages = [LANGUAGE];
  readonly #folder: string;
  readonly #threads: number;
  readonly #queue = new WorkQueue();
  readonly #thread = new KeptThread<MoonshineCall, MoonshineAnswer>(new URL("./moonshine.worker.ts", import.meta.url));

  constructor(options: EmbeddedSttOptions) {
    this.#folder = join(options.weightsDirectory, MODEL_FOLDER);
    this.#threads = options.threads ?? Math.max(1, Math.min(4, availableParallelism() - 1));
  }

  health(): Health {
    switch (this.#thread.state) {
      case "ready":
        return { status: "ok" };
      case "loading":
        return { status: "preparing", reason: "the recogniser is loading" };
      case "closed":
        return { status: "down", reason: "closed" };
      case "failed":
        return { status: "down", reason: "the recogniser's model does not load" };
      case "idle":
        return this.#missing() ?? { status: "preparing", reason: "the recogniser is not loaded yet" };
      default:
        return this.#thread.state satisfies never;
    }
  }

  async prepare(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const missing = this.#missing();
    if (missing !== undefined) throw new ProviderError("stt", "unavailable", missing.reason);
    try {
      await this.#thread.start({ type: "load", folder: this.#folder, threads: this.#threads }, signal);
    } catch (cause) {
      signal.throwIfAborted();
      throw new ProviderError("stt", "unavailable", "the recogniser's model does not load", { cause });
    }
  }

  async transcribe(request: TranscriptionRequest, signal: AbortSignal): Promise<Transcript> {
    signal.throwIfAborted();
    const tag = primaryTag(request.language);
    if (tag !== LANGUAGE && tag !== "auto") throw new ProviderError("stt", "language", OTHER_LANGUAGES);
    const texts: string[] = [];
    for (const pcm of splitAtPauses(withShortPauses(request.pcm, STT_SAMPLE_RATE_HZ), STT_SAMPLE_RATE_HZ)) {
      if (!isAudible(pcm)) continue;
      const text = await this.#queue.add({ urgent: request.final, run: () => this.#recognise(pcm, signal), signal });
      if (text !== "") texts.push(text);
    }
    return { text: texts.join(" "), language: LANGUAGE };
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  async #recognise(pcm: Float32Array, signal: AbortSignal): Promise<string> {
    const stop = createStopFlag();
    const onAbort = () => requestStop(stop);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      const answer = await this.#thread.call({ type: "transcribe", pcm, stop });
      return answer.text ?? "";
    } catch (cause) {
      throw new ProviderError("stt", "unavailable", "the embedded recogniser failed", { retryable: true, cause });
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  #missing(): { status: "down"; reason: string } | undefined {
    const file = Object.values(MOONSHINE_FILES).find((name) => !existsSync(join(this.#folder, name)));
    if (file === undefined) return undefined;
    const reason = `${join(this.#folder, file)} is missing: run node --import tsx models/prepare/main.ts`;
    return { status: "down", reason };
  }
}
