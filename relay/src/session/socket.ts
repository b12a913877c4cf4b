/** A WebSocket as a session's link: reads messages and frames, keeps the peer honest, closes with the right code. */

import type { Writable } from "node:stream";
import {
  CLOSE,
  type CloseCode,
  decodeFrame,
  MAX_MESSAGE_BYTES,
  MAX_MESSAGES_PER_SECOND,
  parseClientMessage,
  RELAY_PING_INTERVAL,
  SLOW_READER_BYTES,
  SLOW_READER_FOR,
  WireError,
} from "@hisho/protocol";
import type { RawData, WebSocket } from "ws";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Link, Session } from "./session.ts";

const UNANSWERED_PINGS = 2;
const SLOW_READER_CHECK_MS = 500;
/** A peer that does not answer a close is cut off. */
const CLOSE_PATIENCE_MS = 3000;

export function serveSocket(
  socket: WebSocket,
  stream: Writable,
  session: Session,
  clock: Clock,
  log: Log,
  newTraceId: () => string,
): void {
  // What is sent in one go leaves in one write, after the work that it tells of has been set going.
  let corked = false;
  const send = (data: string | Uint8Array): void => {
    if (!corked) {
      corked = true;
      stream.cork();
      process.nextTick(() => {
        corked = false;
        stream.uncork();
      });
    }
    socket.send(data);
  };
  const link: Link = {
    sendText: send,
    sendBinary: send,
    close(code: CloseCode) {
      socket.close(code);
      const cancel = clock.after(CLOSE_PATIENCE_MS, () => socket.terminate());
      socket.once("close", cancel);
    },
    fail(error) {
      const traceId = newTraceId();
      log.error("a message could not be handled", { trace: traceId, error });
      const message = "Something went wrong in the relay. Please try again.";
      link.sendText(JSON.stringify({ type: "error", code: "internal", message, recoverable: true, trace_id: traceId }));
      link.close(CLOSE.internal);
    },
  };

  let secondStartedAt = clock.now();
  let messagesThisSecond = 0;
  const countMessage = (): boolean => {
    if (clock.now() - secondStartedAt >= 1000) {
      secondStartedAt = clock.now();
      messagesThisSecond = 0;
    }
    messagesThisSecond += 1;
    return messagesThisSecond <= MAX_MESSAGES_PER_SECOND;
  };

  const receive = (data: RawData, binary: boolean): void => {
    const bytes = data as Buffer;
    if (binary) {
      session.frame(link, decodeFrame(bytes, "microphone"));
      return;
    }
    if (!countMessage()) {
      link.close(CLOSE.tooMany);
      return;
    }
    if (bytes.length > MAX_MESSAGE_BYTES) throw new WireError("message-too-long", "a message has at most 64 KiB");
    session.receive(link, parseClientMessage(bytes.toString("utf8")));
  };

  socket.on("message", (data, binary) => {
    if (socket.readyState !== socket.OPEN) return;
    try {
      receive(data, binary);
    } catch (error) {
      if (error instanceof WireError) session.refuse(link, error);
      else link.fail(error);
    }
  });

  let cancelPing = (): void => {};
  let unanswered = 0;
  const ping = (): void => {
    cancelPing = clock.after(RELAY_PING_INTERVAL, () => {
      if (unanswered >= UNANSWERED_PINGS) {
        socket.terminate();
        return;
      }
      unanswered += 1;
      socket.ping();
      ping();
    });
  };
  socket.on("pong", () => {
    unanswered = 0;
  });
  ping();

  let cancelSlow = (): void => {};
  let slowSince: number | null = null;
  const watchReader = (): void => {
    cancelSlow = clock.after(SLOW_READER_CHECK_MS, () => {
      if (socket.bufferedAmount <= SLOW_READER_BYTES) slowSince = null;
      else slowSince ??= clock.now();
      if (slowSince !== null && clock.now() - slowSince >= SLOW_READER_FOR) link.close(CLOSE.slowReader);
      watchReader();
    });
  };
  watchReader();

  // `ws` has closed the socket with 1002, 1007 or 1009 by itself; the session is kept.
  socket.on("error", (error) => log.debug("socket error", { error }));
  socket.on("close", () => {
    cancelPing();
    cancelSlow();
    session.detach(link);
  });
  session.attach(link);
}
