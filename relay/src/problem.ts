/** An error as a problem document (RFC 9457). `extra` adds members, for example the field at fault. */
export function problem(status: number, title: string, detail: string, extra: Record<string, unknown> = {}): Response {
  const body = JSON.stringify({ type: "about:blank", status, title, detail, ...extra });
  return new Response(body, { status, headers: { "Content-Type": "application/problem+json" } });
}
