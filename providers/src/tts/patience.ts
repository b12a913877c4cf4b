import { ProviderError } from "../errors.ts";
import type { Endpoint } from "../http/endpoint.ts";

/** How long a voice's server may be silent before it is given up, ms. */
export const SILENCE_MS = 5_000;

/** Runs out with a ProviderError `timeout` when nobody restarts it for `limitMs`. Runs from its making. */
export class Patience {
  readonly #abort = new AbortController();
  readonly #limitMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
    this.restart();
  }

  /** Aborted, with the error as its reason, once it has run out. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  pause(): void {
    clearTimeout(this.#timer);
  }

  restart(): void {
    this.pause();
    const message = `no sound from the endpoint for ${this.#limitMs} ms`;
    const runOut = () => this.#abort.abort(new ProviderError("tts", "timeout", message, { retryable: true }));
    this.#timer = setTimeout(runOut, this.#limitMs);
  }

  /** The same error; when it is this patience's own, the endpoint's health remembers it. */
  told(endpoint: Endpoint, error: unknown): unknown {
    if (error instanceof ProviderError && error === this.signal.reason) endpoint.failed(error);
    return error;
  }
}

/** A question to an endpoint and its JSON, in time. @throws as `Endpoint.json`, and ProviderError `timeout` */
export async function jsonInTime(
  endpoint: Endpoint,
  path: string,
  request: Parameters<Endpoint["json"]>[1],
  limitMs: number,
  signal: AbortSignal,
): Promise<unknown> {
  const patience = new Patience(limitMs);
  try {
    return await endpoint.json(path, request, AbortSignal.any([signal, patience.signal]));
  } catch (error) {
    signal.throwIfAborted();
    throw patience.told(endpoint, error);
  } finally {
    patience.pause();
  }
}
