/**
 * A signal that is aborted with `signal`, or with a TimeoutError after `limitMs`. The timeout is listened to: one that only
 * `AbortSignal.any` knows is collected by Node.js 20, and never ends anything (nodejs/node#57736).
 */
export function withTimeLimit(signal: AbortSignal, limitMs: number): AbortSignal {
  const timeout = AbortSignal.timeout(limitMs);
  timeout.addEventListener("abort", () => {}, { once: true });
  return AbortSignal.any([signal, timeout]);
}
