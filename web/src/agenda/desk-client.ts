/** The relay's desk and calendars by HTTP (docs/protocol.md, "The desk"). Every byte of an answer is checked. */
import {
  type Draft,
  type NewWireCalendar,
  type NewWireEvent,
  type NewWireItem,
  parseAgenda,
  parseCalendars,
  parseDrafts,
  parseEvent,
  parseItems,
  type WireAgenda,
  type WireCalendar,
  type WireEvent,
  type WireEventChange,
  type WireItem,
  type WireItemChange,
  WRITE_REFUSALS,
  type WriteRefusal,
} from "@hisho/protocol";

const PATH = "/api/v1";

/** Why an event was not written; `away` when nobody answered. */
export type Refusal = WriteRefusal | "away";

export interface NotWritten {
  reason: Refusal;
  /** Of `changed`: the event as it is now; null where it was not told. */
  now: WireEvent | null;
}

/** None of these throws: away is null or false. */
export interface DeskClient {
  /** Days are `YYYY-MM-DD`, the last included. */
  agenda(from: string, to: string, timeZone: string): Promise<WireAgenda | null>;
  items(): Promise<readonly WireItem[] | null>;
  understand(text: string, language: string, timeZone: string): Promise<readonly Draft[] | null>;
  add(item: NewWireItem): Promise<boolean>;
  change(id: string, change: WireItemChange): Promise<boolean>;
  remove(id: string): Promise<boolean>;
  restore(id: string): Promise<boolean>;
  calendars(): Promise<readonly WireCalendar[] | null>;
  /** @returns null when it was taken, else the relay's reason; `away` when it did not answer */
  addCalendar(calendar: NewWireCalendar): Promise<string | null>;
  refreshCalendar(id: string): Promise<boolean>;
  removeCalendar(id: string): Promise<boolean>;
  restoreCalendar(id: string): Promise<boolean>;
  /** @param collection that new events go to; null: it is only read */
  writeTo(id: string, collection: string | null): Promise<Refusal | null>;
  /** This and what follows: null when it was written. */
  addEvent(calendar: string, event: NewWireEvent): Promise<Refusal | null>;
  changeEvent(calendar: string, id: string, change: WireEventChange): Promise<NotWritten | null>;
  /** @param meant the `etag` of the state that is to go, where one is known */
  removeEvent(
    calendar: string,
    id: string,
    meant: Pick<WireEventChange, "etag" | "time_zone">,
  ): Promise<NotWritten | null>;
  restoreEvent(calendar: string, id: string): Promise<Refusal | null>;
}

export function createDeskClient(token: () => string): DeskClient {
  async function ask(method: string, path: string, body?: unknown): Promise<{ ok: boolean; json: unknown } | null> {
    const headers: Record<string, string> = token() === "" ? {} : { Authorization: `Bearer ${token()}` };
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    try {
      const response = await fetch(PATH + path, { method, headers, cache: "no-store", ...init });
      return { ok: response.ok, json: await response.json().catch(() => undefined) };
    } catch {
      return null; // not connected is a state the page shows
    }
  }
  const done = async (method: string, path: string, body?: unknown): Promise<boolean> =>
    (await ask(method, path, body))?.ok === true;
  const notWritten = async (method: string, path: string, body?: unknown): Promise<NotWritten | null> => {
    const answer = await ask(method, path, body);
    if (answer?.ok === true) return null;
    const { reason } = (answer?.json ?? {}) as { reason?: unknown };
    return { reason: WRITE_REFUSALS.find((each) => each === reason) ?? "away", now: parseEvent(answer?.json) ?? null };
  };
  const written = async (method: string, path: string, body?: unknown): Promise<Refusal | null> =>
    (await notWritten(method, path, body))?.reason ?? null;
  const id = encodeURIComponent;
  const eventPath = (calendar: string, eventId = ""): string =>
    `/calendars/${id(calendar)}/events${eventId === "" ? "" : `/${id(eventId)}`}`;
  return {
    async agenda(from, to, timeZone) {
      const query = new URLSearchParams({ from, to, time_zone: timeZone });
      return parseAgenda((await ask("GET", `/agenda?${query}`))?.json) ?? null;
    },
    items: async () => parseItems((await ask("GET", "/desk"))?.json) ?? null,
    understand: async (text, language, timeZone) =>
      parseDrafts((await ask("POST", "/desk/understand", { text, language, time_zone: timeZone }))?.json) ?? null,
    add: (item) => done("POST", "/desk", item),
    change: (itemId, change) => done("PATCH", `/desk/${id(itemId)}`, change),
    remove: (itemId) => done("DELETE", `/desk/${id(itemId)}`),
    restore: (itemId) => done("POST", `/desk/${id(itemId)}/restore`),
    calendars: async () => parseCalendars((await ask("GET", "/calendars"))?.json) ?? null,
    async addCalendar(calendar) {
      const answer = await ask("POST", "/calendars", calendar);
      if (answer === null) return "away";
      if (answer.ok) return null;
      const { reason } = (answer.json ?? {}) as { reason?: unknown };
      return typeof reason === "string" ? reason : "no-calendar";
    },
    refreshCalendar: (calendarId) => done("POST", `/calendars/${id(calendarId)}/refresh`),
    removeCalendar: (calendarId) => done("DELETE", `/calendars/${id(calendarId)}`),
    restoreCalendar: (calendarId) => done("POST", `/calendars/${id(calendarId)}/restore`),
    writeTo: (calendarId, collection) => written("PATCH", `/calendars/${id(calendarId)}`, { writes_to: collection }),
    addEvent: (calendar, event) => written("POST", eventPath(calendar), event),
    changeEvent: (calendar, eventId, change) => notWritten("PATCH", eventPath(calendar, eventId), change),
    removeEvent(calendar, eventId, { time_zone, etag }) {
      const query = new URLSearchParams({ time_zone, ...(etag === undefined ? {} : { etag }) });
      return notWritten("DELETE", `${eventPath(calendar, eventId)}?${query}`);
    },
    restoreEvent: (calendar, eventId) => written("POST", `${eventPath(calendar, eventId)}/restore`),
  };
}
