/** Asks the relay to take over a changed providers.yaml (docs/protocol.md, "HTTP beside it"). Every byte of an answer is checked. */
import { parseReloadRefused, parseReloadTaken } from "@hisho/protocol";

const PATH = "/api/v1/config/providers/reload";
/** One mistake in a file may have many followers. */
const MOST_PROBLEMS = 20;

export type Reloading =
  /** New turns use it. `waits`: something of it needs a restart. */
  | { outcome: "taken"; waits: boolean }
  /** Nothing has changed. `problems`: what is wrong, in English, for the operator. */
  | { outcome: "refused"; problems: readonly string[] }
  /** The relay did not answer, or not in these words. */
  | { outcome: "away" };

/** @throws the signal's reason when aborted */
export async function reloadProviders(token: string, signal: AbortSignal): Promise<Reloading> {
  const headers: HeadersInit = token === "" ? {} : { Authorization: `Bearer ${token}` };
  try {
    const response = await fetch(PATH, { method: "POST", headers, cache: "no-store", signal });
    return read(response.status, await response.json());
  } catch {
    signal.throwIfAborted();
    // Not connected is a state the page shows, not an error.
    return { outcome: "away" };
  }
}

function read(status: number, body: unknown): Reloading {
  const taken = status === 200 ? parseReloadTaken(body) : undefined;
  if (taken !== undefined) return { outcome: "taken", waits: taken.awaiting_restart.length > 0 };
  const refused = status === 422 ? parseReloadRefused(body) : undefined;
  if (refused === undefined) return { outcome: "away" };
  const lines = refused.problems.map(
    ({ line, key, expected }) => `${line}: ${key === "" ? "" : `${key}: `}${expected}`,
  );
  return { outcome: "refused", problems: lines.length > 0 ? lines.slice(0, MOST_PROBLEMS) : [refused.detail] };
}
