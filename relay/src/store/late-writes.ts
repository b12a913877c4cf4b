/** What the store did not take is kept here, and on disk, and written when it does. */
import type { Health } from "@hisho/providers/health.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { type Store, type StoredTurn, StoreError, type StoreErrorReason, type TurnAudio } from "./port.ts";
import type { TurnSpool } from "./turn-spool.ts";

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
/** A turn takes a few kB; an hour without a store, with every session talking, has fewer. */
const MOST_WAITING = 20_000;
/** Nothing else can be written either. */
const AWAY = new Set<StoreErrorReason>(["disk", "unreachable", "refused", "closed"]);

export type LateStore = Store & {
  /**
   * Waits for what is being written, and tries once more to write what waits. Never rejects.
   * @param withinMs what the store has not answered by then is late, and kept on disk
   * @returns how much still waits
   */
  settle(withinMs: number): Promise<number>;
};

interface Write {
  sessionId: string;
  /** What it writes; none for what is of no worth without the turn. */
  turn: StoredTurn | undefined;
  /** Rejects when it is not written. */
  run(): Promise<void>;
  refuse(error: unknown): void;
  /** Resolved once it has been written or refused for the first time. */
  tried: Promise<void>;
}

/**
 * The same store, whose writes of turns are done in the order they were asked for and tried again until they are done.
 * A write that fails rejects at once, so that the person can be told, and is kept nevertheless.
 * @param spool outlives the relay; what an earlier one left in it is written first
 */
export function withLateWrites(store: Store, clock: Clock, log: Log, spool?: TurnSpool): LateStore {
  const writes = new LateWrites(clock, log, spool);
  const saveTurn = (turn: StoredTurn, isLate = false): Promise<number> => {
    const own = { ...turn };
    let wasTried = isLate;
    const save = (): Promise<number> => {
      const again = wasTried;
      wasTried = true;
      return saveAnyhow(store, own, again);
    };
    return writes.add(turn.sessionId, save, own);
  };
  void spool?.sweep(clock.date());
  void writeLeft(store, spool, saveTurn);
  return {
    ...store,
    saveTurn,
    async saveTurnAudio(turn, audio) {
      await writes.note(turn, audio);
      return writes.add(turn.sessionId, () => store.saveTurnAudio(turn, audio));
    },
    async recentTurns(sessionId, limit) {
      await writes.settle();
      return store.recentTurns(sessionId, limit);
    },
    async lastTurn(sessionId) {
      await writes.settle();
      return store.lastTurn(sessionId);
    },
    async deleteConversation(sessionId) {
      const forgotten = writes.take(sessionId);
      try {
        const wasThere = await store.deleteConversation(sessionId);
        await spool?.forget(sessionId);
        return wasThere || forgotten.length > 0;
      } catch (error) {
        writes.giveBack(forgotten);
        throw error;
      }
    },
    sync: {
      ...store.sync,
      async take(push) {
        const taken = await store.sync.take(push);
        for (const sessionId of taken.hidden) {
          writes.take(sessionId);
          await spool?.forget(sessionId);
        }
        return taken;
      },
    },
    settle: (withinMs) => writes.finish(withinMs),
    health: () => writes.health(store.health()),
  };
}

/** A store that is only in memory would take them and lose them: they wait for one that keeps them. */
async function writeLeft(
  store: Store,
  spool: TurnSpool | undefined,
  saveTurn: (turn: StoredTurn, isLate: boolean) => Promise<number>,
): Promise<void> {
  if (spool === undefined || store.health().status !== "ok") return;
  for (const turn of await spool.left()) {
    saveTurn(turn, true).then(
      () => spool.drop(turn),
      () => {}, // it is late again, and on disk
    );
  }
}

/** Where its client id is another turn's, the turn is written without it: words are worth more than an id. */
async function saveAnyhow(store: Store, turn: StoredTurn, isLate: boolean): Promise<number> {
  try {
    return await store.saveTurn(turn, isLate);
  } catch (error) {
    const isTaken = error instanceof StoreError && error.reason === "conflict" && turn.clientId !== null;
    if (!isTaken) throw error;
    return store.saveTurn({ ...turn, clientId: null }, isLate);
  }
}

class LateWrites {
  readonly #clock: Clock;
  readonly #log: Log;
  /** Asked for and not done, in order. */
  readonly #waiting = new Set<Write>();
  /** Of those, what the store has refused, and what came after it. */
  readonly #late = new Set<Write>();
  readonly #spool: TurnSpool | undefined;
  /** Of the late ones, what is on disk. */
  readonly #spooled = new Set<Write>();
  #pass: Promise<void> | null = null;
  #retryMs = FIRST_RETRY_MS;
  #cancelRetry: () => void = () => {};

  constructor(clock: Clock, log: Log, spool: TurnSpool | undefined) {
    this.#clock = clock;
    this.#log = log;
    this.#spool = spool;
  }

  /** @param turn what `work` writes, to be kept on disk while it is late */
  add<T>(sessionId: string, work: () => Promise<T>, turn?: StoredTurn): Promise<T> {
    return new Promise((resolve, reject) => {
      const write: Write = {
        sessionId,
        turn,
        run: async () => resolve(await work()),
        refuse: reject,
        tried: Promise.resolve(),
      };
      const isBehind = this.#late.size > 0;
      this.#waiting.add(write);
      this.#forgetSurplus();
      if (isBehind) this.giveBack([write]);
      else
        write.tried = this.#write(write).then((error) => {
          if (error !== undefined) this.#retryLater();
        });
    });
  }

  /** Where the voices of a turn are, in case it is late itself. */
  async note(
    { sessionId, turn, createdAt }: Pick<StoredTurn, "sessionId" | "turn" | "createdAt">,
    audio: TurnAudio,
  ): Promise<void> {
    for (const write of this.#late) {
      const late = write.turn;
      if (late?.sessionId !== sessionId || late.turn !== turn || late.createdAt.getTime() !== createdAt.getTime())
        continue;
      Object.assign(late, audio);
      if (this.#spooled.has(write)) await this.#spool?.keep(late);
    }
  }

  /** Tries what is late. Never rejects. @returns how many still are */
  async settle(): Promise<number> {
    if (this.#late.size > 0) {
      this.#pass ??= this.#writeLate();
      await this.#pass;
    }
    return this.#late.size;
  }

  /** As `LateStore.settle`. */
  async finish(withinMs: number): Promise<number> {
    const done = Promise.all([...this.#waiting].map(({ tried }) => tried)).then(() => this.settle());
    let cancel = (): void => {};
    const patience = new Promise<void>((resolve) => {
      cancel = this.#clock.after(withinMs, resolve);
    });
    await Promise.race([done, patience]);
    cancel();
    const silent = new StoreError("unreachable", "the store did not answer in time");
    for (const write of [...this.#waiting]) if (!this.#late.has(write)) await this.#refused(write, silent);
    return this.#late.size;
  }

  /** Takes a session's writes away: those under way are not tried again. */
  take(sessionId: string): Write[] {
    const taken = [...this.#late].filter((write) => write.sessionId === sessionId);
    for (const write of this.#waiting) if (write.sessionId === sessionId) this.#remove(write);
    return taken;
  }

  giveBack(writes: readonly Write[]): void {
    for (const write of writes) {
      this.#waiting.add(write);
      this.#late.add(write);
    }
    void this.settle();
  }

  health(ofStore: Health): Health {
    const count = this.#late.size;
    if (count === 0 || ofStore.status !== "ok") return ofStore;
    return { status: "degraded", reason: `turns that wait until the store takes them: ${count}` };
  }

  /** @returns why it is not written; undefined when it is */
  async #write(write: Write): Promise<unknown> {
    try {
      await write.run();
      this.#remove(write);
      return undefined;
    } catch (error) {
      await this.#refused(write, error);
      return error;
    }
  }

  /** Never rejects. With nothing late it would end before it is known as the pass under way. */
  async #writeLate(): Promise<void> {
    let written = 0;
    for (const write of this.#late) {
      const error = await this.#write(write);
      if (error === undefined) written += 1;
      else if (error instanceof StoreError && AWAY.has(error.reason)) {
        for (const other of this.#late) await this.#refused(other, error);
        break;
      }
    }
    // What comes late from here on needs a pass of its own.
    this.#pass = null;
    if (written > 0) this.#log.info("turns written late", { count: written });
    this.#retryLater();
  }

  #retryLater(): void {
    this.#cancelRetry();
    if (this.#late.size === 0) {
      this.#retryMs = FIRST_RETRY_MS;
      return;
    }
    this.#cancelRetry = this.#clock.after(this.#retryMs, () => void this.settle());
    this.#retryMs = Math.min(LONGEST_RETRY_MS, this.#retryMs * 2);
  }

  /** What was taken away meanwhile is not kept. */
  async #refused(write: Write, error: unknown): Promise<void> {
    if (this.#waiting.has(write)) {
      this.#late.add(write);
      if (write.turn !== undefined && !this.#spooled.has(write)) {
        this.#spooled.add(write);
        await this.#spool?.keep(write.turn);
      }
    }
    write.refuse(error);
  }

  #remove(write: Write): void {
    this.#waiting.delete(write);
    this.#late.delete(write);
    if (this.#spooled.delete(write) && write.turn !== undefined) void this.#spool?.drop(write.turn);
  }

  #forgetSurplus(): void {
    const [oldest] = this.#late;
    if (this.#waiting.size <= MOST_WAITING || oldest === undefined) return;
    // Not on disk: the next relay writes it.
    this.#spooled.delete(oldest);
    this.#remove(oldest);
    this.#log.error("too many turns wait for the store: one is no longer tried", { waiting: this.#waiting.size });
  }
}
