/** One simulated person on a real socket: speaks in real time, credits what it hears as it would be played. */
import {
  ASSISTANT_FRAME,
  CREDIT_FRAMES,
  decodeFrame,
  encodeFrame,
  MICROPHONE_FRAME,
  type RelayEvent,
} from "@hisho/protocol";
import WebSocket from "ws";
import { SPEAKS_MS } from "./scenario.ts";

const RTP_SAMPLES = 960;
const RTP_PER_S = 48_000;

export interface PersonFigures {
  /** Release of the key to the first Opus frame, ms a turn. */
  firstFrameMs: number[];
  /** Arrival of a partial minus the sending of the newest sound it covers, ms. */
  partialAgeMs: number[];
  /** Beginning of speech to its first partial, ms a turn. */
  firstPartialMs: number[];
  /** Partials of an utterance that came after its final, or that covered less than the one before. */
  stalePartials: number;
  partials: number;
  turns: number;
  failures: string[];
}

export class Person {
  readonly figures: PersonFigures = {
    firstFrameMs: [],
    partialAgeMs: [],
    firstPartialMs: [],
    stalePartials: 0,
    partials: 0,
    turns: 0,
    failures: [],
  };
  readonly #socket: WebSocket;
  readonly #packet: Uint8Array;
  #utterance = 0;
  #sequence = 0;
  #timestamp = 0;
  /** When each 20 ms frame of the open utterance was sent. */
  #sentAt: number[] = [];
  #releasedAt: number | null = null;
  #coveredS = 0;
  #final = true;
  #uncredited = 0;
  #playing: NodeJS.Timeout | null = null;
  #onTurnEnd: () => void = () => {};
  /** Off while the relay warms up. */
  measuring = false;

  constructor(url: string, id: string, packet: Uint8Array) {
    this.#packet = packet;
    this.#socket = new WebSocket(`${url}/ws/session/${id}`, ["hisho.v1"], { perMessageDeflate: false });
    this.#socket.on("message", (data: Buffer, binary) => {
      if (binary) this.#frame(data);
      else this.#event(JSON.parse(data.toString()) as RelayEvent);
    });
    this.#socket.on("error", (error) => this.figures.failures.push(error.message));
    this.#socket.on("close", (code) => {
      if (code !== 1005 && code !== 1006) this.figures.failures.push(`closed ${code}`);
    });
  }

  async start(): Promise<void> {
    if (this.#socket.readyState !== WebSocket.OPEN) await new Promise((resolve) => this.#socket.once("open", resolve));
    const start = { type: "control", action: "start", language: "en-US", time_zone: "UTC", mode: "push_to_talk" };
    this.#socket.send(JSON.stringify(start));
  }

  /** Speaks for 3 s in real time and lets go. @returns when the turn has ended */
  async speak(): Promise<void> {
    this.#utterance += 1;
    this.#sentAt = [];
    this.#coveredS = 0;
    this.#final = false;
    const id = crypto.randomUUID();
    this.#socket.send(
      JSON.stringify({
        type: "control",
        action: "speech_start",
        utterance: this.#utterance,
        id,
        timestamp: this.#timestamp,
      }),
    );
    const startedAt = performance.now();
    for (let frame = 0; frame < SPEAKS_MS / MICROPHONE_FRAME; frame += 1) {
      const dueIn = startedAt + frame * MICROPHONE_FRAME - performance.now();
      if (dueIn > 0) await new Promise((resolve) => setTimeout(resolve, dueIn));
      this.#sendFrame();
    }
    const ended = new Promise<void>((resolve) => {
      this.#onTurnEnd = resolve;
    });
    this.#releasedAt = performance.now();
    this.#socket.send(
      JSON.stringify({ type: "control", action: "speech_end", utterance: this.#utterance, timestamp: this.#timestamp }),
    );
    await ended;
  }

  close(): void {
    if (this.#playing !== null) clearInterval(this.#playing);
    this.#socket.removeAllListeners("close");
    this.#socket.close();
  }

  #sendFrame(): void {
    this.#socket.send(
      encodeFrame({
        kind: "microphone",
        marker: this.#sentAt.length === 0,
        discontinuity: false,
        number: this.#utterance,
        sequence: this.#sequence++,
        timestamp: this.#timestamp,
        packet: this.#packet,
      }),
    );
    this.#timestamp = (this.#timestamp + RTP_SAMPLES) >>> 0;
    this.#sentAt.push(performance.now());
  }

  #frame(data: Buffer): void {
    if (this.#releasedAt !== null) {
      if (this.measuring) this.figures.firstFrameMs.push(performance.now() - this.#releasedAt);
      this.#releasedAt = null;
    }
    decodeFrame(data, "assistant");
    this.#uncredited += 1;
    if (this.#uncredited > CREDIT_FRAMES) this.figures.failures.push("more frames than credit");
    this.#playing ??= setInterval(() => this.#playFrame(), ASSISTANT_FRAME);
  }

  #playFrame(): void {
    this.#uncredited -= 1;
    this.#socket.send(JSON.stringify({ type: "credit", frames: 1 }));
    if (this.#uncredited === 0 && this.#playing !== null) {
      clearInterval(this.#playing);
      this.#playing = null;
    }
  }

  #event(event: RelayEvent): void {
    const { figures } = this;
    if (event.type === "transcript_partial") this.#partial(Number(event.text));
    else if (event.type === "transcript_final") this.#final = true;
    else if (event.type === "error" || event.type === "warning") figures.failures.push(event.code);
    else if (event.type === "turn_end") {
      figures.turns += 1;
      if (event.reason !== "completed") figures.failures.push(`turn ${event.reason}`);
      this.#onTurnEnd();
    }
  }

  #partial(coveredS: number): void {
    const now = performance.now();
    const { figures } = this;
    if (!this.measuring) return;
    figures.partials += 1;
    if (this.#final || coveredS < this.#coveredS) figures.stalePartials += 1;
    const first = this.#sentAt[0];
    if (this.#coveredS === 0 && first !== undefined) figures.firstPartialMs.push(now - first);
    this.#coveredS = coveredS;
    const newest = this.#sentAt[Math.round((coveredS * RTP_PER_S) / RTP_SAMPLES) - 1];
    if (newest !== undefined) figures.partialAgeMs.push(now - newest);
  }
}
