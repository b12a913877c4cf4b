/** The doctor of the relay by HTTP (docs/protocol.md, "HTTP beside it"). Every byte of an answer is checked. */
import { type DoctorState, parseDoctorState } from "@hisho/protocol";

const PATH = "/api/v1/doctor";

/**
 * Looks at the last run, or begins one. One that is under way already is as good as begun.
 * @returns null when the relay does not answer, refuses, or answers something else
 * @throws the signal's reason when aborted
 */
export async function askDoctor(
  method: "GET" | "POST",
  token: string,
  signal: AbortSignal,
): Promise<DoctorState | null> {
  const headers: HeadersInit = token === "" ? {} : { Authorization: `Bearer ${token}` };
  try {
    const response = await fetch(PATH, { method, headers, cache: "no-store", signal });
    if (method === "POST" && response.status === 409) return await askDoctor("GET", token, signal);
    return response.ok ? (parseDoctorState(await response.json()) ?? null) : null;
  } catch {
    signal.throwIfAborted();
    // Not connected is a state the page shows, not an error.
    return null;
  }
}
