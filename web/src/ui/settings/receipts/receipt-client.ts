/** The receipts of the relay by HTTP (docs/protocol.md, "HTTP beside it"). Every byte of an answer is checked. */
import { parseReceipts, type Receipt } from "@hisho/protocol";

/**
 * Newest first.
 * @returns null when the relay does not answer, refuses, or answers something else
 * @throws the signal's reason when aborted
 */
export async function askReceipts(token: string, signal: AbortSignal): Promise<readonly Receipt[] | null> {
  const headers: HeadersInit = token === "" ? {} : { Authorization: `Bearer ${token}` };
  try {
    const response = await fetch("/api/v1/receipts", { headers, cache: "no-store", signal });
    return response.ok ? (parseReceipts(await response.json()) ?? null) : null;
  } catch {
    signal.throwIfAborted();
    // Not connected is a state the page shows, not an error.
    return null;
  }
}
