/** One port for the page, the API and the session sockets. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { MAX_MESSAGE_BYTES, SUBPROTOCOL } from "@hisho/protocol";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { WebSocketServer } from "ws";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Sessions } from "../session/sessions.ts";
import { serveSocket } from "../session/socket.ts";
import { type AdmissionRules, admitSocket } from "./admission.ts";

const RETRY_AFTER_S = 5;
const HEADERS_TIMEOUT_MS = 10_000;

export interface ServerParts {
  // biome-ignore lint/suspicious/noExplicitAny: the environment of the routes is no matter of the server's
  app: Hono<any>;
  sessions: Sessions;
  rules: AdmissionRules;
  clock: Clock;
  log: Log;
  newTraceId: () => string;
}

export function createRelayServer({ app, sessions, rules, clock, log, newTraceId }: ServerParts): Server {
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT_MS }, getRequestListener(app.fetch));
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: () => SUBPROTOCOL,
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    const caller = { headers: request.headers, remoteAddress: request.socket.remoteAddress };
    const admission = admitSocket(path, caller, rules, (id) => sessions.admits(id));
    if (!admission.ok) {
      refuse(socket, admission.status, admission.title);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      serveSocket(accepted, socket, sessions.open(admission.sessionId), clock, log, newTraceId);
    });
  });
  return server;
}

/** Answers before the upgrade, as a problem document (RFC 9457). */
function refuse(socket: Duplex, status: number, title: string): void {
  const body = JSON.stringify({ type: "about:blank", status, title });
  const retry = status === 503 ? `Retry-After: ${RETRY_AFTER_S}\r\n` : "";
  const upgrade = status === 426 ? "Upgrade: websocket\r\n" : "";
  socket.on("error", () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nConnection: close\r\n${retry}${upgrade}` +
      `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
