import { ProviderError, type Role } from "../errors.ts";

/**
 * Gives a piece of work so long and no longer.
 * @param limitMs for the whole of it
 * @param work ends early when its signal is aborted
 * @throws ProviderError `timeout`, the signal's reason when aborted, or whatever `work` throws
 */
export async function within<T>(
  role: Role,
  limitMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = AbortSignal.timeout(limitMs);
  try {
    return await work(AbortSignal.any([signal, limit]));
  } catch (error) {
    signal.throwIfAborted();
    if (!limit.aborted) throw error;
    throw new ProviderError(role, "timeout", `the endpoint did not answer within ${limitMs} ms`, { retryable: true });
  }
}
