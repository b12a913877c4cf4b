/**
 * Rings timers and reminders: at the due time the relay begins a turn in the session they were set in, or in another one
 * when that has nobody to tell; where nobody is, they wait for whoever comes first, also beyond a restart. What comes
 * again waits until its next time at the longest: then that is what waits, and it is said how many were missed.
 */
import type { DeskItem } from "@hisho/providers/llm/port.ts";
import { nextRing, ringsBetween, settledUntil } from "@hisho/providers/llm/secretary/repeating/series.ts";
import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";
import type { StoredDesk } from "./secretary/port.ts";
import type { Announcement } from "./session/announcements.ts";
import { languageOf, type SpokenLanguage } from "./speech/language.ts";
import { alarmPhrase } from "./speech/phrases.ts";
import type { Ring, Store } from "./store/port.ts";

/** A session whose timer rings this soon keeps its socket. */
const AWAITED_WITHIN_MS = 60 * 60 * 1000;
/** setTimeout counts in 31 bits. */
const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;
const RETRY_MS = 60_000;
/** Missed in one go; more are not counted one by one. */
const MOST_MISSED = 1_000;
/** A page that is there, at this relay or another, has said it by then. */
const GRACE_MS = 5_000;

export type AlarmStore = Pick<Store, "desk" | "dueItems" | "markRung" | "unmarkRung" | "passOver" | "nextDueAt">;

/** `unknown`: the store could not say. A timer that rings twice is better than one that does not ring. */
type Claim = "ours" | "gone" | "unknown";

export class Alarms {
  readonly #store: AlarmStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #awaited = new Map<string, number>();
  /** Rings that a session has taken and not yet said, each with whether it is this relay's, once that was asked. */
  readonly #waiting = new Map<string, Promise<Claim> | null>();
  #cancel: (() => void) | null = null;
  #arming: Promise<void> = Promise.resolve();
  readonly #settling = new Set<Promise<void>>();
  #closed = false;

  /** What was due and is not said yet: its due time, and how to stop waiting for somebody to say it. */
  readonly #unsaid = new Map<string, { dueMs: number; cancel: () => void }>();

  #announce: (sessionId: string, announcement: Announcement) => boolean = () => false;
  #unheard: (item: DeskItem) => void = () => {};

  constructor(store: AlarmStore, clock: Clock, log: Log) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * @param announce returns false when the session has nobody to tell; the item stays until it has
   * @param unheard told of what this relay has not said a few seconds after its time; another may have, and it may be
   *   told again
   */
  connect(
    announce: (sessionId: string, announcement: Announcement) => boolean,
    unheard: (item: DeskItem) => void = () => {},
  ): void {
    this.#announce = announce;
    this.#unheard = unheard;
    void this.arm();
  }

  /** The store's desk, watched: whatever is set here rings, at its latest time. */
  get desk(): StoredDesk {
    const { desk } = this.#store;
    const watched = (sessionId: string, item: DeskItem | null): void => {
      if (item?.dueAt) this.#await(sessionId, item.dueAt);
      if (item?.kind === "timer" || item?.kind === "reminder") void this.arm();
    };
    return {
      ...desk,
      add: async (sessionId, item) => {
        const added = await desk.add(sessionId, item);
        watched(sessionId, added);
        return added;
      },
      change: async (sessionId, id, change) => {
        const changed = await desk.change(sessionId, id, change);
        watched(sessionId, changed);
        return changed;
      },
      restore: async (id) => {
        const restored = await desk.restore(id);
        watched("", restored);
        return restored;
      },
      undo: async (sessionId) => {
        const restored = await desk.undo(sessionId);
        for (const item of restored) watched(sessionId, item);
        return restored;
      },
    };
  }

  /** Whether something of this session rings within the hour. */
  awaits(sessionId: string): boolean {
    const due = this.#awaited.get(sessionId);
    if (due === undefined) return false;
    if (due > this.#clock.date().getTime()) return true;
    this.#awaited.delete(sessionId);
    return false;
  }

  /** Rings what is due now and waits for the next. Also to be called when somebody connects. Never rejects. */
  arm(): Promise<void> {
    // One after the other: what two would find due at once would ring twice.
    this.#arming = this.#arming.then(() => this.#arm());
    return this.#arming;
  }

  async #arm(): Promise<void> {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#closed) return;
    try {
      const now = this.#clock.date();
      let next = Number.POSITIVE_INFINITY;
      for (const item of await this.#store.dueItems(now)) {
        const due = await this.#latest(item, now);
        // Whoever hears it, this relay or another: what comes again is due again.
        if (due.repeat !== undefined) next = Math.min(next, nextRing(due.repeat, now)?.getTime() ?? next);
        this.#ring(due);
      }
      // What is overdue waits for its session to connect or to be quiet, not for a clock.
      next = Math.min(next, (await this.#store.nextDueAt(now))?.getTime() ?? next);
      if (next === Number.POSITIVE_INFINITY || this.#closed) return;
      const waitMs = Math.max(0, next - this.#clock.date().getTime());
      this.#cancel = this.#clock.after(Math.min(waitMs, LONGEST_WAIT_MS), () => void this.arm());
    } catch (error) {
      this.#log.error("alarms could not be read", { error });
      this.#cancel = this.#clock.after(RETRY_MS, () => void this.arm());
    }
  }

  /** Rings no more. Resolves once the store is no longer asked for what was under way; what sessions give back later adds to it. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel?.();
    for (const { cancel } of this.#unsaid.values()) cancel();
    await this.#arming;
    while (this.#settling.size > 0) await Promise.all(this.#settling);
  }

  /** What comes again as it stands at its last time until now: one ring for all that were missed. */
  async #latest(item: OwnedItem, now: Date): Promise<OwnedItem> {
    const { repeat, dueAt, missed = 0 } = item;
    if (repeat === undefined || dueAt === null) return item;
    const passed = ringsBetween(
      repeat,
      new Date(settledUntil(item).getTime() + 1),
      new Date(now.getTime() + 1),
      MOST_MISSED,
    );
    const to = passed.at(-1);
    if (to === undefined) return item;
    const isOurs = await this.#store.passOver(ringOf(item), to, passed.length);
    return isOurs ? { ...item, dueAt: to, missed: missed + passed.length } : item;
  }

  #ring(item: OwnedItem): void {
    if (item.kind !== "timer" && item.kind !== "reminder") return;
    this.#waitToBeSaid(item);
    const key = keyOf(item);
    if (this.#waiting.has(key)) return;
    const language = languageOf(item.text, sessionTag(item.language));
    this.#waiting.set(key, null);
    const taken = this.#announce(item.sessionId, {
      origin: item.kind,
      item: item.id,
      language,
      text: alarmPhrase(item.kind, item.text, language, this.#lateMs(item), item.missed),
      claim: async () => (await this.#claim(item)) !== "gone",
      settled: (said) => {
        const settling = this.#settled(item, said).finally(() => this.#settling.delete(settling));
        this.#settling.add(settling);
      },
    });
    if (!taken) this.#waiting.delete(key);
  }

  #lateMs({ dueAt }: DeskItem): number {
    return dueAt === null ? 0 : this.#clock.date().getTime() - dueAt.getTime();
  }

  #claim(item: DeskItem): Promise<Claim> {
    const key = keyOf(item);
    const asked = this.#waiting.get(key) ?? this.#mark(item);
    this.#waiting.set(key, asked);
    return asked;
  }

  async #mark(item: DeskItem): Promise<Claim> {
    const now = this.#clock.date();
    try {
      return (await this.#store.markRung(ringOf(item), now)) ? "ours" : "gone";
    } catch (error) {
      this.#log.error("alarm not marked as rung", { error });
      return "unknown";
    }
  }

  #waitToBeSaid(item: DeskItem): void {
    const dueMs = item.dueAt?.getTime() ?? 0;
    const known = this.#unsaid.get(item.id);
    if (known?.dueMs === dueMs) return;
    known?.cancel();
    const cancel = this.#clock.after(GRACE_MS, () => {
      this.#unsaid.delete(item.id);
      this.#unheard(item);
    });
    this.#unsaid.set(item.id, { dueMs, cancel });
  }

  #forgetUnsaid(id: string): void {
    this.#unsaid.get(id)?.cancel();
    this.#unsaid.delete(id);
  }

  async #settled(item: DeskItem, said: boolean): Promise<void> {
    const { id, repeat } = item;
    const key = keyOf(item);
    if (said) this.#forgetUnsaid(id);
    const claim = await this.#waiting.get(key);
    // It has rung and the store does not know: while this relay runs it does not ring again.
    if (said && claim === "unknown") return;
    try {
      if (!said && claim === "ours") await this.#store.unmarkRung(ringOf(item));
    } catch (error) {
      this.#log.error("an alarm that nobody heard stays marked as rung", { error });
    }
    this.#waiting.delete(key);
    if (repeat !== undefined) void this.arm();
    if (said || claim === "gone" || this.#closed) return;
    // The grace may have passed while it was about to be said.
    this.#forgetUnsaid(id);
    this.#waitToBeSaid(item);
  }

  #await(sessionId: string, dueAt: Date): void {
    const due = dueAt.getTime();
    if (due - this.#clock.date().getTime() > AWAITED_WITHIN_MS) return;
    for (const [id, at] of this.#awaited) if (at <= this.#clock.date().getTime()) this.#awaited.delete(id);
    this.#awaited.set(sessionId, Math.max(due, this.#awaited.get(sessionId) ?? 0));
  }
}

type OwnedItem = DeskItem & { sessionId: string };

/** One time of one thing: what comes again rings again. */
const keyOf = ({ id, dueAt }: DeskItem): string => `${id} ${dueAt?.getTime() ?? 0}`;

/** The time that it is due now, and the next. */
function ringOf(item: DeskItem): Ring {
  const { id, dueAt, repeat, missed = 0 } = item;
  const nextAt = repeat === undefined ? null : nextRing(repeat, settledUntil(item));
  return { id, dueAt: dueAt ?? new Date(0), nextAt, missed };
}

function sessionTag(language: string): SpokenLanguage {
  return language.startsWith("ja") ? "ja-JP" : language.startsWith("ko") ? "ko-KR" : "en-US";
}
