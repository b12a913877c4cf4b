/** An error as a problem document (RFC 9457). `extra` adds members, for example the field at fault. */
export function problem(status: number, title: string, detail: string, extra: Record<string, unknown> = {}): Response {
  const body = JSON.stringify({ type: "about:blank", status, title, detail, ...extra });
  return new Response(body, { status, headers: { "Content-Type": "application/problem+json" } });
}

/** 429 for whoever tries too often (RFC 6585, section 4). */
export function tooManyTries(title: string, waitMs: number, reason: string): Response {
  const seconds = Math.ceil(waitMs / 1000);
  const response = problem(429, title, `Try again in ${seconds} s.`, { reason });
  response.headers.set("Retry-After", String(seconds));
  return response;
}
