import { ProviderError } from "../errors.ts";
import type { Health } from "../health.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { embeddingTraits } from "./known-embeddings.ts";
import type { Embedding, EmbeddingUse } from "./port.ts";
import { unitVector } from "./unit.ts";
import { within } from "./within.ts";

/** What every embedding behind an endpoint can be told. */
export interface RemoteEmbeddingOptions {
  endpoint: string;
  model?: string;
  /** Numbers in a vector. Default: as the model's card says, see known-embeddings.ts. */
  dimensions?: number;
  /** Set before what is looked for. Default: as the model's card says. */
  queryPrefix?: string;
  /** Set before what may be found. Default: as the model's card says. */
  passagePrefix?: string;
  /** Texts in one request. Default 32. */
  batchTexts?: number;
  /** How long a request may take, ms. Default 10,000. */
  timeoutMs?: number;
  /** How often the server is asked whether it lives, ms; 0 never. Default: see EndpointProbe. */
  probeMs?: number;
  languages?: readonly string[];
}

/**
 * Asks the server for vectors, in the order of the texts.
 * @param mostBytes a longer answer is none
 * @throws ProviderError
 */
export type AskForVectors = (
  texts: readonly string[],
  signal: AbortSignal,
  mostBytes: number,
) => Promise<readonly (readonly number[])[]>;

const LEAST_ANSWER_BYTES = 8 * 1024 * 1024;
/** A float64 in JSON with its comma has 26 at most; some servers indent. */
const BYTES_A_NUMBER = 32;

/** Texts in batches to a server and its answers checked, whatever its interface is. */
export class RemoteEmbedding implements Embedding {
  readonly name: string;
  readonly isMock = false;
  readonly languages: readonly string[];
  readonly endpoint: string;
  readonly model?: string;
  readonly dimensions: number;
  readonly unrelatedCosine: number;
  readonly version: string;
  readonly #server: Endpoint;
  readonly #ask: AskForVectors;
  readonly #prefixes: Readonly<Record<EmbeddingUse, string>>;
  readonly #batchTexts: number;
  readonly #timeoutMs: number;

  constructor(name: string, options: RemoteEmbeddingOptions, server: Endpoint, ask: AskForVectors) {
    const { model } = options;
    const { dimensions, queryPrefix, passagePrefix, unrelatedCosine } = { ...embeddingTraits(model), ...options };
    this.name = name;
    this.languages = options.languages ?? ["*"];
    this.endpoint = options.endpoint;
    if (model !== undefined) this.model = model;
    this.dimensions = dimensions;
    this.unrelatedCosine = unrelatedCosine;
    this.version = [name, model ?? "", dimensions, queryPrefix, passagePrefix].join("|");
    this.#server = server;
    this.#ask = ask;
    this.#prefixes = { query: queryPrefix, passage: passagePrefix };
    this.#batchTexts = options.batchTexts ?? 32;
    this.#timeoutMs = options.timeoutMs ?? 10_000;
  }

  health(): Health {
    return this.#server.health();
  }

  prepare(signal: AbortSignal): Promise<void> {
    return this.#server.prepare(signal);
  }

  async embed(texts: readonly string[], signal: AbortSignal, use: EmbeddingUse = "passage"): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let first = 0; first < texts.length; first += this.#batchTexts) {
      const batch = texts.slice(first, first + this.#batchTexts).map((text) => this.#prefixes[use] + text);
      const answer = await this.#answer(batch, signal);
      if (answer.length !== batch.length) {
        throw this.#server.badAnswer(`the endpoint answered ${answer.length} vectors for ${batch.length} texts`);
      }
      for (const values of answer) vectors.push(this.#vector(values));
    }
    return vectors;
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  async #answer(batch: readonly string[], signal: AbortSignal): Promise<readonly (readonly number[])[]> {
    const mostBytes = Math.max(LEAST_ANSWER_BYTES, batch.length * this.dimensions * BYTES_A_NUMBER);
    try {
      return await within("embedding", this.#timeoutMs, signal, (limited) => this.#ask(batch, limited, mostBytes));
    } catch (error) {
      if (error instanceof ProviderError && error.reason === "timeout") this.#server.failed(error);
      throw error;
    }
  }

  #vector(values: readonly number[]): Float32Array {
    if (values.length !== this.dimensions) {
      throw this.#server.badAnswer(
        `the model gives vectors of ${values.length} numbers, expected ${this.dimensions}: set dimensions to ${values.length}`,
      );
    }
    const vector = unitVector(values);
    if (vector === undefined) throw this.#server.badAnswer("the endpoint answered a vector without direction");
    return vector;
  }
}
