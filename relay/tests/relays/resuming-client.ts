/**
 * A client that comes back by itself, from docs/protocol.md alone: it repeats open speech and unconfirmed text, takes
 * each event and frame once, and plays at ten times the speed of sound.
 */
import {
  ASSISTANT_FRAME,
  type ClientMessageInput,
  CREDIT_FRAMES,
  decodeFrame,
  encodeFrame,
  type Frame,
  parseRelayEvent,
  type RelayEvent,
  type RelayEventOf,
  type SessionReady,
} from "@hisho/protocol";
import WebSocket from "ws";
import { tonePacket } from "../harness.ts";

const RETRY_MS = 30;
const PLAY_EVERY_MS = 20;
const FRAMES_A_PLAY = 5;
const FRAME_RTP = 960;

interface Speech {
  number: number;
  id: string;
  startTimestamp: number;
  endTimestamp: number | null;
  /** The sequence of each frame, once it was sent. */
  frames: { timestamp: number; sequence: number | null }[];
}

/** What the client has of one turn. */
export interface Received {
  turn: number;
  userText: string;
  text: string;
  /** Since the answer last began. */
  frames: number[];
  /** As `assistant_audio_end` told. */
  told: number | null;
  reopened: number;
  ends: RelayEventOf<"turn_end">[];
  finals: number;
}

export class ResumingClient {
  readonly turns = new Map<number, Received>();
  readonly starts: SessionReady[] = [];
  /** By the client's ids. */
  readonly turnOf = new Map<string, number>();
  readonly closes: number[] = [];
  /** Events and frames that were new. */
  arrivals = 0;
  readonly #url: string;
  readonly #packet = tonePacket();
  #socket: WebSocket | null = null;
  #isReady = false;
  #resumable = false;
  #over = false;
  #lastEvent = 0;
  #lastFrame: { turn: number; sequence: number } | undefined;
  /** Frames that came and were not yet played. */
  #waiting = 0;
  #speech: Speech[] = [];
  #utterance = 0;
  #sequence = 0;
  #timestamp = 0;
  #texts = new Map<string, string>();
  #playedMs = new Map<number, number>();
  readonly #watchers = new Set<() => void>();
  readonly #player: NodeJS.Timeout;

  /** @param url of the relay or of the proxy before it */
  constructor(url: string, sessionId: string) {
    this.#url = `${url}/ws/session/${sessionId}`;
    this.#player = setInterval(() => this.#play(), PLAY_EVERY_MS);
    this.#connect();
  }

  text(text: string): string {
    const id = crypto.randomUUID();
    this.#texts.set(id, text);
    if (this.#isReady) this.#send({ type: "text", id, text });
    return id;
  }

  speechStart(): string {
    const speech: Speech = {
      number: ++this.#utterance,
      id: crypto.randomUUID(),
      startTimestamp: this.#timestamp,
      endTimestamp: null,
      frames: [],
    };
    this.#speech.push(speech);
    if (this.#isReady) this.#sendStart(speech);
    return speech.id;
  }

  /** One frame of 20 ms. */
  sound(): void {
    const speech = this.#speech.at(-1);
    if (speech === undefined) throw new Error("nobody speaks");
    speech.frames.push({ timestamp: this.#timestamp, sequence: null });
    this.#timestamp += FRAME_RTP;
    if (this.#isReady) this.#sendFrames(speech);
  }

  speechEnd(): void {
    const speech = this.#speech.at(-1);
    if (speech === undefined) throw new Error("nobody speaks");
    speech.endTimestamp = this.#timestamp;
    if (this.#isReady) this.#sendEnd(speech);
  }

  /** The turn of this id, once its end has come. */
  async ended(id: string, patienceMs = 30_000): Promise<Received> {
    const find = (): Received | undefined => this.turns.get(this.turnOf.get(id) ?? -1);
    await this.until(() => (find()?.ends.length ?? 0) > 0, patienceMs);
    return find()!;
  }

  async until(holds: () => boolean, patienceMs = 30_000): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#watchers.delete(check);
        const turns = JSON.stringify([...this.turns.values()].slice(-2), (key, value) =>
          key === "frames" ? value.length : value,
        );
        reject(new Error(`waited ${patienceMs} ms; closed ${this.closes.slice(-3)}; turns ${turns}`));
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

  async close(): Promise<void> {
    this.#over = true;
    clearInterval(this.#player);
    this.#socket?.close();
    await this.until(() => this.#socket === null);
  }

  #connect(): void {
    if (this.#over) return;
    const socket = new WebSocket(this.#url, ["hisho.v1"]);
    this.#socket = socket;
    socket.on("open", () => this.#start());
    socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) this.#onFrame(decodeFrame(data, "assistant"));
      else this.#onEvent(data.toString());
      this.#changed();
    });
    socket.on("close", (code) => {
      this.closes.push(code);
      this.#isReady = false;
      this.#socket = null;
      this.#changed();
      setTimeout(() => this.#connect(), RETRY_MS);
    });
    socket.on("error", () => {});
  }

  #start(): void {
    const resume = {
      last_event: this.#lastEvent,
      credit: CREDIT_FRAMES - this.#waiting,
      ...(this.#lastFrame === undefined ? {} : { last_frame: this.#lastFrame }),
    };
    this.#send({
      type: "control",
      action: "start",
      language: "en-US",
      time_zone: "Asia/Tokyo",
      mode: "hands_free",
      ...(this.#resumable ? { resume } : {}),
    });
  }

  #onReady(ready: SessionReady): void {
    this.starts.push(ready);
    this.#isReady = true;
    if (!ready.resumed) {
      this.#lastEvent = 0;
      this.#lastFrame = undefined;
      this.#waiting = 0;
      this.#utterance = 0;
      for (const speech of this.#speech) speech.number = ++this.#utterance;
    }
    this.#resumable = true;
    this.#sequence = ready.uplink_sequence;
    for (const speech of this.#speech) {
      const received = speech.frames.filter(
        ({ sequence }) => ready.resumed && sequence !== null && sequence < ready.uplink_sequence,
      );
      if (received.length === 0) this.#sendStart(speech);
      for (const frame of speech.frames) if (!received.includes(frame)) frame.sequence = null;
      this.#sendFrames(speech);
      if (speech.endTimestamp !== null) this.#sendEnd(speech);
    }
    for (const [id, text] of this.#texts) this.#send({ type: "text", id, text });
    for (const [turn, playedMs] of this.#playedMs) {
      this.#send({ type: "playback", turn, state: "started", played_ms: playedMs });
    }
  }

  #onEvent(json: string): void {
    const event = parseRelayEvent(json);
    if (event === undefined || event.type === "pong" || event.type === "page") return;
    if (event.type === "session_ready") {
      this.#onReady(event);
      return;
    }
    if (event.n === undefined || event.n <= this.#lastEvent) return;
    if (event.n !== this.#lastEvent + 1) throw new Error(`event ${event.n} after ${this.#lastEvent}`);
    this.#lastEvent = event.n;
    this.arrivals += 1;
    this.#apply(event);
  }

  #apply(event: Exclude<RelayEvent, SessionReady>): void {
    if (!("turn" in event)) return;
    const turn = this.#turn(event.turn);
    if (event.type === "transcript_final") {
      turn.userText = event.text;
      turn.finals += 1;
      this.turnOf.set(event.id, event.turn);
      this.#texts.delete(event.id);
      if (event.utterance !== undefined) {
        this.#speech = this.#speech.filter(({ number }) => number > (event.utterance ?? 0));
      }
    } else if (event.type === "turn_reopened") {
      Object.assign(turn, { text: "", frames: [], told: null, reopened: turn.reopened + 1 });
      this.#playedMs.delete(event.turn);
    } else if (event.type === "assistant_text_final") turn.text = event.text;
    else if (event.type === "assistant_audio_end") turn.told = event.frames;
    else if (event.type === "turn_end") {
      turn.ends.push(event);
      this.#playedMs.delete(event.turn);
    }
  }

  #onFrame(frame: Frame): void {
    this.#waiting += 1;
    if (this.#lastFrame !== undefined && frame.sequence <= this.#lastFrame.sequence) return;
    this.#lastFrame = { turn: frame.number, sequence: frame.sequence };
    this.arrivals += 1;
    const { frames } = this.#turn(frame.number);
    if (frame.marker !== (frames.length === 0)) throw new Error(`marker ${frame.marker} at frame ${frames.length}`);
    frames.push(frame.sequence);
  }

  #play(): void {
    const frames = Math.min(FRAMES_A_PLAY, this.#waiting);
    if (frames === 0 || !this.#isReady || this.#lastFrame === undefined) return;
    const { turn } = this.#lastFrame;
    const isFirst = !this.#playedMs.has(turn);
    const playedMs = (this.#playedMs.get(turn) ?? 0) + frames * ASSISTANT_FRAME;
    this.#waiting -= frames;
    if (this.turns.get(turn)?.ends.length === 0) {
      this.#playedMs.set(turn, playedMs);
      if (isFirst) this.#send({ type: "playback", turn, state: "started", played_ms: 0 });
    }
    this.#send({ type: "credit", frames });
  }

  #turn(turn: number): Received {
    const known = this.turns.get(turn);
    if (known !== undefined) return known;
    const begun = { turn, userText: "", text: "", frames: [], told: null, reopened: 0, ends: [], finals: 0 };
    this.turns.set(turn, begun);
    return begun;
  }

  #sendStart({ number, id, startTimestamp }: Speech): void {
    this.#send({ type: "control", action: "speech_start", utterance: number, id, timestamp: startTimestamp });
  }

  #sendFrames({ number, frames }: Speech): void {
    for (const frame of frames) {
      if (frame.sequence !== null) continue;
      frame.sequence = this.#sequence++;
      const { timestamp, sequence } = frame;
      const packet = this.#packet;
      const bytes = { kind: "microphone", marker: false, discontinuity: false, number, sequence, timestamp, packet };
      this.#socket?.send(encodeFrame(bytes as Frame));
    }
  }

  #sendEnd({ number, endTimestamp }: Speech): void {
    this.#send({ type: "control", action: "speech_end", utterance: number, timestamp: endTimestamp ?? 0 });
  }

  #send(message: ClientMessageInput): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}
