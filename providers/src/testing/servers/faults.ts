/** The ways in which a server fails its clients, told over whatever it would have answered. */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { sendJson } from "./body.ts";
import { type Rehearsed, rehearse } from "./rehearsal.ts";

export const FAULTS = [
  /** The connection is reset before any answer. */
  "down",
  "http-500",
  /** With `Retry-After: 2`. */
  "http-429",
  "http-401",
  /** No answer at all until somebody hangs up. */
  "slow-headers",
  /** The right answer, a byte a second. */
  "slow-drip",
  /** The connection breaks in the middle of the right answer. */
  "cut",
  /** A page of HTML with status 200. */
  "wrong-type",
  /** The first half of the right answer, again and again without end. */
  "endless",
  /** Status and content type of the right answer, random bytes in it. */
  "garbage",
] as const;
export type Fault = (typeof FAULTS)[number];

const RETRY_AFTER_S = 2;
const DRIP_MS = 1_000;
const GARBAGE_BYTES = 4_096;

/**
 * A handler that fails in one way. Where the fault needs the right answer, the handler is run and its answer is told
 * wrongly: for `endless` and `cut` to be plausible it should write a stream piece by piece.
 * @param fault none: the handler answers; a function is asked for each request
 */
export function withFault(
  fault: Fault | undefined | ((request: IncomingMessage) => Fault | undefined),
  handler: RequestListener,
): RequestListener {
  return (request, response) => {
    const now = typeof fault === "function" ? fault(request) : fault;
    if (now === undefined) handler(request, response);
    else fail(now, handler, request, response);
  };
}

function fail(fault: Fault, handler: RequestListener, request: IncomingMessage, response: ServerResponse): void {
  switch (fault) {
    case "down":
      request.socket.resetAndDestroy();
      return;
    case "http-500":
      request.resume();
      sendJson(response, 500, { error: { message: "Internal Server Error", type: "server_error" } });
      return;
    case "http-429": {
      request.resume();
      const headers = { "Retry-After": String(RETRY_AFTER_S) };
      sendJson(response, 429, { error: { message: "Rate limit reached", type: "rate_limit_error" } }, headers);
      return;
    }
    case "http-401":
      request.resume();
      sendJson(response, 401, { error: { message: "Incorrect API key provided", type: "invalid_request_error" } });
      return;
    case "slow-headers":
      request.resume();
      return;
    case "wrong-type":
      request.resume();
      response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end("<!doctype html><title>Hi</title>");
      return;
    default:
      void rehearse(handler, request).then((answer) => {
        if (!response.destroyed) SPOILT[fault](answer, response);
      });
  }
}

type Spoil = (answer: Rehearsed, response: ServerResponse) => void;

/** How an answer is told wrongly. */
const SPOILT: Record<"slow-drip" | "cut" | "endless" | "garbage", Spoil> = {
  "slow-drip": ({ status, headers, pieces }, response) => {
    const bytes = Buffer.concat(pieces);
    response.writeHead(status, headers);
    let sent = 0;
    const drip = () => {
      if (sent < bytes.length) response.write(bytes.subarray(sent, ++sent));
      else response.end();
    };
    const timer = setInterval(drip, DRIP_MS);
    response.on("close", () => clearInterval(timer));
    drip();
  },
  cut: ({ status, headers, pieces }, response) => {
    const bytes = Buffer.concat(pieces);
    response.writeHead(status, headers);
    response.write(bytes.subarray(0, Math.max(1, bytes.length >> 1)), () => response.destroy());
  },
  endless: ({ status, headers, pieces }, response) => {
    const half = Buffer.concat(pieces.slice(0, Math.ceil(pieces.length / 2)));
    const again = half.length > 0 ? half : Buffer.from(" ");
    response.writeHead(status, headers);
    const pour = () => {
      while (!response.destroyed && response.write(again));
    };
    response.on("drain", pour);
    pour();
  },
  garbage: ({ status, headers }, response) => {
    response.writeHead(status, headers).end(noise(GARBAGE_BYTES));
  },
};

/** The same random-looking bytes each time: Marsaglia's xorshift32 (Journal of Statistical Software 8, 2003). */
function noise(bytes: number): Buffer {
  let state = 0x9e3779b9;
  return Buffer.from(
    Uint8Array.from({ length: bytes }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return state & 255;
    }),
  );
}
