import { type ResourceLimits, Worker } from "node:worker_threads";
import type { ThreadAnswer, ThreadCall } from "./messages.ts";

interface Waiting<Answer> {
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

/** Main thread's end of a thread that runs a TypeScript module which calls `serve`. */
export class WorkerThread<Call, Answer> {
  /** Settles when the thread has ended, for whatever reason. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting<Answer>>();
  #lastId = 0;
  #over: Error | undefined;

  /** @param limits beyond which the thread ends; `nice`, 1 to 19: others have the processor before it, where a thread can say so */
  constructor(entry: URL, { nice, ...limits }: ResourceLimits & { nice?: number } = {}) {
    this.#worker = new Worker(new URL("./boot.mjs", import.meta.url), {
      execArgv: [], // not the parent's: `--import tsx` would load the loader twice
      workerData: { entry: entry.href, nice },
      resourceLimits: limits,
    });
    this.#worker.on("message", (message: ThreadAnswer<Answer>) => this.#settle(message));
    this.#worker.on("error", (error) => this.#end(error instanceof Error ? error : new Error(String(error))));
    this.ended = new Promise((resolve) => {
      this.#worker.once("exit", (code) => {
        this.#end(new Error(`the thread ended with code ${code}`));
        resolve();
      });
    });
  }

  /**
   * One question, one answer. Arguments are copied.
   * @throws Error the thread's own, or that it ended
   */
  call(call: Call): Promise<Answer> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, call } satisfies ThreadCall<Call>);
    });
  }

  /** Ends the thread at once, in the middle of whatever it does; open calls are rejected. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(message: ThreadAnswer<Answer>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ("error" in message) waiting?.reject(new Error(message.error));
    else waiting?.resolve(message.answer);
  }

  #end(error: Error): void {
    this.#over ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#over);
    this.#waiting.clear();
  }
}
