/** Asks the relay to take over a changed providers.yaml (docs/protocol.md, "HTTP beside it"). Every byte of an answer is checked. */
import * as v from "valibot";

const PATH = "/api/v1/config/providers/reload";
/** A mistake in the file may repeat itself; a page of them is enough. */
const MOST_PROBLEMS = 20;

const line = v.pipe(v.string(), v.maxLength(400));
const taken = v.object({ awaiting_restart: v.array(line) });
const refused = v.object({
  detail: v.string(),
  problems: v.optional(v.array(v.object({ line: v.number(), key: line, expected: line })), []),
});

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
    const body: unknown = await response.json();
    if (response.ok && v.is(taken, body)) return { outcome: "taken", waits: body.awaiting_restart.length > 0 };
    const problem = response.status === 422 ? v.safeParse(refused, body) : { success: false as const };
    if (!problem.success) return { outcome: "away" };
    const { problems, detail } = problem.output;
    const lines = problems.map(
      ({ line: number, key, expected }) => `${number}: ${key === "" ? "" : `${key}: `}${expected}`,
    );
    return { outcome: "refused", problems: lines.length > 0 ? lines.slice(0, MOST_PROBLEMS) : [detail.slice(0, 400)] };
  } catch {
    signal.throwIfAborted();
    // Not connected is a state the page shows, not an error.
    return { outcome: "away" };
  }
}
