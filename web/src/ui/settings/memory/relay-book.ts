/** Lists that the relay keeps for the person, by HTTP (docs/protocol.md, "HTTP beside it"). */

/** What a list's route is asked; null where the relay does not answer or refuses. */
export async function askRelay(
  path: string,
  token: string,
  init: RequestInit,
  signal?: AbortSignal,
): Promise<Response | null> {
  const headers = { ...(init.headers as Record<string, string> | undefined) };
  if (token !== "") headers.Authorization = `Bearer ${token}`;
  try {
    return await fetch(`/api/v1${path}`, { cache: "no-store", ...init, headers, ...(signal && { signal }) });
  } catch {
    signal?.throwIfAborted();
    // Not connected is a state the page shows, not an error.
    return null;
  }
}

export const jsonBody = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

export const bodyOf = async (response: Response | null): Promise<unknown> =>
  response?.ok === true ? response.json().catch(() => null) : null;
