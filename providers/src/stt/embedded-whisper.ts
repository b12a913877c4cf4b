import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { primaryTag } from "../config/language.ts";
import { ProviderError } from "../errors.ts";
import type { Health } from "../health.ts";
import type { SpeechToText, Transcript, TranscriptionRequest } from "./port.ts";
import { withoutSoundTags } from "./sound-tags.ts";
import { isAudible } from "./speech-level.ts";
import {
  ADD_WHISPER,
  loadWhisperBinding,
  type WhisperBinding,
  type WhisperContext,
  whisperEntry,
} from "./whisper-binding.ts";
import { WorkQueue } from "./work-queue.ts";

const MODEL_FOLDER = "whisper";

const result = v.object({ result: v.string(), language: v.optional(v.string()), isAborted: v.boolean() });

export interface EmbeddedWhisperOptions {
  /** A ggml file is looked for in its folder `whisper`. */
  weightsDirectory: string;
  /** BCP 47; what a request with `auto` is heard as. Whisper guesses when absent. */
  language?: string;
  /** Loads the binding from its entry; a test gives another. */
  load?: (entry: string) => WhisperBinding;
}

/** whisper.cpp in this process, for a ggml file and a binding that the operator has added. Finals go before partials. */
export function createEmbeddedWhisper(options: EmbeddedWhisperOptions): SpeechToText {
  return new EmbeddedWhisper(options);
}

class EmbeddedWhisper implements SpeechToText {
  readonly name = "embedded-whisper";
  readonly isMock = false;
  readonly #folder: string;
  readonly #language: string | undefined;
  readonly #load: (entry: string) => WhisperBinding;
  readonly #queue = new WorkQueue();
  #context: WhisperContext | undefined;
  #failure: string | undefined;

  constructor(options: EmbeddedWhisperOptions) {
    this.#folder = join(options.weightsDirectory, MODEL_FOLDER);
    this.#language = options.language;
    this.#load = options.load ?? loadWhisperBinding;
  }

  /** Models with `.en` in their name know English only. */
  get languages(): readonly string[] {
    return this.#modelFile()?.includes(".en") ? ["en"] : ["*"];
  }

  health(): Health {
    if (this.#context !== undefined) return { status: "ok" };
    const reason = this.#failure ?? this.#missing();
    return reason === undefined
      ? { status: "preparing", reason: "the whisper model is not loaded yet" }
      : { status: "down", reason };
  }

  /** Holds up its thread while the file is read: for the time before the first session. */
  async prepare(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const missing = this.#missing();
    if (missing !== undefined) throw new ProviderError("stt", "unavailable", missing);
    const filePath = join(this.#folder, this.#modelFile() ?? "");
    try {
      const { WhisperContext } = this.#load(whisperEntry(this.#folder) ?? "");
      this.#context = new WhisperContext({ filePath, useGpu: false });
    } catch (cause) {
      this.#failure = `${filePath} or its binding does not load`;
      throw new ProviderError("stt", "unavailable", this.#failure, { cause });
    }
  }

  async transcribe(request: TranscriptionRequest, signal: AbortSignal): Promise<Transcript> {
    signal.throwIfAborted();
    const asked = primaryTag(request.language);
    const language = asked === "auto" && this.#language !== undefined ? primaryTag(this.#language) : asked;
    if (!this.languages.includes("*") && !this.languages.includes(language) && language !== "auto") {
      throw new ProviderError("stt", "language", `the whisper model ${this.#modelFile()} hears English only`);
    }
    if (!isAudible(request.pcm)) return { text: "", language: language === "auto" ? "und" : language };
    const run = () => this.#recognise(request, language, signal);
    return this.#queue.add({ urgent: request.final, run, signal });
  }

  async close(): Promise<void> {
    const context = this.#context;
    this.#context = undefined;
    this.#failure = "closed";
    await context?.release();
  }

  async #recognise(request: TranscriptionRequest, language: string, signal: AbortSignal): Promise<Transcript> {
    if (this.#context === undefined) {
      throw new ProviderError("stt", "unavailable", this.#failure ?? "the whisper model is not loaded");
    }
    const { promise, stop } = this.#context.transcribeData(int16(request.pcm), {
      language,
      temperature: 0,
      maxThreads: Math.max(1, availableParallelism() - 1),
      ...(request.previousText === undefined ? {} : { prompt: request.previousText }),
    });
    const onAbort = () => void stop();
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      const heard = v.parse(result, await promise);
      return { text: withoutSoundTags(heard.result), language: heard.language ?? language };
    } catch (cause) {
      throw new ProviderError("stt", "bad-answer", "whisper failed", { retryable: true, cause });
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  #missing(): string | undefined {
    if (this.#modelFile() === undefined) {
      return `no whisper model: put a ggml file (ggml-base.bin, for example) into ${this.#folder}`;
    }
    return whisperEntry(this.#folder) === undefined
      ? `whisper's binding is not installed; add it with: ${ADD_WHISPER}`
      : undefined;
  }

  #modelFile(): string | undefined {
    if (!existsSync(this.#folder)) return undefined;
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith(".bin"))
      .sort()[0];
  }
}

function int16(pcm: Float32Array): ArrayBuffer {
  const samples = new Int16Array(pcm.length);
  for (let i = 0; i < pcm.length; i += 1) {
    samples[i] = Math.round(Math.max(-1, Math.min(1, pcm[i]!)) * 32_767);
  }
  return samples.buffer;
}
