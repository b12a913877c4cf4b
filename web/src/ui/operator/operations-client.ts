/** What the relay tells its operator, by HTTP (docs/protocol.md, "HTTP beside it"). Every byte of an answer is checked. */
import {
  type Operations,
  type OperatorLogLine,
  parseOperations,
  parseOperatorLog,
  parseReceipts,
  type Receipt,
} from "@hisho/protocol";
import { parseReady, type RoleStatus } from "../settings/ready.ts";

/** As it was at one time. */
export interface Account {
  operations: Operations;
  /** Newest first. */
  receipts: readonly Receipt[];
  roles: readonly RoleStatus[];
  /** Calls in which another took a provider's place, since the relay started. */
  fallbacks: number;
  at: Date;
}

/** @returns null when the relay does not answer, refuses, or answers something else @throws the signal's reason */
async function ask(path: string, token: string, signal: AbortSignal): Promise<unknown> {
  const headers: HeadersInit = token === "" ? {} : { Authorization: `Bearer ${token}` };
  try {
    const response = await fetch(path, { headers, cache: "no-store", signal });
    // /ready answers 503 with its account while the relay prepares.
    return response.ok || path === "/ready" ? await response.json() : null;
  } catch {
    signal.throwIfAborted();
    // Not connected is a state the page shows, not an error.
    return null;
  }
}

/** @returns null when the relay does not answer one of the questions @throws the signal's reason when aborted */
export async function askAccount(token: string, at: Date, signal: AbortSignal): Promise<Account | null> {
  const [figures, turns, ready] = await Promise.all(
    ["/api/v1/operations", "/api/v1/receipts", "/ready"].map((path) => ask(path, token, signal)),
  );
  const [operations, receipts] = [parseOperations(figures), parseReceipts(turns)];
  if (operations === undefined || receipts === undefined || ready === null) return null;
  return {
    operations,
    receipts,
    roles: parseReady(ready),
    fallbacks: fallbacksOf(ready),
    at,
  };
}

/** Newest first. @param trace null: of every turn @throws the signal's reason when aborted */
export async function askLog(
  token: string,
  { level, trace }: { level: "info" | "warn"; trace: string | null },
  signal: AbortSignal,
): Promise<readonly OperatorLogLine[] | null> {
  const query = new URLSearchParams({ level, most: "100", ...(trace === null ? {} : { trace }) });
  return parseOperatorLog(await ask(`/api/v1/log?${query}`, token, signal)) ?? null;
}

function fallbacksOf(ready: unknown): number {
  const providers = ready !== null && typeof ready === "object" && "providers" in ready ? ready.providers : [];
  if (!Array.isArray(providers)) return 0;
  return providers.reduce((sum: number, { fallback_count: count }) => sum + (Number.isInteger(count) ? count : 0), 0);
}
