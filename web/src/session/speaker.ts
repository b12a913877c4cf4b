/**
 * The assistant's voice as the conversation sees it: what is audible, ducking and cutting, what the relay is told about
 * playback, and saying an answer again.
 */
import { type ClientMessageInput, MICROPHONE_FRAME } from "@hisho/protocol";
import type { PlayoutEvent, Voice } from "../audio/voice.ts";
import type { Downlink, Recording } from "./downlink.ts";

/** Turn numbers of answers said again are above those of the relay, which never gets to hear of them. */
const REPLAY_TURN = 0x8000_0000;
/** What plays is no answer. */
const NO_TURN = -1;

export type SpeakerEvent =
  | { type: "audible"; turn: number; audibleMs: number | null }
  /** The sound has run dry; more may come. */
  | { type: "stalled"; turn: number }
  /** What was audible is void. */
  | { type: "silent"; turn: number }
  /** All of it has been heard. */
  | { type: "finished"; turn: number }
  /** It was stopped before its end. */
  | { type: "cut"; turn: number };

export interface SpeakerOptions {
  voice: Voice | null;
  downlink: Downlink;
  send(message: ClientMessageInput): boolean;
  /** When the speech that this turn answers ended, ms of the clock. Null for typed words. */
  speechEndMs(turn: number): number | null;
  onEvent(event: SpeakerEvent): void;
}

export class Speaker {
  readonly #options: SpeakerOptions;
  #playing: number | null = null;
  #replays = 0;
  /** The answer being said again, by its number in the conversation. */
  #replayOf: number | null = null;

  constructor(options: SpeakerOptions) {
    this.#options = options;
  }

  /** The turn that is audible or has run dry in the middle, in the relay's numbers. */
  get playing(): number | null {
    return this.#isReplay() ? this.#replayOf : this.#playing;
  }

  get replaying(): boolean {
    return this.#isReplay();
  }

  handlePlayout(event: PlayoutEvent): void {
    switch (event.type) {
      case "credit":
        this.#options.downlink.released(event.frames);
        return;
      case "started":
        this.#playing = event.turn;
        this.#started(event.turn, event.audibleAtMs);
        return;
      case "stalled":
        this.#tell(event.turn, "stalled", event.playedMs);
        this.#options.onEvent({ type: "stalled", turn: this.#number(event.turn) });
        return;
      case "finished": {
        const turn = this.#number(event.turn);
        if (this.#playing === event.turn) this.#playing = null;
        this.#tell(event.turn, "finished", event.playedMs);
        this.#options.onEvent({ type: "finished", turn });
        return;
      }
      default:
        event satisfies never;
    }
  }

  duck(on: boolean): void {
    this.#options.voice?.duck(on);
  }

  /**
   * Silences what is playing, and tells the relay how much was heard.
   * @returns the turn that was cut, or null when nothing was playing
   */
  cut(): number | null {
    const voiceTurn = this.#playing;
    const voice = this.#options.voice;
    if (voiceTurn === null || voice === null) return null;
    const turn = this.#number(voiceTurn);
    this.#playing = null;
    if (voiceTurn < REPLAY_TURN) this.#options.downlink.cut(turn);
    const heardMs = voice.stop(voiceTurn);
    voice.duck(false);
    if (voiceTurn < REPLAY_TURN) {
      this.#options.send({ type: "control", action: "interrupt", turn, played_ms: heardMs });
      this.#tell(voiceTurn, "stopped", heardMs);
    }
    this.#options.onEvent({ type: "cut", turn });
    return turn;
  }

  /** The turn begins again: discards what the voice holds of it, heard or not, and lets its new beginning be played. */
  reopen(turn: number): void {
    if (this.#playing === turn) {
      this.#playing = null;
      this.#options.onEvent({ type: "silent", turn });
    }
    this.#options.downlink.reopen(turn);
    this.#options.voice?.stop(turn, true);
  }

  /** Discards a turn that is over for good, whether or not it was audible yet. The relay knows. */
  discard(turn: number): void {
    if (this.#playing === turn) {
      this.cut();
      return;
    }
    this.#options.downlink.cut(turn);
    this.#options.voice?.stop(turn);
  }

  /** The relay has lost the session: what the voice still holds of an answer goes with it. */
  lost(): void {
    const turn = this.#playing;
    if (turn === null || this.#isReplay()) return;
    this.#playing = null;
    this.#options.voice?.stop(turn);
    this.#options.onEvent({ type: "cut", turn });
  }

  /** Says a kept answer again, to the person alone. */
  replay(recording: Recording): void {
    const voice = this.#options.voice;
    if (voice === null) return;
    this.cut();
    const turn = REPLAY_TURN + this.#replays++;
    this.#replayOf = recording.turn;
    this.#options.downlink.lent(recording.packets.length);
    if (recording.cues.length > 0) voice.cues(turn, recording.cues);
    for (const packet of recording.packets) voice.play(turn, packet);
    voice.finish(turn);
  }

  /** Says what is no answer. @param packets Opus */
  say(packets: readonly Uint8Array[]): void {
    this.replay({ turn: NO_TURN, packets: [...packets], cues: [], complete: true });
  }

  /** Plays Opus packets of the person's own voice; the character's mouth stays shut. @param packets of 20 ms */
  playBack(packets: readonly Uint8Array[]): void {
    const shut: Recording["cues"] = [
      [0, "sil", 1],
      [packets.length * MICROPHONE_FRAME, "sil", 1],
    ];
    this.replay({ turn: NO_TURN, packets: [...packets], cues: shut, complete: true });
  }

  #started(voiceTurn: number, audibleAtMs: number): void {
    const turn = this.#number(voiceTurn);
    const speechEndMs = voiceTurn < REPLAY_TURN ? this.#options.speechEndMs(turn) : null;
    const audibleMs = speechEndMs === null ? null : audibleAtMs - speechEndMs;
    if (voiceTurn < REPLAY_TURN) {
      this.#options.send({
        type: "playback",
        turn,
        state: "started",
        played_ms: 0,
        ...(audibleMs === null ? {} : { audible_ms: audibleMs }),
      });
    }
    this.#options.onEvent({ type: "audible", turn, audibleMs });
  }

  #tell(voiceTurn: number, state: "stalled" | "finished" | "stopped", playedMs: number): void {
    if (voiceTurn < REPLAY_TURN) {
      this.#options.send({ type: "playback", turn: voiceTurn, state, played_ms: playedMs });
    }
  }

  #isReplay(): boolean {
    return this.#playing !== null && this.#playing >= REPLAY_TURN;
  }

  #number(voiceTurn: number): number {
    return voiceTurn >= REPLAY_TURN ? (this.#replayOf ?? 0) : voiceTurn;
  }
}
