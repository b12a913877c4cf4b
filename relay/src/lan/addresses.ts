/** Under which addresses and names other devices of the local network find this machine. */
import { isIPv4 } from "node:net";
import type { NetworkInterfaceInfo } from "node:os";

/** Bridges and tunnels of containers and virtual machines: no device of the network reaches them. */
const VIRTUAL = /^(docker|br-|veth|virbr|cni|flannel|cali|podman|lxc|vmnet)/;
/** RFC 3927: an address that a machine gave itself because it got none. */
const LINK_LOCAL = /^169\.254\./;
/** RFC 1123, section 2.1, one label. */
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

export interface Found {
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;
  /** The interface of the default route; undefined where there is none. */
  defaultInterface: string | undefined;
  hostName: string;
  /** What the person says it is: an address or a name. Empty: nothing was said. */
  said: string;
}

/** The first is the one to give to people: what was said, else the address on the default route. */
export function lanAddresses({ interfaces, defaultInterface, hostName, said }: Found): string[] {
  const addresses = Object.entries(interfaces)
    .filter(([name]) => !VIRTUAL.test(name))
    .sort(([a], [b]) => Number(b === defaultInterface) - Number(a === defaultInterface))
    .flatMap(([, entries]) => entries ?? [])
    .filter(({ internal, family, address }) => !internal && family === "IPv4" && !LINK_LOCAL.test(address))
    .map(({ address }) => address);
  const label = hostName.toLowerCase().split(".")[0] ?? "";
  const names = LABEL.test(label) && label !== "localhost" ? [label, `${label}.local`] : [];
  return [...new Set([...(said === "" ? [] : [said]), ...addresses, ...names, "localhost"])];
}

/** The interface of the default route in the text of `/proc/net/route`, with the least metric. */
export function defaultInterface(routes: string): string | undefined {
  const defaults = routes
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"))
    .filter(([, destination, , , , , , mask]) => destination === "00000000" && mask === "00000000")
    .sort((a, b) => Number(a[6]) - Number(b[6]));
  return defaults[0]?.[0];
}

/** IPv4, or labels as host names have them. */
export const isAddressOrName = (text: string): boolean =>
  isIPv4(text) || (!/^[\d.]+$/.test(text) && text.split(".").every((label) => LABEL.test(label)));
