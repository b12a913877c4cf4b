/** Puts the service together from its parts; ./main.ts gives it the real ones. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { WebSocketServer } from "ws";
import { identify, originAllowed } from "../http/admission.ts";
import { refuse } from "../http/server.ts";
import { type AsrParts, createAsrApp } from "./app.ts";
import { serveTranscribe } from "./socket.ts";

const HEADERS_TIMEOUT_MS = 10_000;
const MOST_MESSAGE_BYTES = 256 * 1024;
const GOING_AWAY = 1001;

export interface AsrService {
  server: Server;
  /** Breaks off what is being heard and closes the port. */
  close(): Promise<void>;
}

export function createAsrService(parts: AsrParts): AsrService {
  // Live bodies last as long as somebody speaks; ./body.ts gives up those that send nothing.
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: 0 },
    getRequestListener(createAsrApp(parts).fetch),
  );
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MOST_MESSAGE_BYTES });
  const upgrade = async (request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> => {
    const target = request.url ?? "/";
    if (!URL.canParse(target, "http://localhost")) return refuse(stream, 400, "This is no address");
    const url = new URL(target, "http://localhost");
    const caller = { headers: request.headers, remoteAddress: request.socket.remoteAddress };
    if (url.pathname !== "/transcribe") return refuse(stream, 404, "The socket is at /transcribe");
    const { authentication } = await identify(caller, parts.rules);
    if (stream.destroyed) return;
    if (authentication !== "ok") return refuse(stream, 401, `The token is ${authentication}`);
    if (!originAllowed(caller, parts.rules)) return refuse(stream, 403, "This origin is not allowed");
    const release = parts.slots.take();
    if (release === undefined) return refuse(stream, 503, "Full");
    // Given back by the socket's end, or where there never was a socket by the stream's: it gives once.
    stream.once("close", release);
    sockets.handleUpgrade(request, stream, head, (accepted) => {
      serveTranscribe(accepted, Object.fromEntries(url.searchParams), parts, release);
    });
  };
  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const gone = (): void => void stream.destroy();
    stream.on("error", gone);
    void upgrade(request, stream, head).finally(() => stream.off("error", gone));
  });
  return {
    server,
    async close() {
      for (const socket of sockets.clients) socket.close(GOING_AWAY);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      for (const socket of sockets.clients) socket.terminate();
      await closed;
    },
  };
}
