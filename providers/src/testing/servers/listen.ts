import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

export interface Listening {
  /** `http://127.0.0.1:` and the port, without a slash at its end. */
  url: string;
  /** Breaks every connection and frees the port. */
  close(): Promise<void>;
}

/** Serves HTTP on a free port of the loopback address. */
export async function listen(listener: RequestListener): Promise<Listening> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** An address where nobody listens: the port was free a moment ago. */
export async function deadUrl(): Promise<string> {
  const { url, close } = await listen(() => undefined);
  await close();
  return url;
}
