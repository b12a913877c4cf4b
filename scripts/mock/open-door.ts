/** Lets others than this machine reach a server of the loopback address. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface Door {
  /** Where it was opened. */
  port: number;
  /** Breaks every connection. */
  close(): Promise<void>;
}

/**
 * Passes bytes on in both directions.
 * @param at port 0 takes a free one
 * @param url of the server, with a port
 */
export async function openDoor(at: { host: string; port: number }, url: string): Promise<Door> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.once("close", () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    const target = keep(connect(Number(port), hostname));
    keep(client);
    // Each end learns of the other's end by its own socket being closed; why is no matter of the door's.
    client.once("error", () => target.destroy()).once("close", () => target.destroy());
    target.once("error", () => client.destroy()).once("close", () => client.destroy());
    client.pipe(target).pipe(client);
  });
  server.listen(at.port, at.host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
