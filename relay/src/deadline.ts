import type { Clock } from "./clock.ts";

/** A stage took longer than its deadline. */
export class DeadlineError extends Error {
  readonly reason = "timeout";

  constructor(stage: string, deadlineMs: number) {
    super(`${stage} took longer than ${deadlineMs} ms`);
    this.name = "DeadlineError";
  }
}

/**
 * Runs the steps of one stage, each under its own time limit, all under the turn's signal, whether or not the stage
 * itself honours them. After a late step, or `close`, `signal` is aborted and no further step can be run.
 */
export class Deadline {
  readonly #stage: string;
  readonly #outer: AbortSignal;
  readonly #clock: Clock;
  readonly #inner = new AbortController();
  #cancel: () => void = () => {};
  #timerDueAt = Number.POSITIVE_INFINITY;
  #dueAt = Number.POSITIVE_INFINITY;
  #limitMs = Number.POSITIVE_INFINITY;
  #reject: ((reason: unknown) => void) | null = null;

  constructor(stage: string, outer: AbortSignal, clock: Clock) {
    this.#stage = stage;
    this.#outer = outer;
    this.#clock = clock;
    if (outer.aborted) this.#end(outer.reason);
    else outer.addEventListener("abort", this.#onOuter, { once: true });
  }

  /** What the stage is given: aborted with the turn, by a late step, or by `close`. */
  get signal(): AbortSignal {
    return this.#inner.signal;
  }

  /** One step at a time. @throws DeadlineError when it takes longer than `limitMs`, or the turn's reason */
  within<T>(limitMs: number, step: () => Promise<T>): Promise<T> {
    if (this.#inner.signal.aborted) return Promise.reject(this.#inner.signal.reason);
    this.#limitMs = limitMs;
    this.#dueAt = this.#clock.now() + limitMs;
    if (this.#dueAt < this.#timerDueAt) this.#arm(limitMs);
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      const settled = (): void => {
        this.#reject = null;
        this.#dueAt = Number.POSITIVE_INFINITY;
      };
      step().then(
        (value) => {
          settled();
          resolve(value);
        },
        (error: unknown) => {
          settled();
          reject(error);
        },
      );
    });
  }

  /** The stage is over and nothing of it still runs. */
  finish(): void {
    this.#outer.removeEventListener("abort", this.#onOuter);
    this.#cancel();
  }

  /** Whatever of the stage still runs is no longer wanted. */
  close(): void {
    this.finish();
    this.#end(new Error(`${this.#stage} is no longer wanted`));
  }

  readonly #onOuter = (): void => this.#end(this.#outer.reason);

  /** A timer that fires before a step is due is set again then, not at each step. */
  #arm(delayMs: number): void {
    this.#cancel();
    this.#timerDueAt = this.#clock.now() + delayMs;
    this.#cancel = this.#clock.after(delayMs, () => {
      this.#timerDueAt = Number.POSITIVE_INFINITY;
      const leftMs = this.#dueAt - this.#clock.now();
      if (leftMs <= 0) this.#end(new DeadlineError(this.#stage, this.#limitMs));
      else if (leftMs !== Number.POSITIVE_INFINITY) this.#arm(leftMs);
    });
  }

  #end(reason: unknown): void {
    this.#cancel();
    const reject = this.#reject;
    this.#reject = null;
    reject?.(reason);
    this.#inner.abort(reason);
  }
}

/** A stage of one step. @throws DeadlineError when it is late, or the outer signal's reason */
export async function withDeadline<T>(
  stage: string,
  limitMs: number,
  outer: AbortSignal,
  clock: Clock,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new Deadline(stage, outer, clock);
  try {
    const result = await deadline.within(limitMs, () => work(deadline.signal));
    deadline.finish();
    return result;
  } catch (error) {
    deadline.close();
    throw error;
  }
}
