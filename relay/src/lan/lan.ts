/** `LAN=on`: the relay over HTTPS for the local network, by an authority of its own, and the page that installs it. */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { Server } from "node:http";
import { createServer, type Server as SecureServer } from "node:https";
import { type AddressInfo, isIPv4 } from "node:net";
import { hostname, networkInterfaces } from "node:os";
import path from "node:path";
import type { Clock } from "../clock.ts";
import { EnvironmentError, type LanSettings } from "../env.ts";
import type { Attach } from "../http/server.ts";
import type { Log } from "../log.ts";
import type { PairingPlace } from "../pairing/announce.ts";
import { defaultInterface, type Found, lanAddresses } from "./addresses.ts";
import type { KeyedCertificate } from "./authority.ts";
import { keepAuthority, keepServerCertificate } from "./kept-certificates.ts";
import { isLocal } from "./local.ts";
import { createSetupServer } from "./setup-server.ts";

const LOOK_AGAIN_EVERY_MS = 60_000;
const EVERY_ADDRESS = "0.0.0.0";
const NOBODY = "localhost";

export interface LanParts {
  settings: LanSettings;
  /** An origin under which the relay is found besides; undefined where there is none. */
  publicUrl: string | undefined;
  /** Absolute. */
  dataDirectory: string;
  clock: Clock;
  log: Log;
  /** What the machine says of its networks now. */
  look?: () => Promise<Omit<Found, "said">>;
}

export interface Lan {
  /** The addresses and names of the certificate, the one to give to people first, and the public one. */
  hosts(): readonly string[];
  /** Where a new device goes. Right once `listen` has resolved. */
  place(): PairingPlace;
  /** Opens both ports and looks from time to time for other addresses. @throws EnvironmentError when a port cannot be had */
  listen(attach: Attach): Promise<void>;
  close(): Promise<void>;
}

/** @throws EnvironmentError when the certificates cannot be kept */
export async function openLan({
  settings,
  publicUrl,
  dataDirectory,
  clock,
  log,
  look = lookAround,
}: LanParts): Promise<Lan> {
  const directory = path.join(dataDirectory, "lan");
  const publicHosts = publicUrl === undefined ? [] : [new URL(publicUrl).hostname];
  const hostsNow = async (): Promise<string[]> =>
    lanAddresses({ ...(await look()), said: settings.address ?? "" }).filter(isLocal);
  const authority = await keepAuthority(directory, (await look()).hostName, clock.date());
  let hosts = await hostsNow();
  let certificate = await keepServerCertificate(directory, authority, hosts, clock.date());
  const secure = createServer({ cert: certificate.certificate, key: certificate.key });
  const place = (): PairingPlace => ({
    url: `https://${hosts[0] ?? NOBODY}:${portOf(secure)}`,
    setup: { url: `http://${hosts[0] ?? NOBODY}:${portOf(plain)}`, fingerprint: authority.fingerprint },
  });
  const plain = createSetupServer(authority.der, () => {
    const { url, setup } = place();
    return { secretary: url, page: setup?.url ?? "" };
  });

  if (settings.address === undefined && !hosts.some((host) => isIPv4(host))) {
    log.warn("no address in a local network was found: set LAN_ADDRESS to the one that devices use");
  }

  let closed = false;
  let cancel = (): void => {};
  const take = (next: KeyedCertificate, names: string[]): void => {
    certificate = next;
    hosts = names;
    secure.setSecureContext({ cert: next.certificate, key: next.key });
    log.info("a new certificate for the local network", { hosts: names });
  };
  const lookAgain = async (): Promise<void> => {
    try {
      const names = await hostsNow();
      const next = await keepServerCertificate(directory, authority, names, clock.date());
      if (next.certificate !== certificate.certificate) take(next, names);
    } catch (error) {
      log.error("the certificate for the local network could not be renewed", { error });
    }
    keepLooking();
  };
  const keepLooking = (): void => {
    if (!closed) cancel = clock.after(LOOK_AGAIN_EVERY_MS, () => void lookAgain());
  };

  return {
    hosts: () => [...hosts, ...publicHosts],
    place,
    async listen(attach) {
      attach(secure);
      await listenOn(secure, settings.httpsPort, "LAN_PORT");
      await listenOn(plain, settings.setupPort, "LAN_SETUP_PORT");
      keepLooking();
    },
    async close() {
      closed = true;
      cancel();
      await Promise.all([shut(secure), shut(plain)]);
    },
  };
}

const lookAround = async (): Promise<Omit<Found, "said">> => ({
  interfaces: networkInterfaces(),
  // Only Linux has it; elsewhere the interfaces keep their own order.
  defaultInterface: defaultInterface(await readFile("/proc/net/route", "utf8").catch(() => "")),
  hostName: hostname(),
});

const portOf = (server: Server | SecureServer): number => (server.address() as AddressInfo | null)?.port ?? 0;

async function listenOn(server: Server | SecureServer, port: number, field: string): Promise<void> {
  server.listen(port, EVERY_ADDRESS);
  await once(server, "listening").catch((error: NodeJS.ErrnoException) => {
    const expected =
      error.code === "EADDRINUSE"
        ? `port ${port} is used by another program: stop that, or set another ${field}.`
        : error.code === "EACCES"
          ? `this account may not listen on port ${port}: set a ${field} above 1023.`
          : `nothing can listen on port ${port}: ${error.message}`;
    throw new EnvironmentError([{ field, expected }]);
  });
}

async function shut(server: Server | SecureServer): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
