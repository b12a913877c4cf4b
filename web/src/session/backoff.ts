/** The first wait after an immediate retry has failed. */
export const FIRST_DELAY_MS = 300;
export const LONGEST_DELAY_MS = 7_000;

/**
 * How long to wait before trying again: 0, then doubling from 300 ms to 7 s, each spread over its upper half so that
 * many pages do not come back in step after a restart of the relay.
 * @param attempt tries that have failed since the last success, from 0
 * @param random 0 to 1
 */
export function retryDelayMs(attempt: number, random: number): number {
  if (attempt <= 0) return 0;
  const fullMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt - 1, 10));
  return fullMs * (0.5 + random / 2);
}
