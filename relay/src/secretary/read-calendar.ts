/** Gets a subscribed calendar from where it lies. */
import { createDAVClient, type DAVCalendar } from "tsdav";
import { PageError, parseTarget } from "../knowledge/fetch-page.ts";
import { digestOf } from "./digest.ts";
import { type GuardedRules, guardedFetch } from "./guarded-fetch.ts";
import type { CalendarBodies, CalendarFailure, CalendarObject, CalendarSource, Collection } from "./port.ts";

const DAY_MS = 86_400_000;
/** Of a CalDAV account, what is read around now. Repeated events that began earlier are among it (RFC 4791, section 9.9). */
const PAST_DAYS = 60;
const AHEAD_DAYS = 400;
const MOST_CALENDARS = 30;
const MOST_NAME_CHARACTERS = 200;

export class CalendarError extends Error {
  readonly reason: CalendarFailure;

  constructor(reason: CalendarFailure, cause?: unknown) {
    super(`the calendar could not be read: ${reason}`, cause === undefined ? undefined : { cause });
    this.name = "CalendarError";
    this.reason = reason;
  }
}

type Source = Pick<CalendarSource, "kind" | "url" | "username" | "password" | "etag" | "lastModified">;

/**
 * @returns null when it has not changed since
 * @throws CalendarError, or the signal's reason
 */
export async function readCalendar(
  source: Source,
  rules: GuardedRules,
  now: Date,
  signal: AbortSignal,
): Promise<CalendarBodies | null> {
  const request = guardedFetch(rules, signal);
  let away: PageError | undefined;
  try {
    return source.kind === "caldav"
      ? await readAccount(
          source,
          toItsOwnHost(source, request, (error) => (away = error)),
          now,
        )
      : await readFile(source, request);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof CalendarError ? error : new CalendarError(reasonOf(away ?? error), error);
  }
}

/** Calendars are given out as `webcal:` addresses too, which are http ones (a registered provisional scheme). */
export const addressOf = (url: string): string => url.trim().replace(/^webcals?:/i, "https:");

/** Accounts of these lie on numbered hosts below, which their discovery names (Apple's iCloud). */
const FAMILIES = ["icloud.com"];

/**
 * A server's discovery may lead anywhere, and its client takes the password along (RFC 6764, section 8): it goes to the
 * account's own host alone.
 * @param onAway told of a refusal, which the client keeps to itself
 */
export function toItsOwnHost(
  { url }: Pick<CalendarSource, "url">,
  request: typeof fetch,
  onAway: (error: PageError) => void = () => {},
): typeof fetch {
  const home = parseTarget(addressOf(url ?? ""));
  const family = FAMILIES.find((name) => home.hostname.endsWith(`.${name}`));
  return async (input, init) => {
    const target = parseTarget(input instanceof Request ? input.url : String(input));
    const isSafer = target.hostname === home.hostname && target.protocol === "https:";
    const isKin = family !== undefined && target.protocol === "https:" && target.hostname.endsWith(`.${family}`);
    if (target.origin === home.origin || isSafer || isKin) return request(input, init);
    const error = new PageError("address", `${home.host} leads to ${target.host}, which is not shown its password`);
    onAway(error);
    throw error;
  };
}

async function readFile(source: Source, request: typeof fetch): Promise<CalendarBodies | null> {
  const { url, username, password, etag, lastModified } = source;
  if (url === null) return null;
  const response = await request(addressOf(url), {
    headers: {
      accept: "text/calendar, text/plain;q=0.5, */*;q=0.1",
      ...(username === null ? {} : { authorization: basic(username, password ?? "") }),
      ...(etag === null ? {} : { "if-none-match": etag }),
      ...(lastModified === null ? {} : { "if-modified-since": lastModified }),
    },
  });
  if (response.status === 304) return null;
  if (response.status === 401 || response.status === 403) throw new CalendarError("refused");
  if (response.status === 404 || response.status === 410) throw new CalendarError("no-calendar");
  if (!response.ok) throw new CalendarError("unreachable");
  const text = await response.text();
  if (!isCalendar(text)) throw new CalendarError("no-calendar");
  checkSize([text]);
  return { bodies: [text], etag: response.headers.get("etag"), lastModified: response.headers.get("last-modified") };
}

/** More than anybody has lived through; to unfold them would take minutes. */
const MOST_EVENTS = 50_000;

/** @throws CalendarError when there are more events than can be looked through */
export function checkSize(bodies: readonly string[]): void {
  let events = 0;
  for (const body of bodies) for (const _ of body.matchAll(/^BEGIN:VEVENT/gim)) events += 1;
  if (events > MOST_EVENTS) throw new CalendarError("too-large");
}

/** Whether a text is iCalendar, as far as its beginning tells. */
export const isCalendar = (text: string): boolean => /^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text);

async function readAccount(source: Source, request: typeof fetch, now: Date): Promise<CalendarBodies> {
  const client = await createDAVClient({
    serverUrl: addressOf(source.url ?? ""),
    credentials: { username: source.username ?? "", password: source.password ?? "" },
    authMethod: "Basic",
    defaultAccountType: "caldav",
    fetch: request,
  });
  const calendars = await client.fetchCalendars({ props: PROPS, projectedProps: { currentUserPrivilegeSet: true } });
  const held = calendars.filter(({ components }) => components === undefined || components.includes("VEVENT"));
  if (held.length === 0) throw new CalendarError("no-calendar");
  const timeRange = {
    start: new Date(now.getTime() - PAST_DAYS * DAY_MS).toISOString(),
    end: new Date(now.getTime() + AHEAD_DAYS * DAY_MS).toISOString(),
  };
  const collections: Collection[] = [];
  const read: CalendarObject[] = [];
  for (const calendar of held.slice(0, MOST_CALENDARS)) {
    const collection = collectionOf(calendar);
    collections.push(collection);
    const objects = await client.fetchCalendarObjects({ calendar, timeRange });
    for (const { url: href, etag = null, data: text } of objects) {
      if (typeof text === "string" && isCalendar(text)) read.push({ href, collection: collection.id, etag, text });
    }
  }
  checkSize(read.map(({ text }) => text));
  return { bodies: [], etag: null, lastModified: null, objects: read, collections };
}

/** Those that its client asks for, and what may be done there (RFC 3744, section 5.4). */
const PROPS = {
  "d:displayname": {},
  "d:resourcetype": {},
  "c:supported-calendar-component-set": {},
  "d:current-user-privilege-set": {},
};

function collectionOf({ url, displayName, projectedProps }: DAVCalendar): Collection {
  const name = typeof displayName === "string" || typeof displayName === "number" ? String(displayName).trim() : "";
  const lastPart = new URL(url).pathname.split("/").findLast((part) => part !== "") ?? "";
  return {
    id: digestOf(url),
    url,
    name: name === "" ? lastPart : name.slice(0, MOST_NAME_CHARACTERS),
    writable: isWritable(projectedProps?.currentUserPrivilegeSet),
  };
}

/** @param told as its client read it; a server that tells nothing says so when it is first written to */
function isWritable(told: unknown): boolean {
  if (typeof told !== "object" || told === null || !("privilege" in told)) return true;
  const granted = new Set([told.privilege].flat().flatMap((each) => Object.keys(each ?? {})));
  return granted.has("all") || granted.has("write") || (granted.has("writeContent") && granted.has("bind"));
}

export const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

function reasonOf(error: unknown): CalendarFailure {
  if (error instanceof PageError) {
    if (error.reason === "too-large") return "too-large";
    return error.reason === "address" || error.reason === "private" ? "address" : "unreachable";
  }
  // What tsdav throws names the reason in words only.
  const words = error instanceof Error ? error.message : "";
  if (/credentials|unauthori[sz]ed|401|403|forbidden/i.test(words)) return "refused";
  return /homeUrl|principal|calendar/i.test(words) ? "no-calendar" : "unreachable";
}
