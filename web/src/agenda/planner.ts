/** What the agenda's page shows: the days that were looked at last and the desk, kept on the device for when the relay is away. */
import {
  type NewWireEvent,
  type NewWireItem,
  parseAgenda,
  parseItems,
  type WireAgenda,
  type WireCalendar,
  type WireEvent,
  type WireEventChange,
  type WireItem,
  type WireItemChange,
} from "@hisho/protocol";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { DeskClient, NotWritten, Refusal } from "./desk-client.ts";

const KEPT = "hisho.desk";
/** Weeks that are kept for looking at offline. */
const MOST_WEEKS = 6;

export interface PlannerState {
  /** By the first day of what was asked for; null while nothing is known. */
  weeks: Readonly<Record<string, WireAgenda>>;
  items: readonly WireItem[] | null;
  /** Null until they were asked for; not kept on the device. */
  calendars: readonly WireCalendar[] | null;
  /** What is shown is what the relay has now. */
  fresh: boolean;
  /** Why the last change was not taken. */
  failed: Refusal | null;
  /** Just removed, and to be put back on request. */
  removed: Removed | null;
}

export interface Removed {
  id: string;
  text: string;
  /** Of an event of a calendar: its calendar's id. */
  calendar?: string;
}

export interface Planner {
  store: StoreApi<PlannerState>;
  client: DeskClient;
  /** Asks the relay for these days and the desk. */
  look(from: string, to: string): Promise<void>;
  add(items: readonly NewWireItem[]): Promise<boolean>;
  change(id: string, change: WireItemChange): Promise<boolean>;
  remove(item: { id: string; text: string }): Promise<void>;
  undo(): Promise<void>;
  dismiss(): void;
  /** This and what follows writes to a calendar, and leaves its refusal to whoever asked. @returns null when it was written */
  addEvent(calendar: string, event: Omit<NewWireEvent, "time_zone">): Promise<Refusal | null>;
  /** Only the state that was read is changed or removed, where the event names one. */
  changeEvent(event: WireEvent, change: Omit<WireEventChange, "time_zone" | "etag">): Promise<NotWritten | null>;
  removeEvent(event: WireEvent): Promise<NotWritten | null>;
}

export function createPlanner(
  client: DeskClient,
  timeZone: () => string,
  storage: Pick<Storage, "getItem" | "setItem">,
): Planner {
  const store = createStore<PlannerState>(() => ({
    ...kept(storage),
    calendars: null,
    fresh: false,
    failed: null,
    removed: null,
  }));
  let last: [string, string] | null = null;

  async function look(from: string, to: string): Promise<void> {
    last = [from, to];
    const [agenda, items, calendars] = await Promise.all([
      client.agenda(from, to, timeZone()),
      client.items(),
      client.calendars(),
    ]);
    const before = store.getState();
    if (calendars !== null) store.setState({ calendars });
    if (agenda === null || items === null) {
      store.setState({ fresh: false });
      return;
    }
    const others = Object.entries(before.weeks).filter(([first]) => first !== from);
    const weeks = Object.fromEntries([...others.slice(1 - MOST_WEEKS), [from, agenda]]);
    store.setState({ weeks, items, fresh: true });
    keep(storage, { weeks, items });
  }
  const tick = (id: string, done: boolean): void => {
    const doneAt = done ? new Date().toISOString() : null;
    const items = store.getState().items?.map((item) => (item.id === id ? { ...item, done_at: doneAt } : item)) ?? null;
    store.setState({ items });
  };
  async function then<Result>(done: Promise<Result>): Promise<Result> {
    const result = await done;
    if (last !== null) await look(...last);
    return result;
  }
  async function after(done: Promise<boolean>): Promise<boolean> {
    const isDone = await then(done);
    store.setState({ failed: isDone ? null : "away" });
    return isDone;
  }
  const meant = ({ etag }: WireEvent): Pick<WireEventChange, "time_zone" | "etag"> => ({
    time_zone: timeZone(),
    ...(etag == null ? {} : { etag }),
  });
  return {
    store,
    client,
    look,
    add: (items) => after(Promise.all(items.map((item) => client.add(item))).then((all) => all.every(Boolean))),
    change(id, change) {
      // A tick is seen at once; the relay's answer puts right what it did not take.
      if (change.done !== undefined) tick(id, change.done);
      return after(client.change(id, change));
    },
    async remove({ id, text }) {
      if (await after(client.remove(id))) store.setState({ removed: { id, text } });
    },
    async undo() {
      const { removed } = store.getState();
      store.setState({ removed: null });
      if (removed === null) return;
      if (removed.calendar === undefined) await after(client.restore(removed.id));
      else store.setState({ failed: await then(client.restoreEvent(removed.calendar, removed.id)) });
    },
    dismiss: () => store.setState({ removed: null }),
    addEvent: (calendar, event) => then(client.addEvent(calendar, { ...event, time_zone: timeZone() })),
    changeEvent: (event, change) =>
      then(client.changeEvent(event.calendar_id ?? "", event.id, { ...change, ...meant(event) })),
    async removeEvent(event) {
      const { calendar_id: calendar, id, title: text } = event;
      const notWritten = await then(client.removeEvent(calendar ?? "", id, meant(event)));
      if (notWritten === null) store.setState({ removed: { id, text, calendar: calendar ?? "" } });
      return notWritten;
    },
  };
}

/** Where new events go: the calendar's id, and the name of the collection; null where none is written to. */
export function writtenCalendar(calendars: readonly WireCalendar[]): { id: string; name: string } | null {
  for (const { id, collections, writes_to: writesTo } of calendars) {
    const found = collections.find((collection) => collection.id === writesTo);
    if (found !== undefined) return { id, name: found.name };
  }
  return null;
}

type Kept = Pick<PlannerState, "weeks" | "items">;

function kept(storage: Pick<Storage, "getItem">): Kept {
  const nothing: Kept = { weeks: {}, items: null };
  try {
    const { weeks, items } = JSON.parse(storage.getItem(KEPT) ?? "{}") as { weeks?: object; items?: unknown };
    const read = Object.entries(weeks ?? {}).flatMap(([first, value]) => {
      const agenda = parseAgenda(value);
      return agenda === undefined ? [] : [[first, agenda] as const];
    });
    return { weeks: Object.fromEntries(read), items: parseItems({ items }) ?? null };
  } catch {
    return nothing; // storage is off, or holds another version's
  }
}

function keep(storage: Pick<Storage, "setItem">, what: Kept): void {
  try {
    storage.setItem(KEPT, JSON.stringify(what));
  } catch {
    // Full or off: what is shown now stays, only the next offline start knows less.
  }
}
