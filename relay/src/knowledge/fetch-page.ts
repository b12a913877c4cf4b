import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isPublicAddress, type Lookup, literalAddress, lookupAll, type ResolvedAddress } from "./public-address.ts";

const MAX_REDIRECTS = 5;
const TIMEOUT_MS = 15_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** What is asked for. The bytes decide what it is, so anything that may hold text is taken. */
const MEDIA_TYPES = [
  "text/html",
  "application/xhtml+xml",
  "text/plain",
  "text/markdown",
  "text/x-markdown",
  "text/csv",
  "text/tab-separated-values",
  "application/pdf",
  "application/epub+zip",
  "application/zip",
  "application/octet-stream",
];
const OFFICE = "application/vnd.openxmlformats-officedocument.";

export type PageErrorReason =
  | "address"
  | "private"
  | "unreachable"
  | "status"
  | "media-type"
  | "too-large"
  | "redirects";

/** A page could not be had; the message is for whoever asked for it. */
export class PageError extends Error {
  readonly reason: PageErrorReason;

  constructor(reason: PageErrorReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "PageError";
    this.reason = reason;
  }
}

export interface Page {
  /** Where it was found, after redirects. */
  url: string;
  bytes: Uint8Array;
  /** The encoding's label where the server named one. */
  charset: string | undefined;
}

export interface FetchRules {
  maxBytes: number;
  /** For the whole of it, redirects included. */
  timeoutMs?: number;
  lookup?: Lookup;
  /** Which addresses may be asked. */
  isAllowed?: (address: string) => boolean;
}

/**
 * Gets a page or a document from the public internet. Each address is checked after its name is resolved, at every redirect, and
 * the connection goes to the checked address itself, so that a name which answers differently the next time gains nothing.
 * @throws PageError, or the signal's reason when aborted
 */
export async function fetchPage(url: string, rules: FetchRules, signal: AbortSignal): Promise<Page> {
  const timeout = AbortSignal.timeout(rules.timeoutMs ?? TIMEOUT_MS);
  const either = AbortSignal.any([signal, timeout]);
  try {
    return await follow(url, rules, either);
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.aborted) throw new PageError("unreachable", "the page took too long", error);
    throw error;
  }
}

async function follow(url: string, rules: FetchRules, signal: AbortSignal): Promise<Page> {
  let target = parseTarget(url);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await get(target, await resolve(target, rules, signal), rules, signal);
    const { statusCode = 0, headers } = response;
    if (!REDIRECTS.has(statusCode)) return read(target, response, rules.maxBytes);
    response.destroy();
    if (headers.location === undefined) throw new PageError("status", `status ${statusCode} without a place to go`);
    target = parseTarget(headers.location, target);
  }
  throw new PageError("redirects", `more than ${MAX_REDIRECTS} redirects`);
}

/** An address that may be asked, as far as it says itself. @throws PageError `address` */
export function parseTarget(url: string, base?: URL): URL {
  if (!URL.canParse(url, base?.href)) throw new PageError("address", "this is not an address");
  const target = new URL(url, base?.href);
  if (target.protocol !== "http:" && target.protocol !== "https:") {
    throw new PageError("address", "only http and https addresses are read");
  }
  if (target.username !== "" || target.password !== "") {
    throw new PageError("address", "an address with a name or password in it is not read");
  }
  return target;
}

/** One address of the host, when all of them are allowed. @throws PageError, or the signal's reason */
export async function resolve(
  { hostname }: URL,
  rules: Pick<FetchRules, "lookup" | "isAllowed">,
  signal: AbortSignal,
): Promise<ResolvedAddress> {
  const { lookup = lookupAll, isAllowed = isPublicAddress } = rules;
  const literal = literalAddress(hostname);
  let addresses: ResolvedAddress[];
  try {
    addresses = literal === undefined ? await lookup(hostname) : [literal];
  } catch (cause) {
    throw new PageError("unreachable", `${hostname} is not known`, cause);
  }
  signal.throwIfAborted();
  const [first] = addresses;
  if (first === undefined) throw new PageError("unreachable", `${hostname} has no address`);
  if (!addresses.every(({ address }) => isAllowed(address))) {
    throw new PageError("private", `${hostname} is not on the public internet`);
  }
  return first;
}

const GET: Question = {
  method: "GET",
  headers: { Accept: `${MEDIA_TYPES.join(", ")}, */*;q=0.1`, "Accept-Encoding": "identity" },
};

/** One request. */
export interface Question {
  method: string;
  headers: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
}

/**
 * Asks the checked address itself, whatever its name says by then.
 * @throws PageError, or the signal's reason
 */
export function get(
  target: URL,
  pinned: ResolvedAddress,
  rules: Pick<FetchRules, "isAllowed">,
  signal: AbortSignal,
  { method, headers, body }: Question = GET,
): Promise<IncomingMessage> {
  const { isAllowed = isPublicAddress } = rules;
  const request = target.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const outgoing = request(target, {
      agent: false,
      signal,
      method,
      headers: { ...headers, "User-Agent": "hisho" },
      lookup: (_name, options, callback) => {
        if (options.all) callback(null, [pinned]);
        else callback(null, pinned.address, pinned.family);
      },
    });
    outgoing.once("socket", (socket) =>
      socket.once("connect", () => {
        if (!isAllowed(socket.remoteAddress ?? "")) {
          outgoing.destroy(new PageError("private", `${target.hostname} is not on the public internet`));
        }
      }),
    );
    outgoing.once("response", resolve);
    outgoing.once("error", (cause) => {
      reject(
        cause instanceof PageError ? cause : new PageError("unreachable", `${target.hostname} does not answer`, cause),
      );
    });
    outgoing.end(body);
  });
}

async function read(target: URL, response: IncomingMessage, maxBytes: number): Promise<Page> {
  try {
    const { statusCode = 0, headers } = response;
    if (statusCode !== 200) throw new PageError("status", `the page answered with status ${statusCode}`);
    const [mediaType = "", ...parameters] = (headers["content-type"] ?? "").split(";").map((part) => part.trim());
    const type = mediaType.toLowerCase();
    if (!MEDIA_TYPES.includes(type) && !type.startsWith(OFFICE)) {
      throw new PageError(
        "media-type",
        `${mediaType || "a page without a type"} is not read; give a web page, a document or plain text`,
      );
    }
    if ((headers["content-encoding"] ?? "identity") !== "identity") {
      throw new PageError("media-type", "the page is compressed although that was not asked for");
    }
    if (Number(headers["content-length"] ?? 0) > maxBytes) throw tooLarge(maxBytes);
    const bytes = await readBody(response, maxBytes);
    const charset = parameters.map((parameter) => /^charset="?([\w-]+)"?$/i.exec(parameter)?.[1]).find(Boolean);
    return { url: target.href, bytes, charset };
  } finally {
    response.destroy();
  }
}

const tooLarge = (maxBytes: number): PageError =>
  new PageError("too-large", `the page has more than ${maxBytes} bytes`);

/** @throws PageError `too-large`, `unreachable` */
export async function readBody(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > maxBytes) throw tooLarge(maxBytes);
      parts.push(part);
    }
  } catch (cause) {
    throw cause instanceof PageError ? cause : new PageError("unreachable", "the page broke off", cause);
  }
  return Buffer.concat(parts);
}
