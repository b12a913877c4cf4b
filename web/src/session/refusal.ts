/**
 * Why an upgrade failed. A browser sees only 1006, so the page asks `GET /ready` and reads `status`, `protocols` and
 * `auth` there (docs/protocol.md, "Connect"). `/ready` answers every page; `/api` refuses the origins that sockets refuse.
 */
import { PROTOCOL_VERSION, SUBPROTOCOL } from "@hisho/protocol";

export type Refusal =
  /** Nothing is known against it, or nobody answers: try again later. */
  | { why: "unreachable" | "unknown" }
  | { why: "token" | "outdated" | "origin" }
  /** Preparing, full or shutting down. `retryAfterMs` is null when the relay did not say. */
  | { why: "full"; retryAfterMs: number | null };

/** What the relay's answer to `GET /ready` says about a refused socket. Anything malformed says nothing. */
export function refusalOf(status: number, body: unknown, retryAfter: string | null): Refusal {
  const facts: { auth?: unknown; protocols?: unknown } = typeof body === "object" && body !== null ? body : {};
  if (facts.auth === "missing" || facts.auth === "wrong") return { why: "token" };
  if (Array.isArray(facts.protocols) && !facts.protocols.some(isOurs)) return { why: "outdated" };
  if (status === 503) {
    const seconds = Number(retryAfter ?? Number.NaN);
    return { why: "full", retryAfterMs: Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null };
  }
  return { why: "unknown" };
}

const isOurs = (protocol: unknown): boolean =>
  protocol === SUBPROTOCOL || protocol === PROTOCOL_VERSION || protocol === String(PROTOCOL_VERSION);

/** Asks the relay. Never rejects: a relay that does not answer is `unreachable`. @param baseUrl without a slash at its end */
export async function askWhyRefused(
  baseUrl: string,
  token: string,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<Refusal> {
  const ask = (path: string): Promise<Response | undefined> => {
    const headers: HeadersInit = token === "" ? {} : { Authorization: `Bearer ${token}` };
    return fetch(baseUrl + path, { headers, cache: "no-store", signal }).catch(() => undefined);
  };
  const response = await ask("/ready");
  if (response === undefined) return { why: "unreachable" };
  let body: unknown = null;
  try {
    body = await response.json();
  } catch {
    // The status still says something: a proxy may answer 503 with a page of its own.
  }
  const refusal = refusalOf(response.status, body, response.headers.get("Retry-After"));
  if (refusal.why !== "unknown") return refusal;
  const api = await ask("/api/v1/config/providers");
  return api?.status === 403 ? { why: "origin" } : refusal;
}
