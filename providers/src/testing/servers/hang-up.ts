import type { ServerResponse } from "node:http";

/** Aborted when the client closes the connection before it has its whole answer. */
export function hangUpOf(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) gone.abort(new Error("the client has hung up"));
  });
  return gone.signal;
}
