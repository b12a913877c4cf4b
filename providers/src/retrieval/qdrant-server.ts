import * as v from "valibot";
import { ProviderError } from "../errors.ts";
import type { Health } from "../health.ts";
import { Endpoint } from "../http/endpoint.ts";
import { within } from "./within.ts";

export interface QdrantServerOptions {
  /** Its REST address, for example `http://127.0.0.1:6333`. */
  endpoint: string;
  /** Sent in Qdrant's header `api-key`. */
  apiKey?: string;
  /** How long a request may take, ms. Default 10,000. */
  timeoutMs?: number;
  /** How often `/readyz` is asked, ms; 0 never. Default: see EndpointProbe. */
  probeMs?: number;
}

export interface QdrantRequest {
  /** Default: POST with `json`, GET without. */
  method?: "PUT" | "DELETE";
  json?: object;
}

/** The REST interface of Qdrant, version 1.10 or later. */
export class QdrantServer {
  readonly #server: Endpoint;
  readonly #timeoutMs: number;
  readonly #ended = new AbortController();
  readonly #onGone: (error: ProviderError) => void;

  /** @param onGone what was asked for is not there any more, or the key does not open it any more */
  constructor(
    { endpoint, apiKey, timeoutMs = 10_000, probeMs }: QdrantServerOptions,
    onGone: (error: ProviderError) => void,
  ) {
    this.#timeoutMs = timeoutMs;
    this.#onGone = onGone;
    this.#server = new Endpoint({
      role: "vector_store",
      url: endpoint,
      headers: apiKey === undefined ? {} : { "api-key": apiKey },
      livePath: "/readyz",
      ...(probeMs === undefined ? {} : { probeMs }),
    });
  }

  /** Aborted by `close`. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  health(): Health {
    return this.#server.health();
  }

  prepare(signal: AbortSignal): Promise<void> {
    return this.#server.prepare(signal);
  }

  async close(): Promise<void> {
    this.#ended.abort(new ProviderError("vector_store", "unavailable", "closed"));
    await this.#server.close();
  }

  /**
   * @param signal default: until `close`
   * @returns `result` of the answer
   * @throws ProviderError, or the signal's reason when aborted
   */
  async ask<Schema extends v.GenericSchema>(
    result: Schema,
    path: string,
    request: QdrantRequest,
    signal: AbortSignal = this.ended,
  ): Promise<v.InferOutput<Schema>> {
    const ask = (limited: AbortSignal) => this.#server.json(path, request, limited);
    try {
      const answer = await within("vector_store", this.#timeoutMs, signal, ask);
      const parsed = v.safeParse(v.object({ result }), answer);
      if (!parsed.success) throw this.#server.badAnswer("the endpoint answered something that is not Qdrant's");
      return parsed.output.result;
    } catch (error) {
      if (error instanceof ProviderError && error.reason === "timeout") this.#server.failed(error);
      if (error instanceof ProviderError && error.reason === "unavailable" && !error.retryable) {
        if (!signal.aborted) this.#onGone(error);
      }
      throw error;
    }
  }
}
