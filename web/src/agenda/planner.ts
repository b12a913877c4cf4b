/** What the agenda's page shows: the days that were looked at last and the desk, kept on the device for when the relay is away. */
import {
  type NewWireItem,
  parseAgenda,
  parseItems,
  type WireAgenda,
  type WireItem,
  type WireItemChange,
} from "@hisho/protocol";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { DeskClient } from "./desk-client.ts";

const KEPT = "hisho.desk";
/** Weeks that are kept for looking at offline. */
const MOST_WEEKS = 6;

export interface PlannerState {
  /** By the first day of what was asked for; null while nothing is known. */
  weeks: Readonly<Record<string, WireAgenda>>;
  items: readonly WireItem[] | null;
  /** What is shown is what the relay has now. */
  fresh: boolean;
  /** The last change was not taken. */
  failed: boolean;
  /** Just removed, and to be put back on request. */
  removed: { id: string; text: string } | null;
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
}

export function createPlanner(
  client: DeskClient,
  timeZone: () => string,
  storage: Pick<Storage, "getItem" | "setItem">,
): Planner {
  const store = createStore<PlannerState>(() => ({ ...kept(storage), fresh: false, failed: false, removed: null }));
  let last: [string, string] | null = null;

  async function look(from: string, to: string): Promise<void> {
    last = [from, to];
    const [agenda, items] = await Promise.all([client.agenda(from, to, timeZone()), client.items()]);
    const before = store.getState();
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
  async function after(done: Promise<boolean>): Promise<boolean> {
    const isDone = await done;
    store.setState({ failed: !isDone });
    if (last !== null) await look(...last);
    return isDone;
  }
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
      if (removed !== null) await after(client.restore(removed.id));
    },
    dismiss: () => store.setState({ removed: null }),
  };
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
