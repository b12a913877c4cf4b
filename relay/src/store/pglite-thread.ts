import type { Health } from "@hisho/providers/health.ts";
import { WorkerThread } from "@hisho/providers/threads/worker-thread.ts";
import { StoreError } from "./port.ts";
import type { Row, Sql, Statement } from "./sql.ts";
import type { StoreAnswer, StoreCall } from "./thread-messages.ts";
import { Watchdog } from "./watchdog.ts";

const ENTRY = new URL("./pglite.worker.ts", import.meta.url);
/** Making a new database takes 1 to 5 s, recovering one after a crash less; backing one up and upgrading it, minutes. */
const OPEN_DEADLINE_MS = 600_000;
/** PGlite whose disk is full can end in a loop that never answers; its thread is then ended and another started. */
const ANSWER_DEADLINE_MS = 15_000;
/** So often is a database that failed opened again, at most. */
const RETRY_AFTER_MS = 5_000;

type Thread = WorkerThread<StoreCall, StoreAnswer>;

export interface PglitePlace {
  /** Null keeps everything in memory. */
  directory: string | null;
  /** The folder of the backups that are made before an upgrade. */
  backups: string;
  /** The store was upgraded. @param backup the file of what it was before */
  onUpgrade: (backup: string) => void;
}

export const IN_MEMORY: PglitePlace = { directory: null, backups: "", onUpgrade: () => {} };

type State =
  | { name: "open"; thread: Thread; watchdog: Watchdog }
  | { name: "opening" }
  | { name: "failed"; atMs: number }
  | { name: "closed" };

/** PGlite in a thread of its own. After a failure of the disk it answers at once with that failure and opens again. */
export class PgliteThread implements Sql {
  readonly #place: PglitePlace;
  #state: State = { name: "opening" };
  #failure: StoreError | undefined;

  private constructor(place: PglitePlace) {
    this.#place = place;
  }

  /** @throws StoreError `disk`, `unreadable` or `newer` */
  static async open(place: PglitePlace): Promise<PgliteThread> {
    const sql = new PgliteThread(place);
    await sql.#open();
    return sql;
  }

  async run(...statements: Statement[]): Promise<Row[][]> {
    const state = this.#state;
    if (state.name === "closed") throw new StoreError("closed", "the store is closed");
    if (state.name !== "open") {
      if (state.name === "failed" && performance.now() - state.atMs >= RETRY_AFTER_MS) this.#reopen();
      throw this.#failure ?? new StoreError("disk", "the store is being opened");
    }
    const { thread, watchdog } = state;
    watchdog.asked();
    try {
      const rows = await this.#ask(thread, { type: "run", statements });
      if (this.#state === state) this.#failure = undefined;
      return rows;
    } catch (error) {
      if (error instanceof StoreError && error.reason === "disk") this.#fail(thread, error);
      throw error;
    } finally {
      watchdog.answered();
    }
  }

  health(): Health {
    return this.#failure === undefined
      ? { status: "ok" }
      : { status: "degraded", reason: `what is said is not being kept: ${this.#failure.message}` };
  }

  async close(): Promise<void> {
    const state = this.#state;
    this.#state = { name: "closed" };
    if (state.name !== "open") return;
    const { thread, watchdog } = state;
    const late = setTimeout(() => void thread.close(), ANSWER_DEADLINE_MS);
    try {
      await this.#ask(thread, { type: "close" });
    } finally {
      clearTimeout(late);
      watchdog.rest();
      await thread.close();
    }
  }

  async #ask(thread: Thread, call: StoreCall): Promise<Row[][]> {
    let answer: StoreAnswer;
    try {
      answer = await thread.call(call);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new StoreError("disk", `the store's thread ended: ${reason}`, cause);
    }
    if ("rows" in answer) return answer.rows;
    throw new StoreError(answer.failure.reason, answer.failure.message);
  }

  async #open(): Promise<void> {
    const thread: Thread = new WorkerThread(ENTRY);
    const late = setTimeout(() => void thread.close(), OPEN_DEADLINE_MS);
    try {
      const { directory, backups, onUpgrade } = this.#place;
      const [made] = await this.#ask(thread, { type: "open", directory, backups });
      for (const { backup } of made ?? []) onUpgrade(backup as string);
    } catch (error) {
      await thread.close();
      throw error;
    } finally {
      clearTimeout(late);
    }
    if (this.#state.name === "closed") await thread.close();
    else this.#state = { name: "open", thread, watchdog: this.#watchOver(thread) };
  }

  #reopen(): void {
    this.#state = { name: "opening" };
    this.#open().then(
      () => {
        this.#failure = undefined;
      },
      (error: StoreError) => {
        if (this.#state.name === "closed") return;
        this.#failure = error;
        this.#state = { name: "failed", atMs: performance.now() };
      },
    );
  }

  /** Ends a thread that cannot be trusted any more; what it still had in hand is rejected. */
  #fail(thread: Thread, error: StoreError): void {
    this.#failure = error;
    if (this.#state.name !== "open" || this.#state.thread !== thread) return;
    this.#state = { name: "failed", atMs: performance.now() };
    void thread.close();
  }

  #watchOver(thread: Thread): Watchdog {
    return new Watchdog(ANSWER_DEADLINE_MS, () => {
      this.#fail(thread, new StoreError("disk", `the store did not answer for ${ANSWER_DEADLINE_MS / 1000} s`));
    });
  }
}
