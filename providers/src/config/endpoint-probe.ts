import type { Health } from "../health.ts";

export interface EndpointProbeOptions {
  /** Asked with GET; any answer below 500 that is not about the key counts as alive. */
  url: string;
  headers?: Readonly<Record<string, string>>;
  /** 0: never. Default 1,000 on this machine and private networks, 30,000 elsewhere. */
  everyMs?: number;
  /** How long an answer may take. Default 1,000. */
  timeoutMs?: number;
  /** Milliseconds since some fixed instant. Default `performance.now`. */
  clock?: () => number;
}

const USE_REMEMBERED_MS = 30_000;

/** Knows whether an endpoint lives: from a light question now and then, and from what its users report. */
export class EndpointProbe {
  readonly #options: EndpointProbeOptions;
  readonly #everyMs: number;
  readonly #clock: () => number;
  readonly #ended = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #reach: Health = { status: "preparing", reason: "not asked yet" };
  #use: { health: Health; untilMs: number } | undefined;

  constructor(options: EndpointProbeOptions) {
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
    this.#everyMs = options.everyMs ?? (isNear(new URL(options.url).hostname) ? 1_000 : 30_000);
  }

  health(): Health {
    if (this.#reach.status !== "ok" || this.#use === undefined || this.#clock() > this.#use.untilMs) return this.#reach;
    return this.#use.health;
  }

  /** A real request got no answer. The next question that is answered clears it. */
  unreachable(reason: string): void {
    this.#reach = { status: "down", reason };
  }

  /** What a real request's answer has shown. A failure is remembered for 30 s, or until a request succeeds. */
  used(health: Health): void {
    this.#reach = { status: "ok" };
    this.#use = health.status === "ok" ? undefined : { health, untilMs: this.#clock() + USE_REMEMBERED_MS };
  }

  /** Asks once, then again and again. An endpoint that is down does not reject: it may come up. */
  async start(signal: AbortSignal): Promise<void> {
    await this.#ask(signal);
    this.#schedule();
  }

  stop(): Promise<void> {
    this.#ended.abort();
    clearTimeout(this.#timer);
    return Promise.resolve();
  }

  #schedule(): void {
    if (this.#everyMs === 0 || this.#ended.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#ask(this.#ended.signal).then(
        () => this.#schedule(),
        () => undefined, // stopped
      );
    }, this.#everyMs);
    this.#timer.unref();
  }

  /** @throws the signal's reason when aborted */
  async #ask(signal: AbortSignal): Promise<void> {
    const { url, headers = {}, timeoutMs = 1_000 } = this.#options;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, { headers, redirect: "error", signal: AbortSignal.any([signal, timeout]) });
      await response.body?.cancel();
      this.#reach = ofStatus(response.status);
    } catch {
      signal.throwIfAborted();
      this.#reach = timeout.aborted
        ? { status: "degraded", reason: `the endpoint did not answer within ${timeoutMs} ms` }
        : { status: "down", reason: "the endpoint cannot be reached" };
    }
  }
}

function ofStatus(status: number): Health {
  if (status === 401 || status === 403) {
    return { status: "down", reason: `the endpoint refused the key (${status}); set it in the environment` };
  }
  return status >= 500 ? { status: "down", reason: `the endpoint answered ${status}` } : { status: "ok" };
}

/** Whether a question a second bothers nobody: this machine, private addresses (RFC 1918), names without a domain. */
function isNear(hostname: string): boolean {
  if (/^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(hostname) || hostname === "[::1]") return true;
  return !hostname.includes(".") || hostname.endsWith(".local");
}
