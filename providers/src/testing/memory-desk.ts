import type { Desk, DeskItem, DeskItemKind } from "../llm/port.ts";

/** A desk in memory; nothing on it rings. */
export class MemoryDesk implements Desk {
  readonly #items = new Map<string, DeskItem & { sessionId: string }>();
  readonly #now: () => Date;
  #nextId = 1;

  constructor(now: () => Date) {
    this.#now = now;
  }

  add(sessionId: string, item: Omit<DeskItem, "id" | "createdAt">): Promise<DeskItem> {
    const kept = { ...item, sessionId, id: String(this.#nextId), createdAt: this.#now() };
    this.#nextId += 1;
    this.#items.set(kept.id, kept);
    return Promise.resolve(kept);
  }

  list(sessionId: string, kind: DeskItemKind): Promise<DeskItem[]> {
    const items = [...this.#items.values()].filter((item) => item.sessionId === sessionId && item.kind === kind);
    return Promise.resolve(items.sort((a, b) => (a.dueAt?.getTime() ?? 0) - (b.dueAt?.getTime() ?? 0)));
  }

  remove(sessionId: string, id: string): Promise<boolean> {
    return Promise.resolve(this.#items.get(id)?.sessionId === sessionId && this.#items.delete(id));
  }
}
