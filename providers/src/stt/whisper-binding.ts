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

const binding = v.object({ WhisperContext: v.function() });

/** The build for this machine, 3 MB; the package around it brings CUDA and Vulkan builds of 240 MB. */
const PACKAGE = `@fugood/node-whisper-${process.platform}-${process.arch}`;

/** The command that adds it, from the project's folder. It is no dependency: without a model it is of no use. */
export const ADD_WHISPER = `npm install --prefix models/weights/whisper ${PACKAGE}@1.1.3`;

/** Where the operator's copy is, if there is one. */
export function whisperEntry(folder: string): string | undefined {
  const entry = join(folder, "node_modules", PACKAGE, "index.node");
  return existsSync(entry) ? entry : undefined;
}

/** @throws Error when it is not what it should be or does not run on this machine */
export function loadWhisperBinding(entry: string): WhisperBinding {
  const loaded: unknown = createRequire(import.meta.url)(entry);
  v.assert(binding, loaded);
  return loaded as unknown as WhisperBinding;
}
