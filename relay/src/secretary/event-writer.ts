/** Writes events to the objects of the CalDAV account that is written to. Nothing is overwritten unread, nor written twice. */
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { WriteRefusal } from "@hisho/protocol";
import type { AgendaEvent } from "@hisho/providers/llm/port.ts";
import type { Clock } from "../clock.ts";
import { PageError } from "../knowledge/fetch-page.ts";
import type { Log } from "../log.ts";
import { withTimeLimit } from "../time-limit.ts";
import type { ObjectAnswer, ObjectRequest, SendToAccount } from "./account-requests.ts";
import { changedObject, isSameText, newObject, obstacleIn, strong, uidIn, versionOf } from "./edit-event.ts";
import { eventIn, objectIdOf } from "./event-of.ts";
import type {
  CalendarObject,
  CalendarSource,
  CalendarStore,
  Collection,
  EventChange,
  EventWriting,
  NewEvent,
  NotWritten,
  Written,
} from "./port.ts";

/** For one answer of a server. */
const ANSWER_MS = 10_000;
/** Of the objects that may have been deleted, or not; the oldest is forgotten first. */
const MOST_UNSURE = 100;

export interface EventWriterParts {
  store: CalendarStore;
  send: SendToAccount;
  clock: Pick<Clock, "date">;
  log: Log;
  /** Told of a calendar of which it is not known whether a write of it was done. */
  onUnsure?: (calendar: string) => void;
  /** Default ten seconds. */
  answerMs?: number;
}

/** What lies at an address now; null: nothing. */
type Found = { found: { text: string; etag: string | null } | null } | NotWritten;

export class EventWriter implements EventWriting {
  readonly #parts: EventWriterParts;
  /** Writes to one calendar follow each other. */
  readonly #last = new Map<string, Promise<unknown>>();
  /** Objects of which no answer told whether they were deleted, by their event's id. */
  readonly #unsure = new Map<string, CalendarObject>();

  constructor(parts: EventWriterParts) {
    this.#parts = parts;
  }

  add(calendar: string, event: NewEvent, signal: AbortSignal): Promise<Written> {
    return this.#inTurn(calendar, signal, async (account) => {
      const collection = account.collections.find(({ id }) => id === account.writesTo);
      if (collection?.writable !== true) return { refused: "read-only" };
      const uid = event.uid ?? randomUUID();
      const href = new URL(`${uid}.ics`, withSlash(collection.url)).href;
      const text = newObject(uid, event, this.#parts.clock.date());
      return this.#put(account, { href, collection: collection.id, etag: null, text }, event.timeZone, {
        ifNone: true,
      });
    });
  }

  change(calendar: string, event: string, change: EventChange, signal: AbortSignal): Promise<Written> {
    return this.#inTurn(calendar, signal, async (account) => {
      const known = await this.#known(account, event);
      if (known === undefined) return { refused: "gone" };
      const current = await this.#current(account, known, change, signal);
      if ("refused" in current) {
        const { now } = current;
        return now !== undefined && isAsAsked(now, change) ? { event: now } : current;
      }
      const text = changedObject(current.text, change, this.#parts.clock.date());
      if (text === undefined) return { refused: "read-only" };
      const only = { ifMatch: current.etag ?? undefined, before: current.text };
      return this.#put(account, { ...known, text }, change.timeZone, only);
    });
  }

  remove(
    calendar: string,
    event: string,
    meant: Pick<EventChange, "timeZone" | "etag">,
    signal: AbortSignal,
  ): Promise<Written> {
    return this.#inTurn(calendar, signal, async (account) => {
      const written = await this.#delete(account, event, meant, signal);
      const late = this.#unsure.get(event);
      const isGone = "refused" in written && written.refused === "gone";
      return isGone && late !== undefined ? this.#deleted(account, late, meant.timeZone) : written;
    });
  }

  restore(calendar: string, event: string, timeZone: string, signal: AbortSignal): Promise<Written> {
    return this.#inTurn(calendar, signal, async (account) => {
      const removed = await this.#parts.store.removedObjects(account.id);
      const object = removed.find(({ href }) => objectIdOf(account.id, href) === event);
      if (object === undefined) {
        const back = await this.#known(account, event);
        return back === undefined ? { refused: "gone" } : toldOf(account, back, timeZone);
      }
      if (!isWritable(account, object)) return { refused: "read-only" };
      return this.#put(account, object, timeZone, { ifNone: true });
    });
  }

  /** After the writes before it, with the account as it is then. */
  #inTurn(id: string, signal: AbortSignal, work: (account: CalendarSource) => Promise<Written>): Promise<Written> {
    const turn = (this.#last.get(id) ?? Promise.resolve()).then(async (): Promise<Written> => {
      signal.throwIfAborted();
      const account = (await this.#parts.store.list()).find((each) => each.id === id);
      if (account === undefined) return { refused: "gone" };
      if (account.writesTo === null) return { refused: "read-only" };
      const written = await work(account);
      if ("refused" in written && written.refused === "unknown") this.#parts.onUnsure?.(id);
      return written;
    });
    const settled = turn.catch(() => {}); // told to whoever asked
    this.#last.set(id, settled);
    void settled.then(() => {
      if (this.#last.get(id) === settled) this.#last.delete(id);
    });
    return turn;
  }

  async #known(account: CalendarSource, event: string): Promise<CalendarObject | undefined> {
    const { objects } = await this.#parts.store.bodies(account.id);
    return objects.find(({ href }) => objectIdOf(account.id, href) === event);
  }

  async #delete(
    account: CalendarSource,
    event: string,
    meant: Pick<EventChange, "timeZone" | "etag">,
    signal: AbortSignal,
  ): Promise<Written> {
    const known = await this.#known(account, event);
    if (known === undefined) return { refused: "gone" };
    const current = await this.#current(account, known, meant, signal);
    if ("refused" in current) return current;
    const object = { ...known, ...current };
    const ask = { method: "DELETE", href: known.href, ifMatch: current.etag ?? undefined } as const;
    const notWritten = await this.#write(account, object, meant.timeZone, ask, (now) => {
      if (now === null) return null;
      return isSameText(now.text, current.text) ? "unreachable" : "changed";
    });
    if (notWritten === null) return this.#deleted(account, object, meant.timeZone);
    if (notWritten.refused === "unknown") this.#unsure.set(event, object);
    const [oldest] = this.#unsure.keys();
    if (this.#unsure.size > MOST_UNSURE && oldest !== undefined) this.#unsure.delete(oldest);
    return notWritten;
  }

  /** It can be put back, also where it was read meanwhile that it is not there. */
  async #deleted(account: CalendarSource, object: CalendarObject, timeZone: string): Promise<Written> {
    const { store } = this.#parts;
    this.#unsure.delete(objectIdOf(account.id, object.href));
    await store.saveObject(account.id, object);
    await store.removeObject(account.id, object.href, true);
    return toldOf(account, object, timeZone);
  }

  /** The object as it is on its server, where that is the state that was meant and it may be written. */
  async #current(
    account: CalendarSource,
    known: CalendarObject,
    meant: Pick<EventChange, "timeZone" | "etag">,
    signal: AbortSignal,
  ): Promise<{ text: string; etag: string | null } | NotWritten> {
    if (!isWritable(account, known)) return { refused: "read-only" };
    const answer = await this.#read(account, known.href, signal);
    if ("refused" in answer) return answer;
    const { store } = this.#parts;
    if (answer.found === null) {
      await store.removeObject(account.id, known.href, false);
      return { refused: "gone" };
    }
    const { text, etag } = answer.found;
    const before = strong(known.etag);
    const isSame = before !== null && etag !== null ? before === etag : isSameText(text, known.text);
    if (!isSame) await store.saveObject(account.id, { ...known, text, etag });
    const now = isSame ? known : { ...known, text, etag };
    if (!isSame || (meant.etag !== undefined && meant.etag !== versionOf(known)))
      return changedTo(account, now, meant.timeZone);
    const obstacle = obstacleIn(text);
    return obstacle === null ? { text, etag } : { refused: obstacle };
  }

  /** @param before what lay there until now */
  async #put(
    account: CalendarSource,
    object: CalendarObject,
    timeZone: string,
    { before, ...only }: Pick<ObjectRequest, "ifMatch" | "ifNone"> & { before?: string },
  ): Promise<Written> {
    const { store } = this.#parts;
    let etag: string | null = null;
    const ask = { method: "PUT", href: object.href, text: object.text, ...only } as const;
    const notWritten = await this.#write(
      account,
      object,
      timeZone,
      ask,
      (now) => {
        if (now !== null && saysTheSame(now.text, object.text)) return null;
        const isAsBefore = now === null ? before === undefined : before !== undefined && isSameText(now.text, before);
        return isAsBefore ? "unreachable" : "changed";
      },
      (answer) => (etag = answer.etag),
    );
    if (notWritten !== null) return notWritten;
    // Without a strong ETag the server may have changed what it was given (RFC 4791, section 5.3.4).
    const kept = etag === null ? await this.#read(account, object.href, NEVER) : undefined;
    const state =
      kept !== undefined && "found" in kept && kept.found !== null ? kept.found : { text: object.text, etag };
    this.#unsure.delete(objectIdOf(account.id, object.href));
    await store.saveObject(account.id, { ...object, ...state });
    return toldOf(account, { ...object, ...state }, timeZone);
  }

  /**
   * Sends it once, and sees it to its end: where no answer comes, what lies there says what became of it.
   * @param judge why it was not done, by what lies there now; null: it was
   * @returns why it was not done; null: it was
   */
  async #write(
    account: CalendarSource,
    object: CalendarObject,
    timeZone: string,
    request: ObjectRequest,
    judge: (now: { text: string } | null) => WriteRefusal | null,
    done: (answer: ObjectAnswer) => void = () => {},
  ): Promise<NotWritten | null> {
    const { store, log } = this.#parts;
    let status = 0;
    /** Its server, or what stands before it, was waited for in vain: it may still be at it (RFC 9110, section 15.6.5). */
    let mayComeLater = false;
    try {
      const answer = await this.#send(account, request, NEVER);
      status = answer.status;
      mayComeLater = status === 504;
      if (status >= 200 && status < 300) {
        done(answer);
        return null;
      }
    } catch (error) {
      if (isOfAddress(error)) return { refused: "refused" };
      mayComeLater = isTimeout(error);
      log.warn("a calendar's server did not answer a write", { calendar: account.id, error });
    }
    if (status === 403) {
      await store.saveCollections(account.id, withoutWriting(account.collections, object.collection));
      return { refused: "read-only" };
    }
    const isOpen = status === 0 || status >= 500 || status === 404 || status === 410 || status === 412;
    if (!isOpen) return { refused: "refused" };
    const now = await this.#read(account, object.href, NEVER);
    if ("refused" in now) return { refused: status === 412 ? "changed" : "unknown" };
    const why = judge(now.found);
    if (why === null) return null;
    if (why === "unreachable" && mayComeLater) return { refused: "unknown" };
    if (now.found === null) {
      if (request.ifNone !== true) await store.removeObject(account.id, object.href, false);
      if (request.ifNone !== true) return { refused: "gone" };
      return { refused: status >= 400 && status < 500 ? "refused" : "unreachable" };
    }
    const there = { ...object, ...now.found };
    if (why !== "unreachable" || status === 412) await store.saveObject(account.id, there);
    if (status === 404 || status === 410) return { refused: "refused" };
    return why === "changed" || status === 412 ? changedTo(account, there, timeZone) : { refused: why };
  }

  async #read(account: CalendarSource, href: string, signal: AbortSignal): Promise<Found> {
    try {
      const { status, etag, text } = await this.#send(account, { method: "GET", href }, signal);
      if (status === 404 || status === 410) return { found: null };
      if (status >= 500) return { refused: "unreachable" };
      if (status !== 200) return { refused: "refused" };
      return text === null ? { refused: "read-only" } : { found: { text, etag } };
    } catch (error) {
      signal.throwIfAborted();
      return { refused: isOfAddress(error) ? "refused" : "unreachable" };
    }
  }

  #send(account: CalendarSource, request: ObjectRequest, signal: AbortSignal): Promise<ObjectAnswer> {
    const { send, answerMs = ANSWER_MS } = this.#parts;
    return send(account, request, withTimeLimit(signal, answerMs));
  }
}

function toldOf({ id, name }: CalendarSource, object: CalendarObject, timeZone: string): Written {
  const event = eventIn(object.text, timeZone);
  // What its server made of it is no event that can be shown.
  return event === undefined ? { refused: "unknown" } : { event: eventOf(event, id, name, object) };
}

/** Whether an event is already as a change would make it: an earlier try was written after all. */
const isAsAsked = (
  { title, place, time }: AgendaEvent,
  { title: newTitle = title, place: newPlace = place, time: newTime = time }: EventChange,
): boolean => title === newTitle && place === newPlace && isDeepStrictEqual(time, newTime);

/** It is not as it was meant. @param now as it is, where it may still be changed from here */
function changedTo(account: CalendarSource, now: CalendarObject, timeZone: string): NotWritten {
  const obstacle = obstacleIn(now.text);
  if (obstacle !== null) return { refused: obstacle };
  const told = toldOf(account, now, timeZone);
  // Called off, it is in no agenda any more.
  return "event" in told ? { refused: "changed", now: told.event } : { refused: "gone" };
}

const NEVER = new AbortController().signal;

const eventOf = (
  event: Pick<AgendaEvent, "title" | "time" | "place">,
  id: string,
  name: string,
  object: CalendarObject,
): AgendaEvent => ({
  ...event,
  id: objectIdOf(id, object.href),
  calendar: name,
  calendarId: id,
  change: { etag: versionOf(object) },
});

/** Where the person has let her write, and nowhere else in the account. */
const isWritable = ({ collections, writesTo }: CalendarSource, { collection }: CalendarObject): boolean =>
  collection === writesTo && collections.some(({ id, writable }) => id === collection && writable);

const withoutWriting = (collections: readonly Collection[], of: string): Collection[] =>
  collections.map((each) => (each.id === of ? { ...each, writable: false } : each));

const withSlash = (url: string): string => (url.endsWith("/") ? url : `${url}/`);

const isOfAddress = (error: unknown): boolean =>
  error instanceof PageError && (error.reason === "address" || error.reason === "private");

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && (error.name === "TimeoutError" || isTimeout(error.cause));

/** Whether a server has taken what it was sent, in its own writing. */
function saysTheSame(kept: string, sent: string): boolean {
  const [a, b] = [eventIn(kept, "UTC"), eventIn(sent, "UTC")];
  return a !== undefined && uidIn(kept) === uidIn(sent) && JSON.stringify(a) === JSON.stringify(b);
}
