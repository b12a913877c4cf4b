import { lookup as systemLookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";

export interface ResolvedAddress {
  address: string;
  family: 4 | 6;
}

/** All addresses of a name. @throws the resolver's error */
export type Lookup = (name: string) => Promise<ResolvedAddress[]>;

export const lookupAll: Lookup = async (name) => {
  const found = await systemLookup(name, { all: true, verbatim: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/** All that IANA gives out of IPv6 as global unicast; without it `::7f00:1` would count as such. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Whether an address belongs to the public internet: global unicast in the registries of RFC 6890. Everything that leads
 * elsewhere (private, loopback, link-local, mapped and translated IPv4, tunnels) does not.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== "unicast") return false;
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_IPV6);
}

/** The host of a URL as an address; undefined for a name. `URL` has made one form of decimal, hex and octal IPv4. */
export function literalAddress(hostname: string): ResolvedAddress | undefined {
  const address = hostname.replace(/^\[|\]$/g, "");
  if (!ipaddr.isValid(address)) return undefined;
  return { address, family: ipaddr.parse(address).kind() === "ipv6" ? 6 : 4 };
}
