/** What crosses the page's session socket, with the browser's own times. */
import {
  type ClientMessage,
  decodeFrame,
  type Frame,
  parseClientMessage,
  parseRelayEvent,
  type RelayEvent,
} from "@hisho/protocol";
import type { Page } from "@playwright/test";

/** `atMs`: the browser's monotonic clock when the page sent it or got it (DevTools protocol, Network.MonotonicTime). */
export type Timed<Content> = Content & { readonly atMs: number };

export interface WireLog {
  sent: Timed<{ message: ClientMessage }>[];
  received: Timed<{ event: RelayEvent }>[];
  microphone: Timed<{ frame: Frame }>[];
  assistant: Timed<{ frame: Frame }>[];
}

export interface Wire {
  readonly log: WireLog;
  /** Resolves when what has been recorded satisfies `holds`. */
  until(holds: (log: WireLog) => boolean): Promise<void>;
  /** Called with each event of the relay, after it was recorded. */
  onEvent(listener: (event: RelayEvent) => void): void;
}

const TEXT_OPCODE = 1;

/** To be called before the page is opened. Only the session's socket may be opened by the page. */
export async function recordWire(page: Page): Promise<Wire> {
  const log: WireLog = { sent: [], received: [], microphone: [], assistant: [] };
  const watchers = new Set<() => void>();
  const listeners: ((event: RelayEvent) => void)[] = [];
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  const recorded = (): void => {
    for (const watch of [...watchers]) watch();
  };
  devtools.on("Network.webSocketFrameSent", ({ timestamp, response: { opcode, payloadData } }) => {
    const atMs = timestamp * 1000;
    if (opcode === TEXT_OPCODE) log.sent.push({ atMs, message: parseClientMessage(payloadData) });
    else log.microphone.push({ atMs, frame: decodeFrame(Buffer.from(payloadData, "base64"), "microphone") });
    recorded();
  });
  devtools.on("Network.webSocketFrameReceived", ({ timestamp, response: { opcode, payloadData } }) => {
    const atMs = timestamp * 1000;
    if (opcode === TEXT_OPCODE) {
      const event = parseRelayEvent(payloadData);
      if (event === undefined) return;
      log.received.push({ atMs, event });
      for (const listener of listeners) listener(event);
    } else {
      log.assistant.push({ atMs, frame: decodeFrame(Buffer.from(payloadData, "base64"), "assistant") });
    }
    recorded();
  });
  return {
    log,
    until: (holds) =>
      new Promise((resolve) => {
        const watch = (): void => {
          if (!holds(log)) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
      }),
    onEvent: (listener) => void listeners.push(listener),
  };
}
