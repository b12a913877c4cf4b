import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as v from "valibot";

export type LlamaHistory = readonly (
  | { type: "system" | "user"; text: string }
  | { type: "model"; response: readonly string[] }
)[];

export interface LlamaAnswerOptions {
  /** The words as they come, without what the model's template marks as thought. */
  onTextChunk(text: string): void;
  /** Ends it; the promise then rejects with the signal's reason. */
  signal: AbortSignal;
  maxTokens: number;
  temperature: number;
  /** How many tokens may be spent on thought; without it the library's own share of the context. */
  budgets?: { thoughtTokens: number };
}

/** Answers histories over one sequence of a context, one at a time; what two have in common is not read again. */
export interface LlamaChat {
  /** @param history ends with an empty answer, which is the one that is made */
  generateResponse(history: LlamaHistory, options: LlamaAnswerOptions): Promise<unknown>;
}

/** llama.cpp on one device. */
export interface Llama {
  /** The kind of GPU in use; false for none. */
  readonly gpu: false | string;
  /** Loads a GGUF file; rejects when it is none. */
  loadModel(options: { modelPath: string; loadSignal: AbortSignal }): Promise<{
    createContext(options: { contextSize: { max: number }; createSignal: AbortSignal }): Promise<{
      getSequence(): object;
    }>;
  }>;
  /** Frees the models and everything made of them. */
  dispose(): Promise<void>;
}

export interface LlamaOptions {
  /** Nothing is fetched or compiled. */
  build: "never";
  gpu: "auto" | false;
  /** The library's own choice is 4 at least, which wait for each other: on fewer free cores it is a hundred times slower. */
  maxThreads: number;
  logLevel: "error";
  progressLogs: false;
}

/** The part of node-llama-cpp (MIT) that is used. */
export interface LlamaBinding {
  getLlama(options: LlamaOptions): Promise<Llama>;
  LlamaChat: new (options: { contextSequence: object }) => LlamaChat;
}

const binding = v.object({ getLlama: v.function(), LlamaChat: v.function() });

const PACKAGE = "node-llama-cpp";
const VERSION = "3.22.1";

/** The build for this machine: 85 MB with the package around it, where all its builds are 670 MB. */
const BUILD = `@node-llama-cpp/${buildOf(process.platform, process.arch)}`;

/** The command that adds it, from the project's folder. It is no dependency: without a model it is of no use. */
export const ADD_LLAMA =
  "npm install --prefix models/weights/llama --omit=optional --ignore-scripts " +
  `${PACKAGE}@${VERSION} ${BUILD}@${VERSION}`;

/** The part of a build's name that tells the machine, as node-llama-cpp writes it. */
export function buildOf(platform: string, arch: string): string {
  if (platform === "darwin") return arch === "arm64" ? "mac-arm64-metal" : "mac-x64";
  return `${platform === "win32" ? "win" : platform}-${arch}`;
}

/** Where the operator's copy is, if there is one. */
export function llamaEntry(folder: string): string | undefined {
  const entry = join(folder, "node_modules", PACKAGE, "dist/index.js");
  return existsSync(entry) ? entry : undefined;
}

/** @throws Error when it is not what it should be or does not run on this machine */
export async function loadLlamaBinding(entry: string): Promise<LlamaBinding> {
  const loaded: unknown = await import(pathToFileURL(entry).href);
  v.assert(binding, loaded);
  return loaded as unknown as LlamaBinding;
}
