import type { Agenda, AgendaEvent, Desk, DeskChange, DeskItem, DeskItemKind, NewDeskItem } from "../llm/port.ts";

interface Kept extends DeskItem {
  sessionId: string;
  removedAt?: number;
}

/** A desk in memory; nothing on it rings. `calendar` is what subscribed calendars hold. */
export class MemoryDesk implements Desk {
  readonly items: Kept[] = [];
  calendar: AgendaEvent[] = [];
  unread: Agenda["unread"] = [];
  cut: Agenda["cut"] = [];
  readonly #now: () => Date;
  #removals = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  add(sessionId: string, item: NewDeskItem): Promise<DeskItem> {
    const kept: Kept = { ...item, sessionId, id: String(this.items.length + 1), createdAt: this.#now() };
    this.items.push(kept);
    return Promise.resolve(kept);
  }

  list(sessionId: string, kind: DeskItemKind): Promise<DeskItem[]> {
    const items = this.items.filter(
      (item) =>
        item.sessionId === sessionId &&
        item.kind === kind &&
        item.removedAt === undefined &&
        !item.doneAt &&
        !item.rungAt,
    );
    return Promise.resolve(items.sort((a, b) => (a.dueAt?.getTime() ?? 0) - (b.dueAt?.getTime() ?? 0)));
  }

  rung(_sessionId: string, since: Date): Promise<DeskItem[]> {
    const rang = ({ rungAt }: Kept): number => rungAt?.getTime() ?? 0;
    const items = this.items.filter((item) => rang(item) >= since.getTime() && !item.doneAt && !item.removedAt);
    return Promise.resolve(items.sort((a, b) => rang(b) - rang(a)));
  }

  change(_sessionId: string, id: string, { done, leftMs, ...change }: DeskChange): Promise<DeskItem | null> {
    const item = this.items.find((kept) => kept.id === id && kept.removedAt === undefined);
    if (item === undefined) return Promise.resolve(null);
    Object.assign(item, change, done === undefined ? {} : { doneAt: done ? this.#now() : undefined });
    if (change.repeat === null) delete item.repeat;
    if (change.repeat !== undefined) delete item.repeatAt;
    if (change.dueAt !== undefined) delete item.rungAt;
    if (leftMs !== undefined) Object.assign(item, { leftMs: leftMs ?? undefined });
    return Promise.resolve(item);
  }

  remove(sessionId: string, id: string): Promise<boolean> {
    const item = this.items.find((kept) => kept.id === id && kept.sessionId === sessionId);
    if (item === undefined || item.removedAt !== undefined) return Promise.resolve(false);
    this.#removals += 1;
    item.removedAt = this.#removals;
    return Promise.resolve(true);
  }

  undo(): Promise<DeskItem[]> {
    const last = this.items.find((item) => item.removedAt === this.#removals);
    if (last === undefined) return Promise.resolve([]);
    delete last.removedAt;
    return Promise.resolve([last]);
  }

  async agenda(from: Date, to: Date): Promise<Agenda> {
    const own = this.items.flatMap(({ kind, id, text, time, place = "", removedAt }): AgendaEvent[] =>
      kind === "event" && time !== undefined && removedAt === undefined
        ? [{ id, title: text, time, place, calendar: null }]
        : [],
    );
    const begin = ({ time }: AgendaEvent): number =>
      time.allDay ? Date.parse(`${time.firstDay}T00:00Z`) : time.start.getTime();
    const events = [...own, ...this.calendar].filter((event) => {
      const end = event.time.allDay ? Date.parse(`${event.time.lastDay}T24:00Z`) : event.time.end.getTime();
      return begin(event) < to.getTime() && Math.max(end, begin(event) + 1) > from.getTime();
    });
    return { events: events.sort((a, b) => begin(a) - begin(b)), unread: this.unread, cut: this.cut };
  }
}
