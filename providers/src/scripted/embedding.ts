import type { Embedding } from "../retrieval/port.ts";
import { type Failure, failBeforeWork, ScriptedProvider, sleep } from "./script.ts";

export interface ScriptedEmbeddingOptions {
  /** Default 256. */
  dimensions?: number;
  /** What a call costs. Default 0. */
  fixedMs?: number;
  failure?: Failure;
}

/** Vectors of hashed character 1- to 3-grams: the same text always gets the same vector, alike texts get near ones. */
export class ScriptedEmbedding extends ScriptedProvider implements Embedding {
  readonly dimensions: number;
  readonly version: string;
  readonly #options: ScriptedEmbeddingOptions;

  constructor(options: ScriptedEmbeddingOptions = {}) {
    super();
    this.#options = options;
    this.dimensions = options.dimensions ?? 256;
    this.version = `scripted-ngram-${this.dimensions}`;
  }

  async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    await failBeforeWork("embedding", this.#options.failure, signal);
    await sleep(this.#options.fixedMs ?? 0, signal);
    return texts.map((text) => ngramVector(text, this.dimensions));
  }
}

function ngramVector(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const characters = Array.from(` ${text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim()} `);
  for (let size = 1; size <= 3; size += 1) {
    for (let from = 0; from + size <= characters.length; from += 1) {
      const hash = fnv1a(characters.slice(from, from + size).join(""));
      const slot = hash % dimensions;
      vector[slot] = (vector[slot] ?? 0) + ((hash & 0x8000_0000) === 0 ? size : -size);
    }
  }
  const length = Math.hypot(...vector);
  if (length === 0) vector[0] = 1;
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** 32-bit FNV-1a over UTF-16 units (draft-eastlake-fnv). */
function fnv1a(text: string): number {
  let hash = 0x811c_9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x0100_0193) >>> 0;
  return hash;
}
