/** An hour: whoever asks for more is asked again sooner. */
const MOST_MS = 3_600_000;

/**
 * What a `Retry-After` header asks for (RFC 9110, section 10.2.3): seconds or a date.
 * @param nowMs wall clock, ms since 1970
 * @returns ms to wait, 0 to an hour; undefined without a header that can be read
 */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  const waitMs = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(waitMs) ? undefined : Math.min(MOST_MS, Math.max(0, waitMs));
}
