/**
 * Keeps one session in the log (./session-log.ts): one write at a time, each with everything that is new, so that under
 * load writes grow instead of queueing. Where the log does not answer, the session goes on alone and is written whole
 * when it answers again.
 */
import type { Log } from "../log.ts";
import type { Holder, KeptEvent, SessionLog, SessionRecord, Taking, Writing } from "./session-log.ts";

/** The session, as far as it is to be kept. */
export interface Keepsake {
  readonly connected: boolean;
  readonly outbox: { readonly firstKeptEvent: number; readonly lastEvent: number; eventsAfter(n: number): KeptEvent[] };
  /** JSON; undefined when there is nothing to keep yet. */
  state(): string | undefined;
  /** More may be sent than before. */
  onKept(): void;
  /** Another relay has the session: nothing more may be sent or stored. */
  onTaken(): void;
}

export class SessionKeeper implements Holder {
  readonly #log: SessionLog;
  readonly #sessionId: string;
  readonly #session: Keepsake;
  readonly #diagnostics: Log;
  readonly #letGo: () => void;
  #token: number | null = null;
  /** Events up to this one are kept. */
  #kept = 0;
  #alone = false;
  #over = false;
  #isWhole = true;
  #dirty = false;
  #scheduled = false;
  #writing = false;
  #waiting: ((isMine: boolean) => void)[] = [];

  constructor(log: SessionLog, sessionId: string, session: Keepsake, diagnostics: Log) {
    this.#log = log;
    this.#sessionId = sessionId;
    this.#session = session;
    this.#diagnostics = diagnostics;
    this.#letGo = log.hold(sessionId, this);
  }

  get token(): number | null {
    return this.#token;
  }

  get connected(): boolean {
    return this.#session.connected;
  }

  /** Events up to this one may be sent. */
  get keptUpTo(): number {
    return this.#alone ? Number.POSITIVE_INFINITY : this.#kept;
  }

  /**
   * Makes this relay the one that holds the session.
   * @param isHere whether the session is in this process' memory
   * @returns undefined when the log does not answer: the relay goes on alone
   */
  async take(isHere: boolean, unlessConnected: boolean): Promise<Taking | undefined> {
    if (this.#log.away) {
      this.#goAlone();
      return undefined;
    }
    try {
      const taking = await this.#log.take(this.#sessionId, isHere ? this.#token : null, unlessConnected);
      if (taking.as === "elsewhere") return taking;
      if (taking.as !== "holder") this.#begin(taking.token);
      return taking;
    } catch (error) {
      this.#diagnostics.debug("session not taken", { error });
      this.#goAlone();
      return undefined;
    }
  }

  /** Something of the session has changed. */
  changed(): void {
    this.#dirty = true;
    if (this.#writing || this.#scheduled || this.#over || this.#alone || this.#token === null) return;
    this.#scheduled = true;
    queueMicrotask(() => void this.#write());
  }

  /** The session has begun afresh, or was taken over: all of it is written. */
  restart(): void {
    this.#kept = 0;
    this.#isWhole = true;
    this.changed();
  }

  /** @returns true when all of now is kept, or the relay is alone; false when the session is another relay's */
  durable(): Promise<boolean> {
    if (this.#over) return Promise.resolve(false);
    if (this.#alone || this.#token === null) return Promise.resolve(true);
    const done = new Promise<boolean>((resolve) => this.#waiting.push(resolve));
    this.changed();
    return done;
  }

  /** Whether what it holds is where another relay finds it. */
  get isShared(): boolean {
    return !this.#over && !this.#alone && this.#token !== null;
  }

  taken(): void {
    if (this.#over) return;
    this.letGo();
    this.#session.onTaken();
  }

  gone(): void {
    if (!this.#isWhole) this.#diagnostics.warn("redis had lost a session: written anew");
    this.#isWhole = true;
    this.changed();
  }

  renewed(): void {
    if (this.#alone && !this.#over) void this.#return();
  }

  /** Writes nothing more. What was kept stays for whoever takes it. */
  letGo(): void {
    this.#over = true;
    this.#letGo();
    for (const resolve of this.#waiting.splice(0)) resolve(false);
  }

  /** The session is over: nobody is to take it. */
  async drop(): Promise<void> {
    const token = this.#token;
    this.letGo();
    if (token === null || this.#log.away) return;
    await this.#log.drop(this.#sessionId, token).catch((error: unknown) => {
      this.#diagnostics.debug("session not dropped from the log", { error });
    });
  }

  #begin(token: number): void {
    this.#token = token;
    this.#alone = false;
    this.#isWhole = true;
    this.#kept = 0;
  }

  #goAlone(): void {
    this.#alone = true;
    this.#isWhole = true;
    for (const resolve of this.#waiting.splice(0)) resolve(true);
    this.#session.onKept();
  }

  /** The log answers again: it gets the whole session, unless another relay has taken it meanwhile. */
  async #return(): Promise<void> {
    if (this.#writing || this.#session.state() === undefined) return;
    try {
      // The client may have been elsewhere in between; where it is now decides.
      if (this.#token === null || this.connected) {
        const taking = await this.#log.take(this.#sessionId, this.#token, true);
        if (taking.as === "elsewhere" || this.#over) return;
        this.#token = taking.token;
      }
      await this.#write();
    } catch (error) {
      this.#diagnostics.debug("session not written anew", { error });
    }
  }

  async #write(): Promise<void> {
    this.#scheduled = false;
    if (this.#writing) return;
    this.#writing = true;
    try {
      do await this.#writeOnce();
      while (this.#dirty && !this.#over && !this.#alone);
    } catch (error) {
      this.#diagnostics.debug("session not kept", { error });
      if (!this.#over) this.#goAlone();
    } finally {
      this.#writing = false;
    }
  }

  async #writeOnce(): Promise<void> {
    const state = this.#session.state();
    const token = this.#token;
    this.#dirty = false;
    if (this.#over || token === null || state === undefined) return;
    const waiting = this.#waiting.splice(0);
    const isWhole = this.#isWhole;
    const { connected, outbox } = this.#session;
    const { firstKeptEvent, lastEvent } = outbox;
    const record: SessionRecord = {
      state,
      firstEvent: firstKeptEvent,
      lastEvent,
      events: outbox.eventsAfter(isWhole ? firstKeptEvent - 1 : this.#kept),
    };
    this.#isWhole = false;
    let outcome: Writing;
    try {
      outcome = isWhole
        ? await this.#log.replace(this.#sessionId, token, record, connected)
        : await this.#log.append(this.#sessionId, token, record, connected);
    } catch (error) {
      this.#waiting.unshift(...waiting);
      throw error;
    }
    if (this.#over || outcome === "taken") {
      for (const resolve of waiting) resolve(false);
      this.taken();
    } else if (outcome === "gone") {
      this.#waiting.unshift(...waiting);
      this.gone();
    } else {
      // A session that began afresh meanwhile has other events under these numbers.
      if (!this.#isWhole) this.#kept = lastEvent;
      this.#alone = false;
      for (const resolve of waiting) resolve(true);
      this.#session.onKept();
    }
  }
}
