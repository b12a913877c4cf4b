import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as v from "valibot";

/** What whisper.cpp's Node binding gives for one stretch of speech. */
export interface WhisperRun {
  /** Ends it early; the promise then settles with `isAborted`. */
  stop(): Promise<void>;
  promise: Promise<unknown>;
}

/** A loaded model. It works on a thread of Node's pool. */
export interface WhisperContext {
  /** @param pcm 16-bit mono at 16 kHz */
  transcribeData(pcm: ArrayBuffer, options: WhisperOptions): WhisperRun;
  release(): Promise<void>;
}

export interface WhisperOptions {
  /** ISO 639-1, or `auto`. */
  language: string;
  temperature: number;
  maxThreads: number;
  prompt?: string;
}

/** The part of whisper.cpp's Node binding (npm scope `@fugood`, MIT) that is used. */
export interface WhisperBinding {
  /** Loads a ggml file; throws when it is none. */
  WhisperContext: new (options: {
    filePath: string;
    useGpu: boolean;
  }) => WhisperContext;
}

/** Where ggml files lie among the weights. */
export const WHISPER_FOLDER = "whisper";

const binding = v.object({ WhisperContext: v.function() });

/** `linux-x64`, `linux-arm64`, `darwin-arm64` … */
const MACHINE = `${process.platform}-${process.arch}`;

/** The command that brings a model and, with it, the binding for this machine, from the project's folder. */
export const GET_WHISPER = "npm run models -- get whisper-base-q5_1";

/** Where the binding is, if it is: as the models command leaves it, or as npm does in the model's folder. */
export function whisperEntry(weightsDirectory: string): string | undefined {
  return [
    join(weightsDirectory, `whisper-binding-${MACHINE}`, "index.node"),
    join(weightsDirectory, WHISPER_FOLDER, "node_modules/@fugood", `node-whisper-${MACHINE}`, "index.node"),
  ].find((entry) => existsSync(entry));
}

/** @throws Error when it is not what it should be or does not run on this machine */
export function loadWhisperBinding(entry: string): WhisperBinding {
  const loaded: unknown = createRequire(import.meta.url)(entry);
  v.assert(binding, loaded);
  return loaded as unknown as WhisperBinding;
}
