/** The one address in front of several relays: each connection goes to the next relay that takes it. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface OneAddress {
  url: string;
  /** The port of the relay that has the newest connection. */
  readonly newest: number | undefined;
  close(): Promise<void>;
}

/** @param ports of the relays that run now; asked for at each connection */
export async function startProxy(ports: () => readonly number[]): Promise<OneAddress> {
  let next = 0;
  let newest: number | undefined;
  const open = new Set<Socket>();
  const forward = (client: Socket, left: readonly number[]): void => {
    const [port, ...others] = left;
    if (port === undefined || client.destroyed) {
      client.destroy();
      return;
    }
    const relay = connect(port, "127.0.0.1");
    relay.once("error", () => {
      if (relay.connecting || relay.bytesRead === 0) forward(client, others);
    });
    relay.once("connect", () => {
      newest = port;
      client.pipe(relay).pipe(client);
      client.once("close", () => relay.destroy());
      relay.once("close", () => client.destroy());
    });
  };
  const server = createServer((client) => {
    open.add(client);
    client.once("close", () => open.delete(client));
    client.on("error", () => {});
    const running = ports();
    next += 1;
    forward(
      client,
      running.map((_, index) => running[(index + next) % running.length]!),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get newest() {
      return newest;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
