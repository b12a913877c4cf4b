/** Who may talk to this relay: the token, the page's origin, the subprotocol. The same rules for sockets and /api. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { SESSION_ID_PATTERN, SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from "@hisho/protocol";
import ipaddr from "ipaddr.js";
import { isLoopback, type TrustedProxy } from "../env.ts";

export interface AdmissionRules {
  token: string | undefined;
  /** Knows the tokens of paired devices; absent where none are paired. */
  devices?: { identify(token: string): Promise<string | undefined> };
  /** Whoever talks from this very machine, straight and to a name of this machine, needs no token. */
  openToThisMachine?: boolean;
  /** The names and addresses under which others find this relay, now; absent where it knows none. */
  hosts?: () => readonly string[];
  allowedOrigins: readonly string[];
  trustedProxies: readonly TrustedProxy[];
  /** Who reads the metrics without a token, straight and not by a proxy. */
  metricsFrom?: readonly TrustedProxy[];
}

export interface Caller {
  headers: IncomingHttpHeaders;
  remoteAddress: string | undefined;
}

export type Authentication = "ok" | "missing" | "wrong";

export interface Identity {
  authentication: Authentication;
  /** The paired device whose token was shown. */
  deviceId?: string;
}

export type Admission =
  | { ok: true; sessionId: string }
  | { ok: false; status: 400 | 401 | 403 | 426 | 503; title: string };

const FORWARDED = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];
const SESSION_PATH = /^\/ws\/session\/([^/?#]*)$/;

/** Whether a socket is accepted; the first reason that applies, in the order of docs/protocol.md, "Connect". */
export function admitSocket(
  path: string,
  caller: Caller,
  rules: AdmissionRules,
  { authentication }: Identity,
  admits: (sessionId: string) => boolean,
): Admission {
  const sessionId = SESSION_PATH.exec(path)?.[1] ?? "";
  if (!SESSION_ID_PATTERN.test(sessionId)) {
    return { ok: false, status: 400, title: "The session id has 1 to 64 of A-Z a-z 0-9 _ and -" };
  }
  const offered = subprotocols(caller.headers);
  if (authentication !== "ok") return { ok: false, status: 401, title: `The token is ${authentication}` };
  if (!originAllowed(caller, rules)) return { ok: false, status: 403, title: "This origin is not allowed" };
  if (!offered.includes(SUBPROTOCOL)) return { ok: false, status: 426, title: `The subprotocol is ${SUBPROTOCOL}` };
  if (!admits(sessionId)) return { ok: false, status: 503, title: "Full, or shutting down" };
  return { ok: true, sessionId };
}

/** Who asks: by the token of the Authorization header or, before an upgrade, of the subprotocol entry. */
export async function identify(caller: Caller, rules: AdmissionRules): Promise<Identity> {
  if (!needsToken(rules)) return { authentication: "ok" };
  const token = bearer(caller.headers) ?? tokenOfSubprotocol(caller.headers) ?? "";
  if (rules.token !== undefined && token !== "" && isSame(token, rules.token)) return { authentication: "ok" };
  const deviceId = token === "" ? undefined : await rules.devices?.identify(token);
  if (deviceId !== undefined) return { authentication: "ok", deviceId };
  if (rules.openToThisMachine === true && isThisMachine(caller)) return { authentication: "ok" };
  return { authentication: token === "" ? "missing" : "wrong" };
}

/** Whether the metrics are shown without a token: to this machine, and to the networks that were named for it. */
export function mayWatch(caller: Caller, { metricsFrom = [] }: AdmissionRules): boolean {
  const { headers, remoteAddress } = caller;
  return isThisMachine(caller) || (!isForwarded(headers) && isTrusted(remoteAddress, metricsFrom));
}

/** The caller's address, by a trusted proxy's word where there is one. */
export function addressOf({ headers, remoteAddress = "" }: Caller, rules: AdmissionRules): string {
  const forwarded = headers["x-forwarded-for"];
  if (typeof forwarded !== "string" || !isTrusted(remoteAddress, rules.trustedProxies)) return remoteAddress;
  // The last entry is the trusted proxy's own; those before it are anybody's.
  const last = forwarded.split(",").at(-1)?.trim() ?? "";
  return ipaddr.isValid(last) ? last : remoteAddress;
}

const needsToken = ({ token, devices }: AdmissionRules): boolean => token !== undefined || devices !== undefined;

/**
 * Absent, the page's own host, or named in ALLOWED_ORIGINS. Where the relay knows its names, the host is one of them or
 * this machine; else, without a token, it is this machine.
 */
export function originAllowed(caller: Caller, rules: AdmissionRules): boolean {
  const host = hostOf(caller, rules);
  const hostname = host === undefined ? undefined : parseHost(host);
  const allowedHosts = rules.allowedOrigins.map((origin) => new URL(origin).host);
  // A name that anybody may point at this machine (DNS rebinding) is not the page's own host.
  const ownHost =
    hostname !== undefined && (isOwn(hostname, rules) || isLoopback(hostname) || allowedHosts.includes(host ?? ""));
  const { origin } = caller.headers;
  if (origin === undefined) return ownHost || host === undefined;
  if (rules.allowedOrigins.includes(origin)) return true;
  return ownHost && URL.canParse(origin) && new URL(origin).host === host;
}

/** A proxy leaves its traces. */
const isForwarded = (headers: IncomingHttpHeaders): boolean => FORWARDED.some((name) => headers[name] !== undefined);

const isOwn = (hostname: string, rules: AdmissionRules): boolean =>
  rules.hosts?.().includes(hostname) ?? needsToken(rules);

/** A proxy leaves its traces, and a name that anybody may point here (DNS rebinding) is not this machine's. */
function isThisMachine({ headers, remoteAddress }: Caller): boolean {
  const hostname = parseHost(headers.host ?? "");
  return !isForwarded(headers) && isLoopback(remoteAddress ?? "") && hostname !== undefined && isLoopback(hostname);
}

function isSame(shown: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(shown), digest(expected));
}

function tokenOfSubprotocol(headers: IncomingHttpHeaders): string | undefined {
  const shown = subprotocols(headers).find((entry) => entry.startsWith(TOKEN_SUBPROTOCOL_PREFIX));
  return shown === undefined
    ? undefined
    : Buffer.from(shown.slice(TOKEN_SUBPROTOCOL_PREFIX.length), "base64url").toString();
}

function bearer(headers: IncomingHttpHeaders): string | undefined {
  return /^Bearer ([\x21-\x7e]+)$/i.exec(headers.authorization ?? "")?.[1];
}

function subprotocols(headers: IncomingHttpHeaders): string[] {
  return (headers["sec-websocket-protocol"] ?? "").split(",").map((entry) => entry.trim());
}

function hostOf({ headers, remoteAddress }: Caller, rules: AdmissionRules): string | undefined {
  const forwarded = headers["x-forwarded-host"];
  const host =
    typeof forwarded === "string" && isTrusted(remoteAddress, rules.trustedProxies) ? forwarded : headers.host;
  return host?.split(",")[0]?.trim().toLowerCase();
}

function parseHost(host: string): string | undefined {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, "") : undefined;
}

function isTrusted(address: string | undefined, proxies: readonly TrustedProxy[]): boolean {
  if (address === undefined || !ipaddr.isValid(address)) return false;
  const caller = ipaddr.process(address);
  return proxies.some((proxy) => {
    const network = ipaddr.parse(proxy.address);
    return caller.kind() === network.kind() && caller.match(network, proxy.prefixBits);
  });
}
