/** `fetch` for addresses that a person gave: the public internet and the named hosts only, checked at every step. */
import { get, PageError, parseTarget, readBody, resolve } from "../knowledge/fetch-page.ts";
import { isPublicAddress, type Lookup } from "../knowledge/public-address.ts";
import { withTimeLimit } from "../time-limit.ts";

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** What a body may have; a calendar of ten thousand events has some 5 MB. */
const MOST_BYTES = 20 * 1024 * 1024;
/** What all bodies of one reading may have: of an account as a whole, however many answers it sends. */
const MOST_BYTES_TOGETHER = 3 * MOST_BYTES;
const TIMEOUT_MS = 20_000;
/** Statuses without a body (RFC 9110, section 15). */
const EMPTY = new Set([101, 204, 205, 304]);

export interface GuardedRules {
  /** Lower case; may have addresses of any network. */
  hosts: readonly string[];
  lookup?: Lookup;
}

/**
 * The interface of `fetch`, as far as calendars need it: text bodies, headers as a record, `redirect` `manual`. A redirect
 * to another host takes no credentials with it.
 * @throws PageError, or the signal's reason
 */
export function guardedFetch(rules: GuardedRules, signal: AbortSignal): typeof fetch {
  let leftBytes = MOST_BYTES_TOGETHER;
  return async (input, init = {}) => {
    const either = withTimeLimit(signal, TIMEOUT_MS);
    let target = parseTarget(input instanceof Request ? input.url : String(input));
    let headers = Object.fromEntries(new Headers(init.headers).entries());
    let method = init.method ?? "GET";
    let body = typeof init.body === "string" ? init.body : undefined;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const allowed = { ...rules, isAllowed: allows(rules, target.hostname) };
      const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
      const question = { method, headers: { ...headers, ...length, "accept-encoding": "identity" }, ...given(body) };
      const answer = await get(target, await resolve(target, allowed, either), allowed, either, question);
      const { statusCode = 0, headers: told } = answer;
      if (!REDIRECTS.has(statusCode) || told.location === undefined || init.redirect === "manual") {
        const mostBytes = Math.min(MOST_BYTES, leftBytes);
        if (Number(told["content-length"] ?? 0) > mostBytes) {
          answer.destroy();
          throw new PageError("too-large", `the answer has more than ${mostBytes} bytes`);
        }
        const bytes = await readBody(answer, mostBytes);
        leftBytes -= bytes.length;
        return responseOf(target, statusCode, told, bytes);
      }
      answer.destroy();
      const next = parseTarget(told.location, target);
      if (next.origin !== target.origin) {
        const { authorization: _, ...rest } = headers;
        headers = rest;
      }
      if (statusCode === 303) {
        method = "GET";
        body = undefined;
      }
      target = next;
    }
    throw new PageError("redirects", `more than ${MAX_REDIRECTS} redirects`);
  };
}

const given = (body: string | undefined): { body?: string } => (body === undefined ? {} : { body });

const allows = ({ hosts }: GuardedRules, hostname: string): ((address: string) => boolean) =>
  hosts.includes(hostname.toLowerCase().replace(/^\[|\]$/g, "")) ? () => true : isPublicAddress;

function responseOf(target: URL, status: number, told: NodeJS.Dict<string | string[]>, bytes: Uint8Array): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(told)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const response = new Response(EMPTY.has(status) ? null : new Uint8Array(bytes), { status, headers });
  Object.defineProperty(response, "url", { value: target.href });
  return response;
}
