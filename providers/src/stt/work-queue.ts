export interface WorkItem<T> {
  /** Goes before everything that is not urgent; among equals the first asked is the first done. */
  urgent: boolean;
  /** Called when its turn has come. */
  run: () => Promise<T>;
  signal: AbortSignal;
}

interface Waiting {
  urgent: boolean;
  start: () => Promise<void>;
}

/** One piece of work at a time, urgent ones first. */
export class WorkQueue {
  #waiting: Waiting[] = [];
  #busy = false;

  /**
   * Resolves with what `run` gives. An abort while it waits takes it out of the queue; an abort while it runs rejects at
   * once, and the next piece starts when `run` has really ended.
   * @throws the signal's reason when aborted; whatever `run` throws
   */
  add<T>(item: WorkItem<T>): Promise<T> {
    item.signal.throwIfAborted();
    return new Promise<T>((resolve, reject) => {
      const waiting: Waiting = {
        urgent: item.urgent,
        start: async () => {
          try {
            resolve(await item.run());
          } catch (error) {
            reject(error);
          } finally {
            item.signal.removeEventListener("abort", abort);
          }
        },
      };
      const abort = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        reject(item.signal.reason);
      };
      item.signal.addEventListener("abort", abort, { once: true });
      this.#waiting.push(waiting);
      void this.#drain();
    });
  }

  /** How many wait, the running one not counted. */
  get length(): number {
    return this.#waiting.length;
  }

  async #drain(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#take(); next !== undefined; next = this.#take()) await next.start();
    } finally {
      this.#busy = false;
    }
  }

  #take(): Waiting | undefined {
    const urgent = this.#waiting.findIndex((item) => item.urgent);
    return this.#waiting.splice(Math.max(0, urgent), 1)[0];
  }
}
