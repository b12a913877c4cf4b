/**
 * A relay as docs/protocol.md describes it, on a real WebSocket server on loopback. It answers nothing by itself but
 * `start` and `ping`: a test says what comes when. It checks every message of the client with the protocol's own parser
 * and keeps the books of credit, so that a client that breaks the contract fails the test.
 */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type ClientMessage,
  type Control,
  CREDIT_FRAMES,
  decodeFrame,
  encodeFrame,
  type Frame,
  parseClientMessage,
  type SessionReady,
  SUBPROTOCOL,
} from "@hisho/protocol";
import { type WebSocket, WebSocketServer } from "ws";

export type Received = { kind: "message"; message: ClientMessage } | { kind: "frame"; frame: Frame };

type Unsent = { type: string; turn?: number } & Record<string, unknown>;

const provider = { name: "scripted", is_mock: true, languages: ["en-US"] };

export class FakeRelay {
  readonly received: Received[] = [];
  readonly requests: IncomingMessage[] = [];
  /** What `session_ready` says; a test changes it before the client connects. */
  ready: Partial<SessionReady> = {};
  /** The HTTP status of a refusal before the upgrade, if it refuses. */
  refuse: number | null = null;
  readyAnswer: { status: number; body: unknown } = { status: 200, body: { status: "ok", protocols: [1], auth: "ok" } };
  /** Takes up sessions when the client asks for it. */
  resumes = true;
  lastEvent = 0;
  nextTurn = 1;
  uplinkSequence = 0;
  sequence = 0;
  /** Frames the client can still take. */
  window = CREDIT_FRAMES;
  framesSent = 0;
  framesCredited = 0;
  socket: WebSocket | null = null;
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  #changed: (() => void)[] = [];

  private constructor() {
    this.#http = createServer((request, response) => {
      // The rule for pages is the same under /api as for sockets.
      if (request.url?.startsWith("/api/") && this.refuse === 403) {
        response.writeHead(403).end();
        return;
      }
      response.writeHead(this.readyAnswer.status, { "Content-Type": "application/json" });
      response.end(JSON.stringify(this.readyAnswer.body));
    });
    this.#sockets = new WebSocketServer({
      noServer: true,
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    });
    this.#http.on("upgrade", (request, socket, head) => {
      this.requests.push(request);
      this.#touch();
      if (this.refuse !== null) {
        socket.end(`HTTP/1.1 ${this.refuse} Refused\r\nConnection: close\r\n\r\n`);
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#opened(opened));
    });
  }

  static async open(): Promise<FakeRelay> {
    const relay = new FakeRelay();
    await new Promise<void>((resolve) => relay.#http.listen(0, "127.0.0.1", resolve));
    return relay;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  get messages(): ClientMessage[] {
    return this.received.flatMap((item) => (item.kind === "message" ? [item.message] : []));
  }

  get frames(): Frame[] {
    return this.received.flatMap((item) => (item.kind === "frame" ? [item.frame] : []));
  }

  controls<Action extends string>(action: Action): Control<Action>[] {
    return this.messages.filter(
      (message): message is Control<Action> => message.type === "control" && message.action === action,
    );
  }

  of<Type extends ClientMessage["type"]>(type: Type): Extract<ClientMessage, { type: Type }>[] {
    return this.messages.filter((message): message is Extract<ClientMessage, { type: Type }> => message.type === type);
  }

  /** Resolves when something the client did makes `found` give a value. */
  async until<Value>(found: () => Value | undefined | false | null): Promise<Value> {
    for (;;) {
      const value = found();
      if (value !== undefined && value !== false && value !== null) return value;
      await new Promise<void>((resolve) => this.#changed.push(resolve));
    }
  }

  /** Sends an event with the next number. */
  event(event: Unsent): void {
    this.lastEvent += 1;
    this.raw({ ...event, n: this.lastEvent });
  }

  raw(value: unknown): void {
    this.socket?.send(typeof value === "string" || value instanceof Uint8Array ? value : JSON.stringify(value));
  }

  /** Sends frames of a turn, as far as credit goes. Each packet holds its sequence. @returns how many were sent */
  speak(turn: number, count: number, marker = false): number {
    let sent = 0;
    for (; sent < count && this.window > 0; sent += 1) {
      this.#sendFrame(turn, marker && sent === 0);
    }
    return sent;
  }

  /** Sends something in place of a frame; it takes credit like one. */
  badFrame(bytes: Uint8Array): void {
    this.raw(bytes);
    this.window -= 1;
    this.framesSent += 1;
  }

  /** The socket dies without a word. */
  drop(): void {
    this.socket?.terminate();
    this.socket = null;
  }

  closeWith(code: number): void {
    this.socket?.close(code);
    this.socket = null;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    this.#http.closeAllConnections();
    await new Promise<void>((resolve) => this.#http.close(() => resolve()));
  }

  #sendFrame(turn: number, marker: boolean): void {
    const packet = Uint8Array.of(this.sequence & 255, this.sequence >> 8);
    const { sequence } = this;
    const frame = { kind: "assistant", marker, discontinuity: false, number: turn, sequence, packet } as const;
    this.socket?.send(encodeFrame({ ...frame, timestamp: sequence * 1920 }));
    this.sequence += 1;
    this.window -= 1;
    this.framesSent += 1;
  }

  #opened(socket: WebSocket): void {
    this.socket = socket;
    socket.on("message", (data, isBinary) => {
      const bytes = data as Buffer;
      if (isBinary) this.#frame(decodeFrame(new Uint8Array(bytes), "microphone"));
      else this.#message(parseClientMessage(bytes.toString("utf8")));
      this.#touch();
    });
    socket.on("close", () => this.#touch());
    this.#touch();
  }

  #frame(frame: Frame): void {
    this.received.push({ kind: "frame", frame });
    this.uplinkSequence = frame.sequence + 1;
  }

  #message(message: ClientMessage): void {
    this.received.push({ kind: "message", message });
    if (message.type === "ping") this.raw({ type: "pong", t: message.t });
    if (message.type === "credit") this.#credited(message.frames);
    if (message.type === "control" && message.action === "start") this.#start(message);
  }

  #credited(frames: number): void {
    this.framesCredited += frames;
    this.window += frames;
    if (this.window > CREDIT_FRAMES) throw new Error(`the client credited ${frames} frames it had not been sent`);
  }

  #start(start: Control<"start">): void {
    const resumed = this.resumes && start.resume !== undefined;
    if (resumed) {
      this.window = Math.min(CREDIT_FRAMES, start.resume?.credit ?? CREDIT_FRAMES);
    } else {
      this.lastEvent = 0;
      this.sequence = 0;
      this.uplinkSequence = 0;
      this.window = CREDIT_FRAMES;
    }
    this.raw({
      type: "session_ready",
      session_id: "session",
      protocol: 1,
      version: "0.1.0",
      features: [],
      resumed,
      last_event: this.lastEvent,
      next_turn: this.nextTurn,
      uplink_sequence: this.uplinkSequence,
      language: start.language,
      providers: { stt: provider, llm: provider, tts: provider, embedding: provider },
      ...this.ready,
    });
  }

  #touch(): void {
    const waiting = this.#changed;
    this.#changed = [];
    for (const resolve of waiting) resolve();
  }
}
