/**
 * The person's speech on its way to the relay (docs/protocol.md, "Microphone"): numbers utterances and frames, bounds
 * what waits on a congested socket, and keeps every open utterance until its words have come back. No clock, no timers:
 * `drain` is called whenever the socket may have moved.
 *
 * A frame gets its sequence when it enters the send buffer. Frames that the relay has never received (it says so with
 * `uplink_sequence`) enter the buffer again after a resume and are numbered from there, so a resume leaves no gap.
 */
import {
  type ClientMessageInput,
  encodeFrame,
  MAX_UTTERANCE,
  MICROPHONE_FRAME,
  UPLINK_QUEUE_FRAMES,
} from "@hisho/protocol";

/** Frames kept for utterances whose transcript has not come. */
export const MAX_KEPT_FRAMES = MAX_UTTERANCE / MICROPHONE_FRAME;

/** The socket as the uplink sees it. */
export interface UplinkWire {
  /** The session is ready: neither connecting nor resuming. */
  isReady(): boolean;
  /** The open socket does not drain. */
  isCongested(): boolean;
  send(message: ClientMessageInput): void;
  sendFrame(bytes: Uint8Array<ArrayBuffer>): void;
}

interface Kept {
  packet: Uint8Array;
  timestamp: number;
  /** Null until it enters the send buffer of this start. */
  sequence: number | null;
  /** Sound is missing before it. */
  afterGap: boolean;
}

/** Speech that is over and whose words have not come back. */
export interface KeptSpeech {
  /** Samples at 48 kHz of the microphone's clock. */
  startTimestamp: number;
  endTimestamp: number;
  /** Opus packets of 20 ms. */
  frames: { packet: Uint8Array; timestamp: number; afterGap: boolean }[];
}

/** Speech that goes on. */
export type OpenSpeech = Omit<KeptSpeech, "endTimestamp">;

interface Utterance {
  id: string;
  startTimestamp: number;
  endTimestamp: number | null;
  /** It is meant for the assistant whatever its words are. */
  addressed: boolean;
  cancelled: boolean;
  /** Null until `speech_start` has gone out in this start. */
  number: number | null;
  frames: Kept[];
  /** A frame of it has gone out in this start, so the next one is not the first of the talkspurt. */
  talking: boolean;
}

type Waiting = { kind: "message"; message: ClientMessageInput } | { kind: "frame"; utterance: Utterance; frame: Kept };

export class Uplink {
  readonly #wire: UplinkWire;
  #utterances: Utterance[] = [];
  #current: Utterance | null = null;
  #queue: Waiting[] = [];
  #queuedFrames = 0;
  #lastUtterance = 0;
  #nextSequence = 0;
  #gap = false;
  #dropped = 0;

  constructor(wire: UplinkWire) {
    this.#wire = wire;
  }

  /** Frames that were lost on this side: on a congested socket, or beyond 60 s without one. */
  get droppedFrames(): number {
    return this.#dropped;
  }

  /** Speech whose end has not been noticed yet. */
  get speaking(): boolean {
    return this.#current !== null && this.#current.endTimestamp === null;
  }

  /** Speech is over and its words have not come back. */
  get unsettled(): boolean {
    return this.#utterances.some((utterance) => utterance.endTimestamp !== null);
  }

  /** Speech of this id is kept because its words have not come back. */
  holds(id: string): boolean {
    return this.#utterances.some((utterance) => utterance.id === id && !utterance.cancelled);
  }

  /** The id of the speech now open or last ended. */
  get currentId(): string | null {
    return this.#current?.id ?? null;
  }

  /** Messages or frames wait for the socket to drain. */
  get waiting(): boolean {
    return this.#queue.length > 0;
  }

  /** The id of the speech that went out as this utterance. */
  idOf(utterance: number): string | undefined {
    return this.#utterances.find((other) => other.number === utterance)?.id;
  }

  /** The utterance number of the speech now open or last ended, once the relay has been told of it. */
  currentNumber(): number | null {
    return this.#current?.number ?? null;
  }

  /**
   * @param id unique; the same speech keeps it through every reconnection
   * @param addressed the person has shown with a key that it is meant for the assistant
   */
  speechStart(id: string, timestamp: number, addressed = false): void {
    const utterance: Utterance = {
      id,
      startTimestamp: timestamp,
      endTimestamp: null,
      addressed,
      cancelled: false,
      number: null,
      frames: [],
      talking: false,
    };
    this.#utterances.push(utterance);
    this.#current = utterance;
    if (this.#wire.isReady()) this.#announce(utterance);
    this.drain();
  }

  /** One Opus packet. @param dropped samples lost before it; packets outside an utterance are not sent */
  packet(packet: Uint8Array, timestamp: number, dropped: number): void {
    const utterance = this.#current;
    if (utterance === null) return;
    const frame: Kept = { packet, timestamp, sequence: null, afterGap: dropped > 0 };
    utterance.frames.push(frame);
    this.#trimKept();
    if (this.#wire.isReady()) this.#enqueueFrame(utterance, frame);
    this.drain();
  }

  /** @param timestamp the last speech sample */
  speechEnd(timestamp: number): void {
    const utterance = this.#current;
    if (utterance === null || utterance.endTimestamp !== null) return;
    utterance.endTimestamp = timestamp;
    if (this.#wire.isReady()) this.#announceEnd(utterance);
    this.drain();
  }

  /** It was nothing, or not for the assistant: what is open is taken back. */
  speechCancel(): void {
    const utterance = this.#current;
    if (utterance === null) return;
    this.#current = null;
    utterance.cancelled = true;
    utterance.frames = [];
    this.#queue = this.#queue.filter((waiting) => waiting.kind === "message" || waiting.utterance !== utterance);
    this.#countQueue();
    if (utterance.number === null) this.#forget(utterance);
    else if (this.#wire.isReady()) this.#announceEnd(utterance);
    this.drain();
  }

  /** Speech that goes on is another's from here: the relay takes what it has of it for nothing. @returns null when there is none */
  take(): OpenSpeech | null {
    const utterance = this.#current;
    if (utterance === null || utterance.endTimestamp !== null) return null;
    const { startTimestamp } = utterance;
    const frames = utterance.frames.map(({ packet, timestamp, afterGap }) => ({ packet, timestamp, afterGap }));
    this.speechCancel();
    return { startTimestamp, frames };
  }

  /** Ids of speech that is over and whose words have not come back, oldest first. */
  get ended(): readonly string[] {
    return this.#utterances
      .filter(({ endTimestamp, cancelled }) => endTimestamp !== null && !cancelled)
      .map(({ id }) => id);
  }

  /** A copy of speech that is over, and whether a relay may know of it; null when there is none of that id. */
  copyOf(id: string): { speech: KeptSpeech; announced: boolean } | null {
    const utterance = this.#utterances.find((other) => other.id === id && !other.cancelled);
    if (utterance === undefined || utterance.endTimestamp === null) return null;
    const { startTimestamp, endTimestamp, number } = utterance;
    const frames = utterance.frames.map(({ packet, timestamp, afterGap }) => ({ packet, timestamp, afterGap }));
    return { speech: { startTimestamp, endTimestamp, frames }, announced: number !== null };
  }

  /** Sends speech of before, all at once and outside the limit of the queue. @returns false when nothing can be sent */
  replay(id: string, { startTimestamp, endTimestamp, frames }: KeptSpeech): boolean {
    if (!this.#wire.isReady()) return false;
    const utterance: Utterance = {
      id,
      startTimestamp,
      endTimestamp,
      // Nothing else is kept until there is a relay.
      addressed: true,
      cancelled: false,
      number: null,
      frames: frames.map((frame) => ({ ...frame, sequence: null })),
      talking: false,
    };
    this.#utterances.push(utterance);
    this.#announce(utterance);
    for (const frame of utterance.frames) this.#sendNumbered(utterance, frame);
    this.#announceEnd(utterance);
    this.#flush();
    return true;
  }

  /** Speech of before that will be replayed as a whole. */
  drop(ids: readonly string[]): void {
    for (const utterance of this.#utterances.filter(({ id }) => ids.includes(id))) this.#forget(utterance);
  }

  /** The words of everything up to this utterance have come, or will never come. */
  settle(utterance: number): void {
    this.#settleWhere((other) => other.number !== null && other.number <= utterance);
  }

  /** The relay ended a turn without naming its utterance: the oldest speech that is over is what it was about. */
  settleOldest(): void {
    const oldest = this.#utterances.find((other) => other.endTimestamp !== null || other.cancelled);
    if (oldest !== undefined) this.#forget(oldest);
  }

  /** The socket closed: what waited goes back to where it is kept. */
  closed(): void {
    this.#queue = [];
    this.#queuedFrames = 0;
  }

  /** `session_ready` with `resumed`: sends what the relay has not received, outside the limit of the queue. */
  resumed(uplinkSequence: number): void {
    this.#nextSequence = uplinkSequence;
    for (const utterance of [...this.#utterances]) {
      const received = utterance.frames.some((frame) => isReceived(frame, uplinkSequence));
      utterance.talking = received;
      if (!received) this.#announce(utterance);
      for (const frame of utterance.frames) {
        if (!isReceived(frame, uplinkSequence)) this.#sendNumbered(utterance, frame);
      }
      if (utterance.endTimestamp !== null || utterance.cancelled) this.#announceEnd(utterance);
    }
    this.#flush();
  }

  /** `session_ready` without `resumed`: counters begin again, and open speech goes again under its `id`. */
  fresh(): void {
    this.#lastUtterance = 0;
    this.#nextSequence = 0;
    this.#gap = false;
    this.#utterances = this.#utterances.filter((utterance) => !utterance.cancelled);
    for (const utterance of this.#utterances) {
      utterance.number = null;
      utterance.talking = false;
      this.#announce(utterance);
      for (const frame of utterance.frames) this.#sendNumbered(utterance, frame);
      if (utterance.endTimestamp !== null) this.#announceEnd(utterance);
    }
    this.#flush();
  }

  /** Gives up everything open: the relay said that what it was sent breaks the protocol. */
  abandon(): void {
    this.#utterances = [];
    this.#current = null;
    this.closed();
  }

  /** Sends what waits while the socket takes it. */
  drain(): void {
    while (this.#queue.length > 0 && this.#wire.isReady() && !this.#wire.isCongested()) this.#sendNext();
  }

  #flush(): void {
    while (this.#queue.length > 0) this.#sendNext();
  }

  #sendNext(): void {
    const waiting = this.#queue.shift();
    if (waiting === undefined) return;
    if (waiting.kind === "message") {
      this.#wire.send(waiting.message);
      return;
    }
    this.#queuedFrames -= 1;
    this.#sendFrame(waiting.utterance, waiting.frame);
  }

  #sendNumbered(utterance: Utterance, frame: Kept): void {
    frame.sequence = this.#nextSequence++;
    this.#queue.push({ kind: "frame", utterance, frame });
    this.#queuedFrames += 1;
  }

  #enqueueFrame(utterance: Utterance, frame: Kept): void {
    this.#sendNumbered(utterance, frame);
    this.drain();
    if (this.#queuedFrames > UPLINK_QUEUE_FRAMES) this.#dropOldest();
  }

  #dropOldest(): void {
    const index = this.#queue.findIndex((waiting) => waiting.kind === "frame");
    const [oldest] = this.#queue.splice(index, 1);
    if (oldest?.kind !== "frame") return;
    this.#queuedFrames -= 1;
    this.#dropped += 1;
    oldest.utterance.frames = oldest.utterance.frames.filter((frame) => frame !== oldest.frame);
    const next = this.#queue.find((waiting) => waiting.kind === "frame");
    if (next?.kind === "frame") next.frame.afterGap = true;
    else this.#gap = true;
  }

  #sendFrame(utterance: Utterance, frame: Kept): void {
    if (utterance.number === null || frame.sequence === null) return;
    this.#wire.sendFrame(
      encodeFrame({
        kind: "microphone",
        marker: !utterance.talking,
        discontinuity: frame.afterGap || this.#gap,
        number: utterance.number,
        sequence: frame.sequence,
        timestamp: frame.timestamp,
        packet: frame.packet,
      }),
    );
    utterance.talking = true;
    this.#gap = false;
  }

  #announce(utterance: Utterance): void {
    utterance.number ??= ++this.#lastUtterance;
    this.#queue.push({
      kind: "message",
      message: {
        type: "control",
        action: "speech_start",
        utterance: utterance.number,
        id: utterance.id,
        timestamp: utterance.startTimestamp,
        ...(utterance.addressed ? { addressed: true } : {}),
      },
    });
  }

  #announceEnd(utterance: Utterance): void {
    const { number, endTimestamp: timestamp } = utterance;
    if (number === null) return;
    if (utterance.cancelled) {
      this.#queue.push({ kind: "message", message: { type: "control", action: "speech_cancel", utterance: number } });
    } else if (timestamp !== null) {
      const message = { type: "control", action: "speech_end", utterance: number, timestamp } as const;
      this.#queue.push({ kind: "message", message });
    }
  }

  /** Beyond 60 s the oldest sound goes. It counts as dropped when the relay never got it. */
  #trimKept(): void {
    let surplus = this.#utterances.reduce((sum, utterance) => sum + utterance.frames.length, 0) - MAX_KEPT_FRAMES;
    for (const utterance of this.#utterances) {
      while (surplus > 0 && utterance.frames.length > 0) {
        const gone = utterance.frames.shift();
        surplus -= 1;
        if (gone?.sequence !== null) continue;
        this.#dropped += 1;
        const next = utterance.frames[0];
        if (next !== undefined) next.afterGap = true;
      }
    }
  }

  #settleWhere(settled: (utterance: Utterance) => boolean): void {
    for (const utterance of this.#utterances.filter(settled)) {
      if (utterance.cancelled || utterance.endTimestamp !== null) this.#forget(utterance);
    }
  }

  #forget(utterance: Utterance): void {
    this.#utterances = this.#utterances.filter((other) => other !== utterance);
    if (this.#current === utterance) this.#current = null;
  }

  #countQueue(): void {
    this.#queuedFrames = this.#queue.filter((waiting) => waiting.kind === "frame").length;
  }
}

const isReceived = (frame: Kept, uplinkSequence: number): boolean =>
  frame.sequence !== null && frame.sequence < uplinkSequence;
