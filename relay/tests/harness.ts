/** A whole relay on a free port with scripted providers, and a client that speaks the protocol over a real socket. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Encoder } from "@evan/opus";
import {
  type ClientMessageInput,
  decodeFrame,
  encodeFrame,
  type Frame,
  parseRelayEvent,
  type RelayEvent,
  type RelayEventOf,
  type SessionReady,
} from "@hisho/protocol";
import type { Provider } from "@hisho/providers/health.ts";
import { everyProvider, type Providers } from "@hisho/providers/registry.ts";
import { createScriptedProviders, type ScriptedProvidersOptions } from "@hisho/providers/scripted/providers.ts";
import WebSocket from "ws";
import { Alarms } from "../src/alarms.ts";
import { type Clock, systemClock } from "../src/clock.ts";
import type { AdmissionRules } from "../src/http/admission.ts";
import type { describeStatus } from "../src/http/status.ts";
import type { Knowledge } from "../src/knowledge/knowledge.ts";
import { createReader } from "../src/knowledge/read/reader.ts";
import { createLog, type Log } from "../src/log.ts";
import { Metrics } from "../src/metrics.ts";
import type { ModelLibrary } from "../src/models/library.ts";
import type { LogTail } from "../src/operations/log-tail.ts";
import type { Pairing } from "../src/pairing/pairing.ts";
import { ProviderSwitch } from "../src/provider-switch.ts";
import type { Recordings } from "../src/recordings/recordings.ts";
import { createRelay, type Relay, type RelayParts } from "../src/relay.ts";
import { Roles } from "../src/roles.ts";
import type { SessionLog } from "../src/session/session-log.ts";
import type { Store } from "../src/store/port.ts";
import type { TurnSpool } from "../src/store/turn-spool.ts";
import { createMemoryStore } from "./memory-store.ts";

export interface RunningRelay {
  url: string;
  httpUrl: string;
  providers: ReturnType<typeof createScriptedProviders>;
  store: ReturnType<typeof createMemoryStore>;
  alarms: Alarms;
  roles: Roles;
  switch: ProviderSwitch;
  clock: Clock;
  /** Serves the same on another server. */
  attach: Relay["attach"];
  close(): Promise<void>;
}

export interface RelayOptions extends ScriptedProvidersOptions {
  token?: string;
  allowedOrigins?: string[];
  maxSessions?: number;
  store?: ReturnType<typeof createMemoryStore>;
  search?: Knowledge["search"];
  /** In place of the scripted ones. */
  replace?: Partial<Providers>;
  recordings?: Recordings;
  spool?: TurnSpool;
  models?: (inUse: () => readonly Provider[]) => ModelLibrary;
  /** In place of the machine's own. */
  clock?: Clock;
  /** In place of one that tells standard error of what went wrong. */
  log?: Log;
  logTail?: LogTail;
  logTranscripts?: boolean;
  /** Figures of the process too. */
  processMetrics?: boolean;
  /** In place of one that only searches. */
  knowledge?: Knowledge;
  tools?: RelayParts["tools"];
  proposals?: RelayParts["proposals"];
  pairing?: Pairing;
  pairingPlace?: RelayParts["pairingPlace"];
  openToThisMachine?: boolean;
  hosts?: NonNullable<AdmissionRules["hosts"]>;
  sessionLog?: SessionLog;
  pageDirectory?: string;
  trustedProxies?: AdmissionRules["trustedProxies"];
}

export async function startRelay(options: RelayOptions = {}): Promise<RunningRelay> {
  const scripted = createScriptedProviders(options);
  const providers: Providers = { ...scripted, ...options.replace };
  const store = options.store ?? createMemoryStore();
  const log = options.log ?? createLog("error", (line) => process.stderr.write(`${line}\n`));
  const clock = options.clock ?? systemClock;
  const alarms = new Alarms(store as unknown as Store, clock, log);
  const metrics = new Metrics({ process: options.processMetrics === true });
  const roles = new Roles(providers, clock, log, { meter: metrics });
  const providerSwitch = new ProviderSwitch(roles);
  const reader = createReader();
  const relay = createRelay({
    rules: {
      token: options.token,
      allowedOrigins: options.allowedOrigins ?? [],
      trustedProxies: options.trustedProxies ?? [],
      openToThisMachine: options.openToThisMachine ?? false,
      ...(options.hosts === undefined ? {} : { hosts: options.hosts }),
    },
    ...(options.logTail === undefined ? {} : { logTail: options.logTail }),
    logTranscripts: options.logTranscripts === true,
    ...(options.pairing === undefined ? {} : { pairing: options.pairing }),
    ...(options.pairingPlace === undefined ? {} : { pairingPlace: options.pairingPlace }),
    providers: providerSwitch,
    ...(options.models === undefined
      ? {}
      : { models: options.models(() => everyProvider(providerSwitch.current.providers)) }),
    store: store as unknown as Store,
    ...(options.recordings === undefined ? {} : { recordings: options.recordings }),
    ...(options.spool === undefined ? {} : { spool: options.spool }),
    sessionLog: options.sessionLog,
    knowledge:
      options.knowledge ??
      ({
        search: options.search ?? (async () => []),
        health: () => ({ status: "ok" }),
        revision: { removed: 0, added: 0 },
      } as unknown as Knowledge),
    reader,
    alarms,
    ...(options.tools === undefined ? {} : { tools: options.tools }),
    ...(options.proposals === undefined ? {} : { proposals: options.proposals }),
    clock,
    log,
    version: "test",
    finalFlushSilenceMs: 350,
    maxSessions: options.maxSessions ?? 300,
    maxUploadBytes: 1024 * 1024,
    passagesATurn: 5,
    pageDirectory: options.pageDirectory,
    partialsAtOnce: 1,
    preparing: () => false,
    metrics,
  });
  relay.server.listen(0, "127.0.0.1");
  await once(relay.server, "listening");
  const { port } = relay.server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}`,
    httpUrl: `http://127.0.0.1:${port}`,
    providers: scripted,
    store,
    alarms,
    roles,
    switch: providerSwitch,
    clock,
    attach: relay.attach,
    async close() {
      await relay.close();
      await reader.close();
    },
  };
}

/** What /ready says. */
export async function readStatus(relay: RunningRelay, headers: Record<string, string> = {}) {
  const response = await fetch(`${relay.httpUrl}/ready`, { headers });
  return (await response.json()) as ReturnType<typeof describeStatus>;
}

/** One 20 ms packet of a tone. */
export function tonePacket(): Uint8Array {
  const encoder = new Encoder({ channels: 1, sample_rate: 48_000, application: "voip" });
  const pcm = Int16Array.from({ length: 960 }, (_, i) => 9000 * Math.sin((2 * Math.PI * 220 * i) / 48_000));
  return encoder.encode(pcm).slice();
}

const FRAME_RTP = 960;
const CREDIT_AFTER_MS = 10;

/** What arrived, in order: events and frames as one list. */
export type Arrival = { at: number; event: RelayEvent } | { at: number; frame: Frame };

export class TestClient {
  readonly arrivals: Arrival[] = [];
  readonly socket: WebSocket;
  closed: { code: number } | null = null;
  sequence = 0;
  timestamp = 0;
  utterance = 0;
  /** Frames are credited as they come, as if they were played at once. */
  autoCredit = true;
  readonly #packet = tonePacket();
  #owed = 0;
  readonly #watchers = new Set<() => void>();

  constructor(
    url: string,
    sessionId: string,
    options: { token?: string; headers?: Record<string, string>; protocols?: string[]; ca?: string } = {},
  ) {
    const protocols = options.protocols ?? ["hisho.v1"];
    this.socket = new WebSocket(`${url}/ws/session/${sessionId}`, protocols, {
      headers: options.headers ?? {},
      ...(options.ca === undefined ? {} : { ca: options.ca }),
    });
    this.socket.on("message", (data: Buffer, binary) => {
      const at = performance.now();
      if (binary) {
        this.arrivals.push({ at, frame: decodeFrame(data, "assistant") });
        if (this.autoCredit) this.#creditSoon();
      } else {
        const event = parseRelayEvent(data.toString());
        if (event === undefined) throw new Error(`unknown event ${data.toString()}`);
        this.arrivals.push({ at, event });
      }
      this.#changed();
    });
    this.socket.on("open", () => this.#changed());
    this.socket.on("close", (code) => {
      this.closed = { code };
      this.#changed();
    });
    this.socket.on("error", () => {});
  }

  get events(): RelayEvent[] {
    return this.arrivals.flatMap((arrival) => ("event" in arrival ? [arrival.event] : []));
  }

  get frames(): Frame[] {
    return this.arrivals.flatMap((arrival) => ("frame" in arrival ? [arrival.frame] : []));
  }

  of<Type extends RelayEvent["type"]>(type: Type): RelayEventOf<Type>[] {
    return this.events.filter((event): event is RelayEventOf<Type> => event.type === type);
  }

  send(message: ClientMessageInput): void {
    this.socket.send(JSON.stringify(message));
  }

  async opened(): Promise<void> {
    await this.until(() => this.socket.readyState === WebSocket.OPEN || this.closed !== null);
  }

  async start(
    options: Partial<Extract<ClientMessageInput, { type: "control"; action: "start" }>> = {},
  ): Promise<SessionReady> {
    await this.opened();
    const before = this.of("session_ready").length;
    this.send({
      type: "control",
      action: "start",
      language: "en-US",
      time_zone: "Asia/Tokyo",
      mode: "hands_free",
      ...options,
    });
    await this.until(() => this.of("session_ready").length > before);
    return this.of("session_ready").at(-1)!;
  }

  /** @returns the id of the speech */
  speechStart(id: string = crypto.randomUUID()): string {
    this.utterance += 1;
    this.send({ type: "control", action: "speech_start", utterance: this.utterance, id, timestamp: this.timestamp });
    return id;
  }

  /** Sends `durationMs` of sound at once. */
  sound(durationMs: number): void {
    for (let ms = 0; ms < durationMs; ms += 20) this.frame(this.#packet);
  }

  frame(packet: Uint8Array): void {
    const { utterance: number, sequence, timestamp } = this;
    this.socket.send(
      encodeFrame({ kind: "microphone", marker: false, discontinuity: false, number, sequence, timestamp, packet }),
    );
    this.sequence += 1;
    this.timestamp += FRAME_RTP;
  }

  speechEnd(): void {
    this.send({ type: "control", action: "speech_end", utterance: this.utterance, timestamp: this.timestamp });
  }

  /** A whole utterance at once. */
  say(durationMs = 1000): void {
    this.speechStart();
    this.sound(durationMs);
    this.speechEnd();
  }

  text(text: string, id: string = crypto.randomUUID()): string {
    this.send({ type: "text", id, text });
    return id;
  }

  async until(holds: () => boolean, patienceMs = 10_000): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#watchers.delete(check);
        reject(
          new Error(
            `waited ${patienceMs} ms; got ${JSON.stringify(this.events.slice(-12))}, closed ${JSON.stringify(this.closed)}`,
          ),
        );
      }, patienceMs);
      const check = (): void => {
        if (!holds()) return;
        clearTimeout(timer);
        this.#watchers.delete(check);
        resolve();
      };
      this.#watchers.add(check);
    });
  }

  async turnEnd(turn: number): Promise<RelayEventOf<"turn_end">> {
    const find = () => this.of("turn_end").find((event) => event.turn === turn);
    await this.until(() => find() !== undefined);
    return find()!;
  }

  /** What came together is credited together: a client has so many messages a second. */
  #creditSoon(): void {
    this.#owed += 1;
    if (this.#owed > 1) return;
    setTimeout(() => {
      const frames = this.#owed;
      this.#owed = 0;
      if (this.socket.readyState === WebSocket.OPEN) this.send({ type: "credit", frames });
    }, CREDIT_AFTER_MS);
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.until(() => this.closed !== null);
  }

  /** Cuts the connection without a close handshake. */
  async cut(): Promise<void> {
    this.socket.terminate();
    await this.until(() => this.closed !== null);
  }

  #changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}
