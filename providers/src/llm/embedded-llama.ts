import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { ProviderError } from "../errors.ts";
import type { Device, Health } from "../health.ts";
import { WorkQueue } from "../stt/work-queue.ts";
import {
  ADD_LLAMA,
  type Llama,
  type LlamaBinding,
  type LlamaChat,
  type LlamaHistory,
  llamaEntry,
  loadLlamaBinding,
} from "./llama-binding.ts";
import type { LanguageModel, ReplyPart, ReplyRequest, WritingTask } from "./port.ts";
import { buildPrompt, type PromptMessage } from "./prompt.ts";
import { commanded } from "./secretary/answer.ts";
import { ThoughtFilter } from "./thoughts.ts";

const MODEL_FOLDER = "llama";
/** The command that fetches a model, from the project's folder. */
const GET_MODEL = "npm run models -- get qwen3-4b-q4_k_m";

export interface EmbeddedLlamaOptions {
  /** A GGUF file is looked for in its folder `llama`. */
  weightsDirectory: string;
  /** The file's name, for example `Qwen3-4B-Q4_K_M.gguf`. Default: the first by name. */
  model?: string;
  /** Default 4,096, and never more than the model was trained on. */
  contextTokens?: number;
  /** Default 400. */
  maxTokens?: number;
  /** Default 0.6. */
  temperature?: number;
  /** Exchanges of the conversation read along. Default 6. */
  turns?: number;
  /** Whether a model that can may think before it answers. Default false. */
  thinking?: boolean;
  /** Whether a GPU is used where there is one. Default true. */
  gpu?: boolean;
  /** Loads the binding from its entry; a test gives another. */
  load?: (entry: string) => Promise<LlamaBinding>;
}

interface Loaded {
  llama: Llama;
  chat: LlamaChat;
}

/** llama.cpp in this process, for a GGUF file and a binding that the operator has added. One answer at a time. */
export function createEmbeddedLlama(options: EmbeddedLlamaOptions): LanguageModel {
  return new EmbeddedLlama(options);
}

class EmbeddedLlama implements LanguageModel {
  readonly name = "embedded-llama";
  readonly isMock = false;
  readonly languages = ["*"];
  readonly modelFolders = [MODEL_FOLDER];
  readonly #options: EmbeddedLlamaOptions;
  readonly #folder: string;
  readonly #queue = new WorkQueue();
  readonly #closing = new AbortController();
  #loaded: Loaded | undefined;
  #failure: string | undefined;

  constructor(options: EmbeddedLlamaOptions) {
    this.#options = options;
    this.#folder = join(options.weightsDirectory, MODEL_FOLDER);
  }

  /** The GGUF file's name; the one that is missing when it is not there. */
  get model(): string {
    return this.#options.model ?? this.#files()[0] ?? "a GGUF file";
  }

  health(): Health {
    if (this.#loaded !== undefined) return { status: "ok" };
    const reason = this.#failure ?? this.#missing();
    return reason === undefined
      ? { status: "preparing", reason: "the language model is not loaded yet" }
      : { status: "down", reason };
  }

  async prepare(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const missing = this.#missing();
    if (missing !== undefined) throw new ProviderError("llm", "unavailable", missing);
    const modelPath = join(this.#folder, this.model);
    const { contextTokens = 4_096, gpu = true, load = loadLlamaBinding } = this.#options;
    let llama: Llama | undefined;
    try {
      const { getLlama, LlamaChat } = await load(llamaEntry(this.#folder) ?? "");
      llama = await getLlama({
        build: "never",
        gpu: gpu ? "auto" : false,
        maxThreads: Math.max(1, availableParallelism() - 1),
        logLevel: "error",
        progressLogs: false,
      });
      const model = await llama.loadModel({ modelPath, loadSignal: signal });
      const context = await model.createContext({ contextSize: { max: contextTokens }, createSignal: signal });
      this.#loaded = { llama, chat: new LlamaChat({ contextSequence: context.getSequence() }) };
      this.#failure = undefined;
    } catch (cause) {
      await llama?.dispose();
      signal.throwIfAborted();
      this.#failure = `${modelPath} or its binding does not load`;
      throw new ProviderError("llm", "unavailable", this.#failure, { cause });
    }
  }

  async lookAgain(signal: AbortSignal): Promise<void> {
    if (this.#loaded !== undefined || this.#closing.signal.aborted || this.#missing() !== undefined) return;
    await this.prepare(signal);
  }

  device(): Promise<Device> {
    if (this.#loaded === undefined) return Promise.resolve("unknown");
    return Promise.resolve(this.#loaded.llama.gpu === false ? "cpu" : "gpu");
  }

  async *reply(request: ReplyRequest, signal: AbortSignal): AsyncGenerator<ReplyPart> {
    signal.throwIfAborted();
    const done = await commanded(request);
    if (done !== undefined) {
      yield* done;
      return;
    }
    for await (const text of this.#said(buildPrompt(request, this.#options.turns ?? 6), signal)) {
      yield { type: "text", text };
    }
  }

  async *write({ instructions, material }: WritingTask, signal: AbortSignal): AsyncGenerator<string> {
    signal.throwIfAborted();
    const messages = [
      { role: "system", content: instructions },
      { role: "user", content: material },
    ] as const;
    yield* this.#said(messages, signal);
  }

  async close(): Promise<void> {
    const loaded = this.#loaded;
    this.#loaded = undefined;
    this.#failure = "closed";
    this.#closing.abort(new ProviderError("llm", "unavailable", "closed"));
    await loaded?.llama.dispose();
  }

  /** What it says without what it thinks. */
  async *#said(messages: readonly PromptMessage[], signal: AbortSignal): AsyncGenerator<string> {
    const filter = new ThoughtFilter();
    for await (const piece of this.#words(historyOf(messages), signal)) {
      const text = filter.push(piece);
      if (text !== "") yield text;
      signal.throwIfAborted();
    }
    const rest = filter.end();
    if (rest !== "") yield rest;
  }

  /** Ends the run when nobody reads on. */
  #words(history: LlamaHistory, signal: AbortSignal): ReadableStream<string> {
    const left = new AbortController();
    const either = AbortSignal.any([signal, left.signal, this.#closing.signal]);
    return new ReadableStream<string>({
      start: (pieces) => {
        const run = () => this.#generate(history, either, (text) => pieces.enqueue(text));
        this.#queue.add({ urgent: false, signal: either, run }).then(
          () => {
            if (!either.aborted) pieces.close();
          },
          (error: unknown) => pieces.error(error),
        );
      },
      cancel: () => left.abort(),
    });
  }

  async #generate(history: LlamaHistory, signal: AbortSignal, say: (text: string) => void): Promise<void> {
    if (this.#loaded === undefined) {
      throw new ProviderError("llm", "unavailable", this.#failure ?? "the language model is not loaded");
    }
    const { maxTokens = 400, temperature = 0.6, thinking = false } = this.#options;
    try {
      await this.#loaded.chat.generateResponse(history, {
        onTextChunk: (text) => {
          if (!signal.aborted) say(text);
        },
        signal,
        maxTokens,
        temperature,
        ...(thinking ? {} : { budgets: { thoughtTokens: 0 } }),
      });
    } catch (cause) {
      signal.throwIfAborted();
      throw new ProviderError("llm", "bad-answer", "the language model failed", { retryable: true, cause });
    }
  }

  #missing(): string | undefined {
    const { model } = this.#options;
    const files = this.#files();
    if (model === undefined ? files.length === 0 : !files.includes(model)) {
      const wanted = model ?? `a GGUF file, or get one with: ${GET_MODEL}`;
      return `${this.#folder} holds no language model: put there ${wanted}`;
    }
    return llamaEntry(this.#folder) === undefined
      ? `llama.cpp's binding is not installed; add it with: ${ADD_LLAMA}`
      : undefined;
  }

  #files(): string[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith(".gguf"))
      .sort();
  }
}

/** With an empty answer at its end, which the model fills. */
function historyOf(messages: readonly PromptMessage[]): LlamaHistory {
  const items = messages.map(({ role, content }) =>
    role === "assistant" ? ({ type: "model", response: [content] } as const) : ({ type: role, text: content } as const),
  );
  return [...items, { type: "model", response: [] }];
}
