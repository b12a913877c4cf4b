/** A store in memory for tests of turn-taking; what is kept on disk is tested where the store is. */
import type { DeskItem } from "@hisho/providers/llm/port.ts";
import { memoryBook, readingBook } from "@hisho/providers/testing/memory-book.ts";
import type { Store, StoredSummary, StoredTurn } from "../src/store/port.ts";

export interface MemoryStore
  extends Pick<
    Store,
    | "saveTurn"
    | "saveTurnAudio"
    | "deleteConversation"
    | "conversation"
    | "lastTurn"
    | "recentTurns"
    | "pastTurns"
    | "memory"
    | "summaries"
    | "sync"
    | "readings"
    | "desk"
    | "dueItems"
    | "markRung"
    | "unmarkRung"
    | "passOver"
    | "nextDueAt"
    | "health"
  > {
  readonly turns: StoredTurn[];
}

export function createMemoryStore(): MemoryStore {
  const turns: StoredTurn[] = [];
  let items: (DeskItem & { sessionId: string })[] = [];
  let removed: typeof items = [];
  let rung: typeof items = [];
  /** What has rung is due again. */
  const unring = (id: string): void => {
    items.push(...rung.filter((item) => item.id === id).map(({ rungAt: _, ...item }) => item));
    rung = rung.filter((item) => item.id !== id);
  };
  let nextId = 1;
  const summaries = new Map<string, StoredSummary>();
  const summarised = new Set<StoredTurn>();
  const unsummarised = (sessionId: string) =>
    of(sessionId).filter((turn) => turn.findable !== false && !summarised.has(turn));
  const of = (sessionId: string) =>
    turns.filter((turn) => turn.sessionId === sessionId).sort((a, b) => a.turn - b.turn);
  return {
    turns,
    async saveTurn(turn) {
      const known = turns.findIndex(
        ({ sessionId, turn: number }) => sessionId === turn.sessionId && number === turn.turn,
      );
      if (known >= 0) turns[known] = turn;
      else turns.push(turn);
      return turn.turn;
    },
    saveTurnAudio: async ({ sessionId, turn }) => of(sessionId).some((stored) => stored.turn === turn),
    async deleteConversation(sessionId) {
      const gone = of(sessionId);
      summaries.delete(sessionId);
      for (const turn of gone) turns.splice(turns.indexOf(turn), 1);
      return gone.length > 0;
    },
    conversation: async (sessionId) => of(sessionId),
    lastTurn: async (sessionId) => of(sessionId).at(-1)?.turn ?? 0,
    recentTurns: async (sessionId, limit) => of(sessionId).slice(-limit),
    sync: {
      changes: async () => ({ cursor: "", more: false, turns: [], registers: [] }),
      take: async () => ({ hidden: [] }),
      sweep: async () => ({ audio: [], emptied: [] }),
      makeTitle: async () => {},
      firstOfUntitled: async () => "titled",
    },
    memory: { ...memoryBook(() => new Date()), reword: async () => undefined },
    readings: readingBook(() => new Date()),
    summaries: {
      of: async (sessionId) => summaries.get(sessionId) ?? null,
      due: async (least) => turns.find(({ sessionId }) => unsummarised(sessionId).length >= least)?.sessionId ?? null,
      unsummarised: async (sessionId, limit) => unsummarised(sessionId).slice(0, limit),
      async save(summary, told) {
        if (told.some((turn) => !turns.includes(turn))) return false;
        summaries.set(summary.sessionId, summary);
        for (const turn of told) summarised.add(turn);
        return true;
      },
    },
    pastTurns: async ({ from, to, limit }) =>
      turns
        .filter(({ findable, createdAt }) => {
          const isWithin = (from === undefined || createdAt >= from) && (to === undefined || createdAt < to);
          return findable !== false && isWithin;
        })
        .toReversed()
        .slice(0, limit),
    desk: {
      async add(sessionId, item) {
        const added = { ...item, id: String(nextId++), createdAt: new Date() };
        items.push({ ...added, sessionId });
        return added;
      },
      list: async (sessionId, kind) => items.filter((item) => item.sessionId === sessionId && item.kind === kind),
      rung: async (_sessionId, since) =>
        rung.filter(({ rungAt }) => rungAt !== undefined && rungAt >= since).toReversed(),
      all: async () => items,
      async change(_sessionId, id, change) {
        if (change.dueAt !== undefined) unring(id);
        const item = items.find((kept) => kept.id === id);
        const { repeat, done, ...rest } = change;
        if (item !== undefined && done !== undefined) Object.assign(item, { doneAt: done ? new Date() : undefined });
        if (item !== undefined)
          Object.assign(item, rest, repeat === undefined ? {} : { repeat: repeat ?? undefined, repeatAt: undefined });
        return item ?? null;
      },
      async remove(_sessionId, id) {
        const found = items.filter((item) => item.id === id);
        items = items.filter((item) => item.id !== id);
        if (found.length > 0) removed = found;
        return found.length > 0;
      },
      async undo() {
        const back = removed;
        removed = [];
        items.push(...back);
        return back;
      },
      async restore(id) {
        const [back] = removed.filter((item) => item.id === id);
        removed = [];
        if (back !== undefined) items.push(back);
        return back ?? null;
      },
    },
    dueItems: async (now) => items.filter(({ dueAt }) => dueAt !== null && dueAt <= now).map((item) => ({ ...item })),
    async markRung({ id, dueAt, nextAt }, now) {
      const rings = items.find((item) => item.id === id && item.dueAt?.getTime() === dueAt.getTime() && dueAt <= now);
      if (rings === undefined) return false;
      if (nextAt !== null) Object.assign(rings, { dueAt: nextAt, missed: 0, lastRungAt: now });
      else {
        items = items.filter((item) => item !== rings);
        rung.push({ ...rings, rungAt: now });
      }
      return true;
    },
    async unmarkRung({ id, dueAt, nextAt, missed }) {
      const series = items.find((item) => item.id === id && nextAt !== null);
      if (series === undefined) unring(id);
      else Object.assign(series, { dueAt, missed, lastRungAt: undefined });
    },
    async passOver({ id, dueAt }, to, count) {
      const item = items.find((due) => due.id === id && due.dueAt?.getTime() === dueAt.getTime());
      if (item !== undefined) Object.assign(item, { dueAt: to, missed: (item.missed ?? 0) + count });
      return item !== undefined;
    },
    async nextDueAt(now) {
      const due = items.flatMap(({ dueAt }) => (dueAt === null || dueAt <= now ? [] : [dueAt.getTime()]));
      return due.length === 0 ? null : new Date(Math.min(...due));
    },
    health: () => ({ status: "ok" }),
  };
}
