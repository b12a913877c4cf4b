/** All sessions of this relay, by id. */
import type { PageAction } from "@hisho/protocol";
import type { Announcement } from "./announcements.ts";
import { Session, type SessionTools } from "./session.ts";

export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #tools: SessionTools;
  readonly #most: number;
  readonly #onStart: (session: Session) => void;
  #shuttingDown = false;

  /** @param onStart a client has started or resumed a session */
  constructor(tools: SessionTools, most: number, onStart: (session: Session) => void) {
    this.#tools = tools;
    this.#most = most;
    this.#onStart = onStart;
  }

  get shuttingDown(): boolean {
    return this.#shuttingDown;
  }

  get size(): number {
    return this.#sessions.size;
  }

  get connected(): number {
    return [...this.#sessions.values()].filter((session) => session.connected).length;
  }

  /** Each that is kept, as an operator sees it. */
  get states(): { session_id: string; connected: boolean; busy: boolean }[] {
    return [...this.#sessions.values()].map(({ id, connected, busy }) => ({ session_id: id, connected, busy }));
  }

  /** In some session somebody speaks or is being answered. */
  get busy(): boolean {
    return [...this.#sessions.values()].some((session) => session.busy);
  }

  /** Whether a socket for this id can be taken now. */
  admits(id: string): boolean {
    return !this.#shuttingDown && (this.#sessions.has(id) || this.#sessions.size < this.#most);
  }

  get(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  /** Told in that session, else in any other where somebody is. @returns false when nobody is there */
  announce(id: string, announcement: Announcement): boolean {
    const first = this.#sessions.get(id);
    if (first?.announce(announcement) === true) return true;
    return [...this.#sessions.values()].some((session) => session !== first && session.announce(announcement));
  }

  /** @returns how many pages were told */
  tellPages(action: PageAction): number {
    return [...this.#sessions.values()].filter((session) => session.tellPage(action)).length;
  }

  open(id: string): Session {
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const session = new Session(id, this.#tools, this.#onStart, (ended) => {
      if (this.#sessions.get(id) === ended) this.#sessions.delete(id);
      void ended.end("stopped");
    });
    this.#sessions.set(id, session);
    return session;
  }

  /** Tells every client and ends every session; no further one is admitted. */
  async shutDown(): Promise<void> {
    this.#shuttingDown = true;
    await Promise.allSettled([...this.#sessions.values()].map((session) => session.end("shutdown")));
    this.#sessions.clear();
  }
}
