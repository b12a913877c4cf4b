/** One port for the page, the API and the session sockets. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Server as SecureServer } from "node:https";
import type { Duplex } from "node:stream";
import { CLOSE, MAX_MESSAGE_BYTES, SUBPROTOCOL } from "@hisho/protocol";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { WebSocketServer } from "ws";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Sessions } from "../session/sessions.ts";
import { serveSocket } from "../session/socket.ts";
import { type AdmissionRules, admitSocket, identify } from "./admission.ts";
import { DeviceSockets } from "./device-sockets.ts";

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
  /** Tells of devices whose token was taken back. @returns a function that takes the listener back */
  onRevoked: (listener: (deviceId: string) => void) => () => void;
}

/** Answers requests and sockets that come to any server it is attached to. */
export type Attach = (server: Server | SecureServer) => void;

/** A plain server, and a way to serve the same on others. */
export function createRelayServer(parts: ServerParts): { server: Server; attach: Attach } {
  const { app, sessions, rules, clock, log, newTraceId } = parts;
  const listener = getRequestListener(app.fetch);
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: () => SUBPROTOCOL,
  });
  const ofDevices = new DeviceSockets();
  parts.onRevoked((deviceId) => {
    for (const socket of ofDevices.of(deviceId)) socket.close(CLOSE.revoked, "revoked");
  });

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    const caller = { headers: request.headers, remoteAddress: request.socket.remoteAddress };
    const identity = await identify(caller, rules);
    if (socket.destroyed) return;
    const admission = admitSocket(path, caller, rules, identity, (id) => sessions.admits(id));
    if (!admission.ok) {
      refuse(socket, admission.status, admission.title);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      if (identity.deviceId !== undefined) ofDevices.add(identity.deviceId, accepted);
      serveSocket(accepted, socket, sessions.open(admission.sessionId), clock, log, newTraceId);
    });
  };
  const attach: Attach = (server) => {
    server.headersTimeout = HEADERS_TIMEOUT_MS;
    server.on("request", listener);
    server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const gone = (): void => void socket.destroy();
      socket.on("error", gone);
      void upgrade(request, socket, head).finally(() => socket.off("error", gone));
    });
  };
  const server = createServer();
  attach(server);
  return { server, attach };
}

/** Answers before the upgrade, as a problem document (RFC 9457). */
export function refuse(socket: Duplex, status: number, title: string): void {
  const body = JSON.stringify({ type: "about:blank", status, title });
  const retry = status === 503 ? `Retry-After: ${RETRY_AFTER_S}\r\n` : "";
  const upgrade = status === 426 ? "Upgrade: websocket\r\n" : "";
  socket.on("error", () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nConnection: close\r\n${retry}${upgrade}` +
      `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
