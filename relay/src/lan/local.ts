/** Which addresses and names are of a local network. */
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * All that the authority may vouch for (RFC 5280, section 4.2.1.10): a device that trusts it trusts it for the local
 * network alone, even if its key were stolen. RFC 1918, 6598, 3927, 4193, 4291; RFC 6762, 8375, 6761.
 */
export const LOCAL_NETWORKS = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "127.0.0.0/8",
  "fc00::/7",
  "fe80::/10",
  "::1/128",
];
/** With every name below them. */
export const LOCAL_DOMAINS = ["localhost", "local", "lan", "home", "internal", "localdomain", "home.arpa"];

/** Whether the authority may vouch for that address or name. */
export function isLocal(host: string): boolean {
  if (isIP(host) === 0) return LOCAL_DOMAINS.some((domain) => host === domain || host.endsWith(`.${domain}`));
  const address = ipaddr.process(host);
  return LOCAL_NETWORKS.some((network) => {
    const [base, bits] = ipaddr.parseCIDR(network);
    return base.kind() === address.kind() && address.match(base, bits);
  });
}
