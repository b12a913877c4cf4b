import { WorkerThread } from "./worker-thread.ts";

export type ThreadState = "idle" | "loading" | "ready" | "failed" | "closed";

/** A thread that loads something once and is started again when it ends by itself after it had loaded. */
export class KeptThread<Call, Answer> {
  readonly #entry: URL;
  #load: Call | undefined;
  #thread: WorkerThread<Call, Answer> | undefined;
  #state: ThreadState = "idle";

  constructor(entry: URL) {
    this.#entry = entry;
  }

  get state(): ThreadState {
    return this.#state;
  }

  /**
   * @param load the first call of every thread that is started
   * @throws Error the thread's own
   * @throws the signal's reason when aborted
   */
  async start(load: Call, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.#load = load;
    this.#state = "loading";
    const thread = new WorkerThread<Call, Answer>(this.#entry);
    this.#thread = thread;
    const onAbort = () => void thread.close();
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      await thread.call(load);
    } catch (error) {
      if (this.state !== "closed") this.#state = "failed";
      await thread.close();
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
    this.#state = "ready";
    void thread.ended.then(() => this.#restart(thread));
  }

  /** @throws Error the thread's own; that it is not ready; that it ended */
  async call(call: Call): Promise<Answer> {
    if (this.#state !== "ready" || this.#thread === undefined) throw new Error(`the thread is ${this.#state}`);
    return this.#thread.call(call);
  }

  /** Ends the thread at once; open calls are rejected. */
  async close(): Promise<void> {
    this.#state = "closed";
    await this.#thread?.close();
  }

  async #restart(ended: WorkerThread<Call, Answer>): Promise<void> {
    if (this.#state !== "ready" || this.#thread !== ended || this.#load === undefined) return;
    await this.start(this.#load, new AbortController().signal).catch(() => {
      // `state` is "failed" now, which is how the owner learns of it.
    });
  }
}
