/** A stage took longer than its deadline. */
export class DeadlineError extends Error {
  constructor(stage: string, deadlineMs: number) {
    super(`${stage} took longer than ${deadlineMs} ms`);
    this.name = "DeadlineError";
  }
}

/** Settles as `promise` does, or rejects with the signal's reason as soon as it is aborted. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    promise.catch(() => {});
    return Promise.reject(signal.reason);
  }
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/**
 * Runs one stage under a deadline and its turn's signal, whether or not the stage itself honours them.
 * @throws DeadlineError when it is late, or the outer signal's reason
 */
export async function withDeadline<T>(
  stage: string,
  deadlineMs: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DeadlineError(stage, deadlineMs)), deadlineMs);
  const signal = AbortSignal.any([outer, late.signal]);
  try {
    return await untilAborted(work(signal), signal);
  } finally {
    clearTimeout(timer);
  }
}
