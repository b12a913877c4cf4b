import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as v from "valibot";

const VERSION = "1.1.3";

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

/** The part of `@fugood/whisper.node` (MIT) that is used. */
export interface WhisperBinding {
  initWhisper(options: { filePath: string; useGpu: boolean }, variant: "default"): Promise<WhisperContext>;
}

const binding = v.object({ initWhisper: v.function() });

/**
 * The command that adds it, from the project's folder. The package is no dependency: a plain install brings CUDA and
 * Vulkan builds of 240 MB; named like this it is 15 MB.
 */
export const ADD_WHISPER =
  "npm install --prefix models/weights/whisper --omit=optional " +
  `@fugood/whisper.node@${VERSION} @fugood/node-whisper-${process.platform}-${process.arch}@${VERSION}`;

/** Where the operator's copy is, if there is one. */
export function whisperEntry(folder: string): string | undefined {
  const entry = join(folder, "node_modules/@fugood/whisper.node/lib/index.js");
  return existsSync(entry) ? entry : undefined;
}

/** @throws Error when it is not what it should be or has no build for this machine */
export async function loadWhisperBinding(entry: string): Promise<WhisperBinding> {
  const loaded: unknown = await import(pathToFileURL(entry).href);
  v.assert(binding, loaded);
  return loaded as unknown as WhisperBinding;
}
