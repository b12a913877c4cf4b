/**
 * The one WebSocket of a session: opens it, notices when its peer is dead, and comes back (docs/protocol.md, "Connect",
 * "Ends"). What is said over it is the business of session.ts.
 */
import {
  CLIENT_PING_INTERVAL,
  CLOSE,
  type ClientMessageInput,
  parseRelayEvent,
  type RelayEvent,
  START_DEADLINE,
  SUBPROTOCOL,
  TOKEN_SUBPROTOCOL_PREFIX,
  WireError,
} from "@hisho/protocol";
import { retryDelayMs } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { askWhyRefused } from "./refusal.ts";
import type { Connection } from "./talk.ts";

/** After a ping something must come back within this time, or the peer is dead. */
export const PONG_WITHIN_MS = 10_000;
/** The same after a sign that the network has changed. */
export const PROBE_WITHIN_MS = 3_000;
const READY_ANSWER_WITHIN_MS = 5_000;
/** A session that held this long was healthy: tries are counted anew. */
const HEALTHY_AFTER_MS = 10_000;
/** Two refusals that `GET /ready` does not explain are told to the person. */
const UNEXPLAINED_REFUSALS = 2;

const PROTOCOL_FAULTS: readonly number[] = [CLOSE.badFrame, CLOSE.notJson, CLOSE.tooLong, CLOSE.badMessage];

export type SocketEvent =
  /** The socket is open: `start` is due. */
  | { type: "open" }
  | { type: "event"; event: RelayEvent }
  | { type: "frame"; bytes: Uint8Array }
  /** Something that is not docs/protocol.md came; it was ignored. */
  | { type: "malformed"; error: WireError }
  /** `fault`: the relay says that what it was sent breaks the protocol; no resume. */
  | { type: "closed"; code: number; reason: string; fault: boolean }
  | { type: "connection"; connection: Connection };

export interface SocketOptions {
  WebSocket: new (url: string, protocols: string[]) => WebSocket;
  fetch: typeof globalThis.fetch;
  clock: Clock;
  /** 0 to 1, for the jitter. */
  random: () => number;
  /** Where the relay is, http or https. A different origin than the page's may be refused. */
  baseUrl: string;
  sessionId: string;
  /** Empty where the relay has none. Read at every try. */
  token: () => string;
  /** Where the page comes from, to tell a refused origin from a full relay. */
  pageOrigin: string;
  /** Calls back when trying at once makes sense: the network or the page came back. @returns unsubscribes */
  onWake(listener: () => void): () => void;
  onEvent(event: SocketEvent): void;
}

export class SessionSocket {
  readonly #options: SocketOptions;
  readonly #baseUrl: string;
  readonly #socketUrl: string;
  readonly #stopListening: () => void;
  #socket: WebSocket | null = null;
  #ready = false;
  #connection: Connection = { state: "connecting" };
  /** Tries that have failed since the session last held. */
  #failures = 0;
  #unexplained = 0;
  /** Messages and frames received. */
  #heard = 0;
  #readyAtMs = 0;
  #closed = false;
  readonly #timers = new Map<"retry" | "deadline" | "ping" | "pong", () => void>();
  #asking: AbortController | null = null;

  constructor(options: SocketOptions) {
    this.#options = options;
    const base = new URL(options.baseUrl);
    this.#baseUrl = base.origin + base.pathname.replace(/\/$/, "");
    this.#socketUrl = `${this.#baseUrl.replace(/^http/, "ws")}/ws/session/${options.sessionId}`;
    this.#stopListening = options.onWake(() => this.#wakened());
  }

  /** `session_ready` came and the socket has not closed since. */
  get isReady(): boolean {
    return this.#ready;
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** Bytes handed over and not yet gone to the network. */
  get bufferedBytes(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  /**
   * Opens the socket if none is open or being opened. Also ends a rest, a refusal and a replacement, so it is called
   * only for what the person does.
   */
  open(): void {
    if (this.#closed || this.#socket !== null || this.#asking !== null) return;
    this.#failures = 0;
    this.#connect();
  }

  /** For another token: what is being tried with the one before is given up. A session that is ready goes on. */
  openAnew(): void {
    if (this.#ready) return;
    this.#asking?.abort();
    this.#asking = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.open();
  }

  /** Another page has the session: as when the relay says so. `open` takes it back. */
  giveWay(): void {
    this.#stopTimers();
    this.#asking?.abort();
    this.#asking = null;
    this.#ready = false;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(CLOSE.stopped);
    this.#report({ state: "replaced" });
  }

  /** Sends at once. @returns false when no socket is open */
  send(message: ClientMessageInput): boolean {
    return this.#put(JSON.stringify(message));
  }

  sendFrame(bytes: Uint8Array<ArrayBuffer>): boolean {
    return this.#put(bytes);
  }

  /** For ever: the page is going. The relay keeps the session for a while. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopListening();
    this.#stopTimers();
    this.#asking?.abort();
    this.#asking = null;
    this.#ready = false;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(CLOSE.stopped);
  }

  #put(data: string | Uint8Array<ArrayBuffer>): boolean {
    const socket = this.#socket;
    if (socket === null || socket.readyState !== socket.OPEN) return false;
    socket.send(data);
    return true;
  }

  #connect(): void {
    this.#stopTimers();
    const token = this.#options.token();
    const protocols = [SUBPROTOCOL, ...(token === "" ? [] : [TOKEN_SUBPROTOCOL_PREFIX + base64Url(token)])];
    if (this.#connection.state === "resting" || this.#connection.state === "replaced") {
      this.#report({ state: "connecting" });
    }
    const socket = new this.#options.WebSocket(this.#socketUrl, protocols);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    let opened = false;
    // A socket that was given up may still speak; only the present one is listened to.
    const present = (handle: (event: never) => void) => (event: Event) => {
      if (this.#socket === socket) handle(event as never);
    };
    socket.addEventListener(
      "open",
      present(() => {
        opened = true;
        this.#options.onEvent({ type: "open" });
      }),
    );
    socket.addEventListener(
      "message",
      present((event: MessageEvent) => this.#received(event.data)),
    );
    socket.addEventListener(
      "close",
      present((event: CloseEvent) => this.#ended(opened, event.code, event.reason)),
    );
    // `error` says nothing and `close` follows it.
    this.#timer("deadline", START_DEADLINE, () => this.#giveUp(opened));
  }

  #received(data: unknown): void {
    this.#heard += 1;
    if (data instanceof ArrayBuffer) {
      this.#options.onEvent({ type: "frame", bytes: new Uint8Array(data) });
      return;
    }
    let event: RelayEvent | undefined;
    try {
      event = parseRelayEvent(String(data));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#options.onEvent({ type: "malformed", error });
      return;
    }
    if (event === undefined) return;
    if (event.type === "session_ready") this.#becameReady();
    this.#options.onEvent({ type: "event", event });
  }

  #becameReady(): void {
    this.#ready = true;
    this.#readyAtMs = this.#options.clock.nowMs();
    this.#unexplained = 0;
    this.#stop("deadline");
    this.#timer("ping", CLIENT_PING_INTERVAL, () => this.#ping());
    this.#report({ state: "open" });
  }

  #ping(): void {
    this.#timer("ping", CLIENT_PING_INTERVAL, () => this.#ping());
    this.#probe(PONG_WITHIN_MS);
  }

  #probe(withinMs: number): void {
    const heard = this.#heard;
    this.send({ type: "ping", t: this.#options.clock.nowMs() });
    this.#timer("pong", withinMs, () => {
      if (this.#heard === heard) this.#giveUp(true);
    });
  }

  /** The peer does not answer. A closing handshake with it would not end either, so its socket is left behind. */
  #giveUp(opened: boolean): void {
    const socket = this.#socket;
    if (socket === null) return;
    this.#ended(opened, 1006, "no answer");
    socket.close();
  }

  #ended(opened: boolean, code: number, reason: string): void {
    const held = this.#ready && this.#options.clock.nowMs() - this.#readyAtMs >= HEALTHY_AFTER_MS;
    const fault = PROTOCOL_FAULTS.includes(code);
    this.#socket = null;
    this.#ready = false;
    this.#stopTimers();
    if (held && !fault) this.#failures = 0;
    this.#options.onEvent({ type: "closed", code, reason, fault });
    if (this.#closed) return;
    if (code === CLOSE.replaced) this.#report({ state: "replaced" });
    else if (code === CLOSE.idle || code === CLOSE.stopped) this.#report({ state: "resting" });
    else if (!opened) void this.#refused();
    else this.#retry(fault ? Math.max(1, this.#failures) : this.#failures);
  }

  #retry(attempt: number, atLeastMs = 0): void {
    const delayMs = Math.max(atLeastMs, retryDelayMs(attempt, this.#options.random()));
    this.#failures = attempt + 1;
    if (this.#connection.state !== "refused") this.#report({ state: "reconnecting", attempt: this.#failures });
    this.#timer("retry", delayMs, () => this.#connect());
  }

  async #refused(): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    const stopWaiting = this.#options.clock.after(READY_ANSWER_WITHIN_MS, () => asking.abort());
    const refusal = await askWhyRefused(this.#baseUrl, this.#options.token(), this.#options.fetch, asking.signal);
    stopWaiting();
    if (this.#closed || this.#asking !== asking) return;
    this.#asking = null;
    switch (refusal.why) {
      case "token":
      case "outdated":
        this.#failures = 0;
        this.#report({ state: "refused", why: refusal.why });
        return;
      case "origin":
        this.#report({ state: "refused", why: "origin" });
        this.#retry(Math.max(1, this.#failures));
        return;
      case "full":
        this.#report({ state: "refused", why: "full" });
        this.#retry(Math.max(1, this.#failures), refusal.retryAfterMs ?? 0);
        return;
      case "unreachable":
        if (this.#connection.state === "refused") this.#report({ state: "reconnecting", attempt: this.#failures });
        this.#retry(this.#failures);
        return;
      case "unknown":
        this.#unexplained += 1;
        if (this.#unexplained >= UNEXPLAINED_REFUSALS) {
          const foreign = new URL(this.#options.baseUrl).origin !== this.#options.pageOrigin;
          this.#report({ state: "refused", why: foreign ? "origin" : "full" });
        }
        this.#retry(Math.max(1, this.#failures));
        return;
      default:
        refusal satisfies never;
    }
  }

  #wakened(): void {
    if (this.#ready) {
      this.#probe(PROBE_WITHIN_MS);
    } else if (this.#timers.has("retry") || this.#connection.state === "refused") {
      if (this.#socket === null && this.#asking === null) this.#connect();
    }
  }

  #report(connection: Connection): void {
    this.#connection = connection;
    this.#options.onEvent({ type: "connection", connection });
  }

  #timer(name: "retry" | "deadline" | "ping" | "pong", delayMs: number, task: () => void): void {
    this.#stop(name);
    const cancel = this.#options.clock.after(delayMs, () => {
      this.#timers.delete(name);
      task();
    });
    this.#timers.set(name, cancel);
  }

  #stop(name: "retry" | "deadline" | "ping" | "pong"): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }

  #stopTimers(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }
}

function base64Url(text: string): string {
  const binary = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
