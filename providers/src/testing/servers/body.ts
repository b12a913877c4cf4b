import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";

const MOST_BYTES = 64 * 1024 * 1024;

/** The whole body of a request. @throws Error when it breaks off or is longer than `mostBytes` */
export async function readBytes(request: IncomingMessage, mostBytes = MOST_BYTES): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes > mostBytes) throw new Error(`the body is longer than ${mostBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** @throws SyntaxError when it is not JSON; Error as `readBytes` does */
export async function readJson(request: IncomingMessage, mostBytes = MOST_BYTES): Promise<unknown> {
  return JSON.parse((await readBytes(request, mostBytes)).toString("utf8"));
}

/**
 * A `multipart/form-data` or `application/x-www-form-urlencoded` body (RFC 7578), read by the platform's own parser:
 * fields are strings, files are `File`s.
 * @throws TypeError when it is neither
 */
export function readForm(request: IncomingMessage): Promise<FormData> {
  const type = request.headers["content-type"];
  return new Request("http://127.0.0.1/", {
    method: "POST",
    headers: type === undefined ? {} : { "Content-Type": type },
    body: Readable.toWeb(request) as ReadableStream<Uint8Array>,
    duplex: "half",
  }).formData();
}

/** Answers JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { ...headers, "Content-Type": "application/json" }).end(JSON.stringify(body));
}
