/**
 * One HTTP server behind a provider: requests with bounded answers, failures as ProviderError, and whether it lives.
 * Messages name the status only: an answer's body may repeat the key or the person's words.
 */
import { EndpointProbe } from "../config/endpoint-probe.ts";
import { ProviderError, type ProviderErrorReason, type Role } from "../errors.ts";
import type { Health } from "../health.ts";
import { retryAfterMs } from "./retry-after.ts";

export interface EndpointOptions {
  role: Role;
  /** The base that paths are added to, with or without a slash at its end. */
  url: string;
  /** Sent with every request, for example `Authorization`. */
  headers?: Readonly<Record<string, string>>;
  /** Added to the base and asked with GET to see whether the server lives, for example `/health`. */
  livePath: string;
  /** How often it is asked, ms; 0 never. Default: see EndpointProbe. */
  probeMs?: number;
}

export interface EndpointRequest {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is: multipart, bytes, a stream. */
  body?: FormData | Uint8Array | ReadableStream<Uint8Array>;
  headers?: Readonly<Record<string, string>>;
  /** What the answer's content type may begin with, for example `["audio/", "application/octet-stream"]`. */
  accepts: readonly string[];
}

const MOST_JSON_BYTES = 8 * 1024 * 1024;

export class Endpoint {
  readonly url: string;
  readonly #role: Role;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #probe: EndpointProbe;

  constructor({ role, url, headers = {}, livePath, probeMs }: EndpointOptions) {
    this.url = url.replace(/\/+$/, "");
    this.#role = role;
    this.#headers = headers;
    this.#probe = new EndpointProbe({
      url: this.url + livePath,
      headers,
      ...(probeMs === undefined ? {} : { everyMs: probeMs }),
    });
  }

  health(): Health {
    return this.#probe.health();
  }

  prepare(signal: AbortSignal): Promise<void> {
    return this.#probe.start(signal);
  }

  close(): Promise<void> {
    return this.#probe.stop();
  }

  /**
   * @returns an answer of status 2xx and an accepted content type, its body unread; whoever reads it does so by `read`
   *   or `chunks`
   * @throws ProviderError, or the signal's reason when aborted
   */
  async send(path: string, request: EndpointRequest, signal: AbortSignal): Promise<Response> {
    signal.throwIfAborted();
    const { method, json, body, headers, accepts } = request;
    let response: Response;
    try {
      response = await fetch(this.url + path, {
        method: method ?? (json === undefined && body === undefined ? "GET" : "POST"),
        headers: {
          ...this.#headers,
          ...(json === undefined ? {} : { "Content-Type": "application/json" }),
          Accept: accepts.map((type) => (type.endsWith("/") ? `${type}*` : type)).join(", "),
          ...headers,
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
        ...(body === undefined ? {} : { body, ...(body instanceof ReadableStream ? { duplex: "half" } : {}) }),
        redirect: "error",
        signal,
      });
    } catch (cause) {
      signal.throwIfAborted();
      const failure = this.#error("unavailable", "the endpoint cannot be reached", true, { cause });
      this.#probe.unreachable(failure.message);
      throw failure;
    }
    const failure = this.#judge(response, accepts);
    if (failure === undefined) return response;
    await response.body?.cancel().catch(() => {}); // the failure is already known
    this.failed(failure);
    throw failure;
  }

  /** Sends and reads JSON. @throws ProviderError `bad-answer` when it is not JSON or longer than `mostBytes` */
  async json(
    path: string,
    request: Omit<EndpointRequest, "accepts">,
    signal: AbortSignal,
    mostBytes = MOST_JSON_BYTES,
  ): Promise<unknown> {
    const response = await this.send(path, { ...request, accepts: ["application/json"] }, signal);
    const text = new TextDecoder().decode(await this.read(response, mostBytes, signal));
    try {
      return JSON.parse(text);
    } catch {
      throw this.badAnswer("the endpoint answered something that is not JSON");
    }
  }

  /** The whole body. @throws ProviderError `bad-answer` when it breaks off or is longer than `mostBytes` */
  async read(response: Response, mostBytes: number, signal: AbortSignal): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for await (const part of this.chunks(response, mostBytes, signal)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** The body as it comes; the connection is closed when nobody reads on. @throws like `read` */
  async *chunks(response: Response, mostBytes: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const reader = response.body?.getReader();
    if (reader === undefined) throw this.badAnswer("the endpoint sent no body");
    let bytes = 0;
    let whole = false;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        bytes += value.length;
        if (bytes > mostBytes) throw this.badAnswer(`the endpoint's answer is longer than ${mostBytes} bytes`);
        yield value;
        signal.throwIfAborted();
      }
      whole = true;
      this.#probe.used({ status: "ok" });
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof ProviderError ? error : this.badAnswer("the endpoint's answer broke off", error);
    } finally {
      if (!whole) await reader.cancel().catch(() => {}); // it is broken or no longer wanted
    }
  }

  /** The answer is not what its interface promises. Remembered in `health`. */
  badAnswer(message: string, cause?: unknown): ProviderError {
    const failure = this.#error("bad-answer", message, true, cause === undefined ? {} : { cause });
    this.failed(failure);
    return failure;
  }

  /** A request came to nothing, for a reason that `send` could not see. */
  failed({ reason, message }: ProviderError): void {
    this.#probe.used(
      reason === "unavailable" ? { status: "down", reason: message } : { status: "degraded", reason: message },
    );
  }

  #judge({ status, ok, headers }: Response, accepts: readonly string[]): ProviderError | undefined {
    if (ok) {
      const type = headers.get("content-type") ?? "";
      if (accepts.some((accepted) => type.toLowerCase().startsWith(accepted))) return undefined;
      const got = /^[\w.+/-]{1,60}/.exec(type)?.[0] ?? "no content type";
      return this.#error("bad-answer", `the endpoint answered ${got}, expected ${accepts.join(" or ")}`, true);
    }
    const waitMs = retryAfterMs(headers.get("retry-after"), Date.now());
    const wait = waitMs === undefined ? {} : { retryAfterMs: waitMs };
    if (status === 429) return this.#error("rate-limited", "the endpoint answered 429", true, wait);
    if (status === 401 || status === 403) {
      return this.#error("unavailable", `the endpoint refused the key (${status})`, false);
    }
    if (status === 404) return this.#error("unavailable", "the endpoint knows no such model or address (404)", false);
    if (status === 408 || status >= 500) {
      return this.#error("unavailable", `the endpoint answered ${status}`, true, { ...wait, status });
    }
    return this.#error("refused", `the endpoint refused the request (${status})`, false);
  }

  #error(
    reason: ProviderErrorReason,
    message: string,
    retryable: boolean,
    more: { cause?: unknown; retryAfterMs?: number; status?: number } = {},
  ): ProviderError {
    return new ProviderError(this.#role, reason, message, { retryable, ...more });
  }
}

/** The header of a bearer token; none when there is no key. */
export const bearer = (apiKey: string | undefined): Record<string, string> =>
  apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` };
