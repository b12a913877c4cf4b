/**
 * The assistant's frames from the socket to the voice: which belong to the turn being spoken, how many are given back,
 * and which was the last, for a resume (docs/protocol.md, "Assistant", "Resume").
 */
import { ASSISTANT_FRAME, type ClientMessageInput, decodeFrame, timestampDelta, WireError } from "@hisho/protocol";
import type { Voice } from "../audio/voice.ts";
import type { Clock } from "./clock.ts";
import { CreditLedger } from "./credit.ts";

/** Credit is told in batches of this many frames, or after this long. */
export const CREDIT_BATCH_FRAMES = 4;
export const CREDIT_BATCH_MS = 100;
/** Answers whose sound is kept in memory to be said again. */
const KEPT_ANSWERS = 3;

export type Cue = readonly [tMs: number, shape: string, weight: number];

/** An answer's sound as it came. */
export interface Recording {
  turn: number;
  packets: Uint8Array[];
  cues: Cue[];
  complete: boolean;
}

export interface DownlinkOptions {
  voice: Voice | null;
  clock: Clock;
  /** Sends when the session is ready. @returns false when it is not, and then nothing is lost */
  send(message: ClientMessageInput): boolean;
  /** A frame that is none; it is credited and ignored. */
  onMalformed(error: WireError): void;
}

export class Downlink {
  readonly #options: DownlinkOptions;
  readonly #ledger = new CreditLedger();
  #recordings: Recording[] = [];
  #last: { turn: number; sequence: number } | undefined;
  /** Frames of earlier turns are old. */
  #firstTurn = 0;
  /** A reopened turn begins again with a marker; what comes before that is void. */
  #reopened: number | null = null;
  /** Sound cannot come out: frames are credited as they come. */
  #deaf = false;
  #cancelBatch: (() => void) | null = null;

  constructor(options: DownlinkOptions) {
    this.#options = options;
  }

  /** Whether sound can come out. While it cannot, frames are discarded and credited. */
  audible(on: boolean): void {
    this.#deaf = !on;
  }

  frame(bytes: Uint8Array): void {
    const voice = this.#options.voice;
    const frame = this.#decode(bytes);
    if (frame === null || voice === null || this.#deaf || !this.#isWanted(frame)) {
      this.#ledger.discard();
    } else {
      this.#ledger.accept();
      this.#recording(frame.number).packets.push(frame.packet);
      voice.play(frame.number, frame.packet);
    }
    this.#giveBack();
  }

  /** Timed mouth shapes, sent before the frames that they describe. */
  cues(turn: number, cues: readonly Cue[]): void {
    if (turn < this.#firstTurn || this.#deaf) return;
    this.#recording(turn).cues.push(...cues);
    this.#options.voice?.cues(turn, cues);
  }

  /** No more frames of this turn will come. */
  finish(turn: number): void {
    const recording = this.#recordings.find((other) => other.turn === turn);
    if (turn < this.#firstTurn || recording === undefined) return;
    recording.complete = true;
    this.#options.voice?.finish(turn);
  }

  /** This turn and all before it will not be played any further. Frames still under way are dropped and credited. */
  cut(turn: number): void {
    this.#firstTurn = Math.max(this.#firstTurn, turn + 1);
  }

  /** The turn begins again: what was kept of it is void, and its frames are dropped up to the next marker. */
  reopen(turn: number): void {
    this.#reopened = turn;
    this.#recordings = this.#recordings.filter((recording) => recording.turn !== turn);
  }

  /** The voice has played or discarded `frames`. */
  released(frames: number): void {
    this.#ledger.release(frames);
    this.#giveBack();
  }

  /** Frames passed to the voice that the relay has not sent. */
  lent(frames: number): void {
    for (let index = 0; index < frames; index += 1) this.#ledger.lend();
  }

  /** How long the sound of this turn is, as far as it has come, ms. */
  received(turn: number): { ms: number; complete: boolean } {
    const recording = this.#recordings.find((other) => other.turn === turn);
    return { ms: (recording?.packets.length ?? 0) * ASSISTANT_FRAME, complete: recording?.complete ?? false };
  }

  /** The sound of a turn, if all of it is in memory. */
  recordingOf(turn: number): Recording | undefined {
    return this.#recordings.find((recording) => recording.turn === turn && recording.complete);
  }

  /** What `start` says about the downlink when it resumes. Credit that was due is within it. */
  resume(): { credit: number; last_frame?: { turn: number; sequence: number } } {
    const credit = this.#ledger.resumeCredit();
    return this.#last === undefined ? { credit } : { credit, last_frame: this.#last };
  }

  /** The relay took up the session: tells what was given back since `start`. */
  resumed(): void {
    this.#giveBack();
  }

  /** The relay began the session anew: sequences at 0, a whole window. Turns go on from `nextTurn`. */
  fresh(nextTurn: number): void {
    this.#last = undefined;
    this.#reopened = null;
    this.#firstTurn = Math.min(this.#firstTurn, nextTurn);
    this.#recordings = this.#recordings.filter((recording) => recording.turn < nextTurn);
    this.#ledger.startAfresh();
  }

  close(): void {
    this.#cancelBatch?.();
  }

  #decode(bytes: Uint8Array): ReturnType<typeof decodeFrame> | null {
    try {
      return decodeFrame(bytes, "assistant");
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#options.onMalformed(error);
      return null;
    }
  }

  #isWanted(frame: { number: number; sequence: number; marker: boolean }): boolean {
    if (this.#last !== undefined && timestampDelta(frame.sequence, this.#last.sequence) <= 0) return false;
    this.#last = { turn: frame.number, sequence: frame.sequence };
    if (frame.number < this.#firstTurn) return false;
    if (this.#reopened === frame.number) {
      if (!frame.marker) return false;
      this.#reopened = null;
    }
    this.#firstTurn = frame.number;
    return true;
  }

  #recording(turn: number): Recording {
    const known = this.#recordings.find((recording) => recording.turn === turn);
    if (known !== undefined) return known;
    const recording: Recording = { turn, packets: [], cues: [], complete: false };
    this.#recordings = [...this.#recordings, recording].slice(-KEPT_ANSWERS);
    return recording;
  }

  #giveBack(): void {
    if (this.#ledger.due === 0) return;
    if (this.#ledger.due < CREDIT_BATCH_FRAMES) {
      this.#cancelBatch ??= this.#options.clock.after(CREDIT_BATCH_MS, () => this.#tell());
      return;
    }
    this.#tell();
  }

  #tell(): void {
    this.#cancelBatch?.();
    this.#cancelBatch = null;
    if (this.#ledger.due > 0 && this.#options.send({ type: "credit", frames: this.#ledger.due })) this.#ledger.take();
  }
}
