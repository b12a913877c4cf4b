/** A call took longer than it was given. */
export class TooLate extends Error {
  readonly limitMs: number;

  constructor(limitMs: number) {
    super(`no answer within ${limitMs} ms`);
    this.name = "TooLate";
    this.limitMs = limitMs;
  }
}

/**
 * Runs `work` for at most `limitMs`, whether or not it honours its signal, which is aborted as soon as this settles.
 * @throws TooLate
 * @throws the outer signal's reason when that is aborted, or what `work` throws
 */
export async function within<T>(
  limitMs: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer.throwIfAborted();
  const inner = new AbortController();
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    const onOuter = () => reject(outer.reason);
    const timer = setTimeout(() => reject(new TooLate(limitMs)), limitMs);
    outer.addEventListener("abort", onOuter, { once: true });
    stop = () => {
      clearTimeout(timer);
      outer.removeEventListener("abort", onOuter);
    };
  });
  const working = work(inner.signal);
  working.catch(() => {}); // once it is late, nobody waits for how it ends
  try {
    return await Promise.race([working, stopped]);
  } finally {
    stop();
    inner.abort(new Error("no longer wanted"));
  }
}
