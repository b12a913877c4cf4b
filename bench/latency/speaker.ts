/** Somebody who says recorded sentences to a relay over a real socket, hands-free and in real time, and notes what comes when. */
import {
  decodeFrame,
  encodeFrame,
  MICROPHONE_FRAME,
  parseRelayEvent,
  type RelayEvent,
  type RelayEventOf,
  RTP_CLOCK_HZ,
} from "@hisho/protocol";
import WebSocket from "ws";
import type { Sentence } from "./sentences.ts";

const FRAME_RTP = (RTP_CLOCK_HZ * MICROPHONE_FRAME) / 1000;
const PATIENCE_MS = 120_000;

/** What came of one sentence. Times are ms after the last frame with speech was sent, unless they say otherwise. */
export interface SpokenTurn {
  said: string;
  traceId: string;
  heard: string;
  reason: string;
  partials: number;
  /** After the first frame was sent. */
  firstPartialMs: number | undefined;
  finalMs: number | undefined;
  firstTokenMs: number | undefined;
  /** The first Opus frame: `assistant_audio_start` comes just before it. */
  ttsStartMs: number | undefined;
  /** The relay's own. */
  timings: RelayEventOf<"turn_end">["timings"];
  /** Codes of warnings and errors. */
  failures: string[];
}

/** When things came, on this process's clock. */
interface Arrivals {
  firstPartial?: number;
  partials: number;
  final?: RelayEventOf<"transcript_final"> & { at: number };
  firstToken?: number;
  firstFrame?: number;
  failures: string[];
}

export class Speaker {
  readonly #socket: WebSocket;
  #utterance = 0;
  #sequence = 0;
  #timestamp = 0;
  #arrivals: Arrivals = { partials: 0, failures: [] };
  #onTurnEnd: (event: RelayEventOf<"turn_end">) => void = () => {};
  #onGone: (error: Error) => void = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data: Buffer, binary) => {
      if (binary) this.#frame(data);
      else {
        const event = parseRelayEvent(data.toString());
        if (event !== undefined) this.#event(event);
      }
    });
    socket.on("error", (error) => this.#onGone(error));
    socket.on("close", (code) => this.#onGone(new Error(`the relay has closed the socket: ${code}`)));
  }

  /** @throws Error when there is no relay at `url` */
  static async connect(url: string, language: string): Promise<Speaker> {
    const socket = new WebSocket(`${url}/ws/session/latency`, ["hisho.v1"], { perMessageDeflate: false });
    const speaker = new Speaker(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    speaker.#send({ type: "control", action: "start", language, time_zone: "UTC", mode: "hands_free" });
    return speaker;
  }

  /** @returns when the turn has ended. @throws Error when it does not, or the socket is gone */
  async say({ text, packets, spoken }: Sentence): Promise<SpokenTurn> {
    this.#arrivals = { partials: 0, failures: [] };
    const ended = new Promise<RelayEventOf<"turn_end">>((resolve, reject) => {
      this.#onTurnEnd = resolve;
      this.#onGone = reject;
    });
    // It may be rejected while frames are still being sent.
    ended.catch(() => {});
    this.#utterance += 1;
    const utterance = this.#utterance;
    const start = { utterance, id: crypto.randomUUID(), timestamp: this.#timestamp };
    this.#send({ type: "control", action: "speech_start", ...start });
    const endTimestamp = (this.#timestamp + spoken * FRAME_RTP) >>> 0;
    const startedAt = performance.now();
    let endedAt = startedAt;
    for (const [index, packet] of packets.entries()) {
      const dueIn = startedAt + index * MICROPHONE_FRAME - performance.now();
      if (dueIn > 0) await new Promise((resolve) => setTimeout(resolve, dueIn));
      this.#sendFrame(packet, index === 0);
      if (index === spoken - 1) endedAt = performance.now();
    }
    this.#send({ type: "control", action: "speech_end", utterance, timestamp: endTimestamp });
    const { trace_id: traceId, reason, timings } = await within(PATIENCE_MS, ended);
    const { firstPartial, partials, final, firstToken, firstFrame, failures } = this.#arrivals;
    const after = (at: number | undefined, from = endedAt): number | undefined => at && at - from;
    return {
      said: text,
      traceId,
      heard: final?.text ?? "",
      reason,
      partials,
      firstPartialMs: after(firstPartial, startedAt),
      finalMs: after(final?.at),
      firstTokenMs: after(firstToken),
      ttsStartMs: after(firstFrame),
      timings,
      failures,
    };
  }

  close(): void {
    this.#onGone = () => {};
    this.#socket.close();
  }

  #send(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  #sendFrame(packet: Uint8Array, marker: boolean): void {
    const frame = { marker, discontinuity: false, number: this.#utterance, timestamp: this.#timestamp, packet };
    this.#socket.send(encodeFrame({ kind: "microphone", sequence: this.#sequence++, ...frame }));
    this.#timestamp = (this.#timestamp + FRAME_RTP) >>> 0;
  }

  #frame(data: Buffer): void {
    this.#arrivals.firstFrame ??= performance.now();
    decodeFrame(data, "assistant");
    this.#send({ type: "credit", frames: 1 });
  }

  #event(event: RelayEvent): void {
    const at = performance.now();
    const arrivals = this.#arrivals;
    if (event.type === "transcript_partial") {
      arrivals.firstPartial ??= at;
      arrivals.partials += 1;
    } else if (event.type === "transcript_final") arrivals.final = { ...event, at };
    else if (event.type === "assistant_text_partial") arrivals.firstToken ??= at;
    else if (event.type === "warning" || event.type === "error") arrivals.failures.push(event.code);
    else if (event.type === "turn_end") this.#onTurnEnd(event);
  }
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no turn_end within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
