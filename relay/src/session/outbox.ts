/**
 * Everything a session sends, in one order: numbered events at once, assistant frames by credit. It outlives the
 * socket and repeats what a resuming client lacks (docs/protocol.md, "Resume").
 */
import {
  ASSISTANT_FRAME,
  CREDIT_FRAMES,
  encodeFrame,
  KEPT_EVENT_BYTES,
  KEPT_EVENTS,
  RTP_CLOCK_HZ,
  samplesIn,
  timestampAfter,
  type UnnumberedEvent,
} from "@hisho/protocol";

/** Where an outbox sends while a socket is open. */
export interface OutboxLink {
  sendText(json: string): void;
  sendBinary(bytes: Uint8Array): void;
}

/** Keeps what is sent beside this process; without one nothing waits. */
export interface EventKeeper {
  /** Events up to this one may be sent. */
  readonly keptUpTo: number;
  /** There is something new to keep. */
  changed(): void;
}

/** Gives the next packet of the turn being spoken, or undefined when none is ready. */
export type PacketSource = () => Uint8Array | undefined;

interface EventEntry {
  kind: "event";
  n: number;
  turn: number;
  json: string;
  /** Of UTF-8. */
  bytes: number;
}
interface FrameEntry {
  kind: "frame";
  turn: number;
  sequence: number;
  bytes: Uint8Array;
}
type Entry = EventEntry | FrameEntry;

/** Frames encoded and sent in one go before other sessions get the thread; the first of a turn goes alone, at once. */
const FRAMES_AT_ONCE = 3;
const FRAME_SAMPLES = samplesIn(ASSISTANT_FRAME, RTP_CLOCK_HZ);

export class Outbox {
  #link: OutboxLink | null = null;
  #entries: Entry[] = [];
  /** Entries before this one have gone to the present socket. */
  #cursor = 0;
  #lastEvent = 0;
  #firstKeptEvent = 1;
  #keptEvents = 0;
  #keptBytes = 0;
  #sequence = 0;
  #timestamp = 0;
  #uncredited = 0;
  #held = false;
  #resting = false;
  readonly #later: (action: () => void) => void;
  #keeper: EventKeeper | null = null;
  #speech: { turn: number; source: PacketSource; sent: number; marker: boolean; onSent: () => void } | null = null;

  /** @param later puts an action behind what waits for the thread */
  constructor(later: (action: () => void) => void = setImmediate) {
    this.#later = later;
  }

  /** From now on an event is sent once it is kept. */
  keepBy(keeper: EventKeeper): void {
    this.#keeper = keeper;
  }

  get lastEvent(): number {
    return this.#lastEvent;
  }

  /** The oldest event that the client has not acknowledged and that is still kept; `lastEvent` + 1 when there is none. */
  get firstKeptEvent(): number {
    return this.#firstKeptEvent;
  }

  /** The number of the next frame. */
  get frameSequence(): number {
    return this.#sequence;
  }

  /** Those that are still kept, in order. */
  eventsAfter(n: number): { n: number; json: string }[] {
    return this.#entries.flatMap((entry) => (entry.kind === "event" && entry.n > n ? [entry] : []));
  }

  /** Frames the client may still be sent, 0 to 30. */
  get credit(): number {
    return CREDIT_FRAMES - this.#uncredited;
  }

  /** Frames sent and not yet credited. */
  get uncredited(): number {
    return this.#uncredited;
  }

  get open(): boolean {
    return this.#link !== null;
  }

  /** Numbers an event, keeps it until it is acknowledged, and sends it after everything before it. @returns its n */
  push(event: UnnumberedEvent): number {
    const n = this.#put(event);
    this.#forgetSurplus();
    this.#keeper?.changed();
    this.pump();
    return n;
  }

  /** Sends an event again under the number it had, unless it is on its way. A client that has it drops it. */
  repeat(event: UnnumberedEvent & { n: number }): void {
    const waits = this.#entries.slice(this.#cursor).some((entry) => entry.kind === "event" && entry.n === event.n);
    if (!waits) this.#link?.sendText(JSON.stringify(event));
  }

  /**
   * Begins the frames of a turn. `source` is asked for one packet at a time, never ahead of credit.
   * @param onSent called after each frame that has gone out for the first time
   * @param sent frames of it that the client has from elsewhere
   */
  speak(turn: number, source: PacketSource, onSent: () => void, sent = 0): void {
    this.#speech = { turn, source, sent, marker: sent === 0, onSent };
    this.pump();
  }

  /** No further frame of the turn being spoken. @returns how many were sent */
  hush(): number {
    const sent = this.#speech?.sent ?? 0;
    this.#speech = null;
    return sent;
  }

  /** Holds back new frames while it is open whether they will be wanted. */
  hold(on: boolean): void {
    this.#held = on;
    if (!on) this.pump();
  }

  /** Frames of the turn being spoken that were sent so far. */
  get spoken(): number {
    return this.#speech?.sent ?? 0;
  }

  /** Sends whatever may be sent now. Called when a packet becomes ready, on credit and on a new socket. */
  pump(): void {
    const link = this.#link;
    if (link === null) return;
    const keptUpTo = this.#keeper?.keptUpTo ?? Number.POSITIVE_INFINITY;
    while (this.#cursor < this.#entries.length) {
      const entry = this.#entries[this.#cursor]!;
      if (entry.kind === "frame") {
        if (this.credit === 0) return;
        this.#uncredited += 1;
        link.sendBinary(entry.bytes);
      } else {
        if (entry.n > keptUpTo) return;
        link.sendText(entry.json);
      }
      this.#cursor += 1;
    }
    if (this.#resting) return;
    const most = this.#speech?.sent === 0 ? 1 : FRAMES_AT_ONCE;
    for (let sent = 0; this.#speech !== null && !this.#held && this.credit > 0; sent += 1) {
      if (sent === most) {
        this.#resting = true;
        this.#later(() => {
          this.#resting = false;
          this.pump();
        });
        return;
      }
      const speech = this.#speech;
      const packet = speech.source();
      if (packet === undefined || this.#speech !== speech) return;
      const bytes = encodeFrame({
        kind: "assistant",
        marker: speech.marker,
        discontinuity: false,
        number: speech.turn,
        sequence: this.#sequence,
        timestamp: this.#timestamp,
        packet,
      });
      this.#entries.push({ kind: "frame", turn: speech.turn, sequence: this.#sequence, bytes });
      this.#cursor = this.#entries.length;
      this.#sequence += 1;
      this.#timestamp = timestampAfter(this.#timestamp, FRAME_SAMPLES);
      this.#uncredited += 1;
      speech.marker = false;
      speech.sent += 1;
      link.sendBinary(bytes);
      speech.onSent();
    }
  }

  /** The client played or discarded `frames`; more than are outstanding is clamped. */
  credited(frames: number): void {
    this.#uncredited = Math.max(0, this.#uncredited - frames);
    this.pump();
  }

  /** The client has stored everything up to event `n`. */
  acknowledge(n: number): void {
    if (n < this.#firstKeptEvent || n > this.#lastEvent) return;
    this.#drop((entry) => entry.kind === "event" && entry.n <= n);
    this.#firstKeptEvent = n + 1;
  }

  /** The frames of this turn will never be asked for again: it has ended, or was interrupted or reopened. */
  forgetFrames(turn: number): void {
    this.#drop((entry) => entry.kind === "frame" && entry.turn === turn);
  }

  /** A new socket for a client that starts afresh. */
  attachFresh(link: OutboxLink): void {
    this.#reset();
    this.#link = link;
  }

  #reset(): void {
    this.#entries = [];
    this.#cursor = 0;
    this.#lastEvent = 0;
    this.#firstKeptEvent = 1;
    this.#keptEvents = 0;
    this.#keptBytes = 0;
    this.#sequence = 0;
    this.#timestamp = 0;
    this.#uncredited = 0;
    this.#speech = null;
    this.#held = false;
  }

  /**
   * Takes the place of an outbox in another process. Sequence and timestamp begin together and go on together.
   * @param events those that the client may lack, in order, without gaps
   * @param frameSequence of the next frame
   */
  inherit(events: readonly (UnnumberedEvent & { n: number })[], lastEvent: number, frameSequence: number): void {
    this.#reset();
    this.#lastEvent = (events[0]?.n ?? lastEvent + 1) - 1;
    this.#firstKeptEvent = this.#lastEvent + 1;
    for (const { n: _, ...event } of events) this.#put(event);
    this.#sequence = frameSequence;
    this.#timestamp = timestampAfter(0, frameSequence * FRAME_SAMPLES);
  }

  /** Whether everything after `lastEvent` is still kept. */
  canResume(lastEvent: number): boolean {
    return lastEvent >= this.#firstKeptEvent - 1 && lastEvent <= this.#lastEvent;
  }

  /**
   * A new socket for a client that resumes. Nothing is sent before `pump`, so that `session_ready` can go first.
   * @param lastFrame the last frame it received; without it the open turn is repeated from its first frame
   * @param credit how many frames it can take now
   */
  attachResumed(
    link: OutboxLink,
    lastEvent: number,
    lastFrame: { turn: number; sequence: number } | undefined,
    credit: number,
  ): void {
    this.#link = link;
    this.#uncredited = CREDIT_FRAMES - Math.min(CREDIT_FRAMES, Math.max(0, Math.floor(credit)));
    this.#drop((entry) =>
      entry.kind === "event"
        ? entry.n <= lastEvent
        : lastFrame !== undefined && entry.sequence <= lastFrame.sequence && entry.turn <= lastFrame.turn,
    );
    this.#firstKeptEvent = lastEvent + 1;
    this.#cursor = 0;
  }

  detach(): void {
    this.#link = null;
  }

  #put(event: UnnumberedEvent): number {
    const n = ++this.#lastEvent;
    const { type, ...fields } = event;
    const json = JSON.stringify({ type, n, ...fields });
    const bytes = Buffer.byteLength(json);
    this.#entries.push({ kind: "event", n, turn: "turn" in event ? event.turn : 0, json, bytes });
    this.#keptEvents += 1;
    this.#keptBytes += bytes;
    return n;
  }

  #forgetSurplus(): void {
    while (this.#keptEvents > KEPT_EVENTS || this.#keptBytes > KEPT_EVENT_BYTES) {
      const oldest = this.#entries.find((entry) => entry.kind === "event");
      if (oldest?.kind !== "event") return;
      this.#firstKeptEvent = oldest.n + 1;
      this.#drop((entry) => entry === oldest);
    }
  }

  #drop(gone: (entry: Entry) => boolean): void {
    const kept: Entry[] = [];
    let cursor = this.#cursor;
    this.#entries.forEach((entry, index) => {
      if (!gone(entry)) {
        kept.push(entry);
        return;
      }
      if (index < this.#cursor) cursor -= 1;
      if (entry.kind === "event") {
        this.#keptEvents -= 1;
        this.#keptBytes -= entry.bytes;
      }
    });
    this.#entries = kept;
    this.#cursor = cursor;
  }
}
