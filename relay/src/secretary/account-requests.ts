/** Single requests to the objects of a CalDAV account (RFC 4791, section 5.3.2). */
import { strong } from "./edit-event.ts";
import { type GuardedRules, guardedFetch } from "./guarded-fetch.ts";
import type { CalendarSource } from "./port.ts";
import { basic, toItsOwnHost } from "./read-calendar.ts";

export interface ObjectRequest {
  method: "GET" | "PUT" | "DELETE";
  href: string;
  /** iCalendar, of a PUT. */
  text?: string;
  /** A strong ETag (RFC 9110, section 13.1.1): only that state. */
  ifMatch?: string | undefined;
  /** Only where there is nothing. */
  ifNone?: boolean;
}

export interface ObjectAnswer {
  status: number;
  /** Strong; null where none was told, or a weak one. */
  etag: string | null;
  /** Of a GET; null where it is not UTF-8. */
  text: string | null;
}

/** @throws where no answer came: PageError, or the signal's reason */
export type SendToAccount = (
  account: Pick<CalendarSource, "url" | "username" | "password">,
  request: ObjectRequest,
  signal: AbortSignal,
) => Promise<ObjectAnswer>;

/** To the account's own host alone, and where a redirect leads never. */
export function sendToAccount(rules: GuardedRules): SendToAccount {
  return async (account, { method, href, text, ifMatch, ifNone = false }, signal) => {
    const request = toItsOwnHost(account, guardedFetch(rules, signal));
    const response = await request(href, {
      method,
      redirect: "manual",
      headers: {
        authorization: basic(account.username ?? "", account.password ?? ""),
        ...(text === undefined ? {} : { "content-type": "text/calendar; charset=utf-8" }),
        ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
        ...(ifNone ? { "if-none-match": "*" } : {}),
      },
      ...(text === undefined ? {} : { body: text }),
    });
    return {
      status: response.status,
      etag: strong(response.headers.get("etag")),
      text: method === "GET" ? utf8(await response.arrayBuffer()) : null,
    };
  };
}

function utf8(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
