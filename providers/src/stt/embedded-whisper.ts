import { existsSync, readdirSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { primaryTag } from "../config/language.ts";
import { ProviderError } from "../errors.ts";
import type { Health } from "../health.ts";
import type { SpeechToText, Transcript, TranscriptionRequest } from "./port.ts";
import { withoutSoundTags } from "./sound-tags.ts";
import { isAudible } from "./speech-level.ts";
import { promptOf } from "./speech-request.ts";
import {
  GET_WHISPER,
  loadWhisperBinding,
  WHISPER_FOLDER,
  type WhisperBinding,
  type WhisperContext,
  whisperEntry,
} from "./whisper-binding.ts";
import { WorkQueue } from "./work-queue.ts";

const result = v.object({ result: v.string(), language: v.optional(v.string()), isAborted: v.boolean() });

export interface EmbeddedWhisperOptions {
  /** A ggml file is looked for in its folder `whisper`. */
  weightsDirectory: string;
  /** BCP 47; what a request with `auto` is heard as. Whisper guesses when absent. */
  language?: string;
  /** Loads the binding from its entry; a test gives another. */
  load?: (entry: string) => WhisperBinding;
}

/** A recogniser that is there once its model has been added. */
export interface EmbeddedWhisper extends SpeechToText {
  /** Model and binding lie where they are looked for. A few stats. */
  readonly isInstalled: boolean;
  lookAgain(signal: AbortSignal): Promise<void>;
}

/** whisper.cpp in this process, for a ggml file and a binding that the operator has added. Finals go before partials. */
export function createEmbeddedWhisper(options: EmbeddedWhisperOptions): EmbeddedWhisper {
  return new WhisperInProcess(options);
}

class WhisperInProcess implements EmbeddedWhisper {
  readonly name = "embedded-whisper";
  readonly isMock = false;
  readonly modelFolders = [WHISPER_FOLDER];
  readonly #weightsDirectory: string;
  readonly #folder: string;
  readonly #language: string | undefined;
  readonly #load: (entry: string) => WhisperBinding;
  readonly #queue = new WorkQueue();
  #context: WhisperContext | undefined;
  /** The file that is loaded. */
  #loaded: string | undefined;
  #failure: string | undefined;
  #closed = false;

  constructor(options: EmbeddedWhisperOptions) {
    this.#weightsDirectory = options.weightsDirectory;
    this.#folder = join(options.weightsDirectory, WHISPER_FOLDER);
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

  get isInstalled(): boolean {
    return this.#missing() === undefined;
  }

  /** Holds up its thread while the file is read: for the time before the first session. */
  async prepare(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const missing = this.#missing();
    if (missing !== undefined) throw new ProviderError("stt", "unavailable", missing);
    this.#read(this.#modelFile() ?? "");
  }

  async lookAgain(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const file = this.#modelFile();
    if (this.#closed || this.#missing() !== undefined || file === undefined || file === this.#loaded) return;
    const before = this.#context;
    this.#read(file);
    // In the queue, so that nothing is being recognised with it any more.
    if (before !== undefined) await this.#queue.add({ urgent: true, run: () => before.release(), signal });
  }

  #read(file: string): void {
    const filePath = join(this.#folder, file);
    try {
      const { WhisperContext } = this.#load(whisperEntry(this.#weightsDirectory) ?? "");
      this.#context = new WhisperContext({ filePath, useGpu: false });
      this.#loaded = file;
      this.#failure = undefined;
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
    this.#closed = true;
    this.#failure = "closed";
    await context?.release();
  }

  async #recognise(request: TranscriptionRequest, language: string, signal: AbortSignal): Promise<Transcript> {
    if (this.#context === undefined) {
      throw new ProviderError("stt", "unavailable", this.#failure ?? "the whisper model is not loaded");
    }
    const prompt = promptOf(request.previousText, request.hints);
    const { promise, stop } = this.#context.transcribeData(int16(request.pcm), {
      language,
      temperature: 0,
      maxThreads: Math.max(1, availableParallelism() - 1),
      ...(prompt === undefined ? {} : { prompt }),
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
      return `no whisper model in ${this.#folder}; fetch one with: ${GET_WHISPER}`;
    }
    return whisperEntry(this.#weightsDirectory) === undefined
      ? `whisper's binding is not here; it comes with: ${GET_WHISPER}`
      : undefined;
  }

  /** Of several the one that came last: whoever fetches another wants to be heard by it. */
  #modelFile(): string | undefined {
    if (!existsSync(this.#folder)) return undefined;
    const files = readdirSync(this.#folder).filter((name) => name.endsWith(".bin"));
    const cameAt = (name: string): number =>
      statSync(join(this.#folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return files
      .map((name) => ({ name, at: cameAt(name) }))
      .sort((a, b) => b.at - a.at || (a.name < b.name ? -1 : 1))[0]?.name;
  }
}

function int16(pcm: Float32Array): ArrayBuffer {
  const samples = new Int16Array(pcm.length);
  for (let i = 0; i < pcm.length; i += 1) {
    samples[i] = Math.round(Math.max(-1, Math.min(1, pcm[i]!)) * 32_767);
  }
  return samples.buffer;
}
