/** The answer of one turn on its way to the client: text at once, sound by credit, and when the turn is over. */
import { ASSISTANT_FRAME, STARVED_TURN_AFTER, type TurnEndReason, type UnnumberedEvent } from "@hisho/protocol";
import type { VoiceTrack } from "../recordings/voice-track.ts";
import { Answer, type AnswerRequest, type AnswerTools, type ContinuedAnswer } from "./answer.ts";
import type { Outbox } from "./outbox.ts";
import type { AnswerState } from "./session-state.ts";

/** After the sound should have ended, for a client that never says so. */
const GRACE_MS = 2000;
const TICK_MS = 100;

export interface SpeakingTools extends AnswerTools {
  /** Gets every packet that is sent; null when none is kept. */
  voice: VoiceTrack | null;
}

export interface SpeakingListener {
  event(event: UnnumberedEvent): void;
  /** What another relay would need to go on with it has changed. */
  advanced(): void;
  /** Everything of this turn but its `turn_end` has been sent. */
  ended(reason: TurnEndReason, heardMs: number, heardText: string): void;
}

export class Speaking {
  readonly answer: Answer;
  readonly #turn: number;
  readonly #tools: SpeakingTools;
  readonly #outbox: Outbox;
  readonly #listener: SpeakingListener;
  readonly #abort = new AbortController();
  #running = true;
  #over = false;
  #soundBegun = false;
  #soundEnded = false;
  #frames = 0;
  #started = false;
  #playedMs = 0;
  #remainingMs = Number.POSITIVE_INFINITY;
  #starvedMs = 0;
  #begun = false;
  /** The number of its first frame, once its sound has begun. */
  #firstFrame: number | null = null;
  #cancelTick: (() => void) | null = null;

  constructor(request: AnswerRequest, tools: SpeakingTools, outbox: Outbox, listener: SpeakingListener) {
    this.#turn = request.turn;
    this.#tools = tools;
    this.#outbox = outbox;
    this.#listener = listener;
    this.answer = new Answer(request, tools, {
      event: (event) => {
        if (!this.#over) this.#tell(event);
      },
      soundBegins: () => {
        if (!this.#over) this.#soundBegins();
      },
      soundGrows: () => {
        if (!this.#over) this.#pump();
      },
      advanced: () => {
        if (!this.#over) listener.advanced();
      },
    });
    void this.#run();
    if (request.continued !== undefined) this.#inherit(request.continued);
  }

  /** Something of it was sent. */
  get begun(): boolean {
    return this.#begun;
  }

  /** What another relay needs to go on with it; null while its text is not whole. */
  get state(): AnswerState | null {
    const { state } = this.answer;
    if (state === null) return null;
    return { ...state, firstFrame: this.#firstFrame, isHeard: this.#started, playedMs: this.#playedMs };
  }

  /** The person has heard something of it. */
  get heard(): boolean {
    return this.#started;
  }

  /** As far as the client has told. */
  get heardSoFar(): { ms: number; text: string } {
    const frames = this.#soundEnded ? this.#frames : this.#outbox.spoken;
    const ms = Math.min(this.#playedMs, frames * ASSISTANT_FRAME);
    return { ms, text: this.answer.heardText(ms) };
  }

  /** The client reported its loudspeaker. */
  playback(state: "started" | "stalled" | "finished" | "stopped", playedMs: number): void {
    if (this.#over) return;
    if (!this.#started) this.#listener.advanced();
    this.#started = true;
    this.#playedMs = Math.max(this.#playedMs, playedMs);
    if (state === "stopped") this.interrupt(playedMs);
    else if (state === "finished" && this.#soundEnded) this.#end("completed");
  }

  /** Credit has come, or a socket. */
  credited(): void {
    this.#pump();
    this.#endWhenHeard();
  }

  /** The person talked over it, typed, or pressed stop. @param playedMs absent: what was last reported */
  interrupt(playedMs = this.#playedMs): void {
    if (this.#over) return;
    this.#playedMs = Math.max(this.#playedMs, playedMs);
    this.#abort.abort(new Error("interrupted"));
    const { answer } = this;
    const { text } = this.heardSoFar;
    this.#listener.event({
      type: "assistant_text_final",
      turn: this.#turn,
      text,
      full_text: answer.text,
      citations: answer.citations,
      ...answer.fallbacks,
    });
    this.#endSound();
    this.#end("interrupted", text);
  }

  /** All that was sent is void: the person had not finished. Nothing more is sent of it. */
  discard(): void {
    this.#over = true;
    this.#abort.abort(new Error("reopened"));
    this.#stopTicking();
    this.#outbox.hush();
  }

  async #run(): Promise<void> {
    try {
      await this.answer.run(this.#abort.signal);
      this.#running = false;
      this.#endSoundWhenDrained();
      if (!this.answer.sounding) this.#end("completed");
      else this.#endWhenHeard();
    } catch (error) {
      this.#running = false;
      if (this.#over) return;
      this.#tools.log.error("answer failed", { error });
      this.#endSound();
      this.#end("failed");
    }
  }

  /** Goes on with the frame after those that the client has. */
  #inherit({ firstFrame, fromMs, isSoundTold, isHeard, playedMs }: ContinuedAnswer): void {
    this.#begun = true;
    this.#started = isHeard;
    this.#playedMs = playedMs;
    if (firstFrame === null) return;
    this.#soundBegun = true;
    this.#firstFrame = firstFrame;
    const frames = Math.round(fromMs / ASSISTANT_FRAME);
    if (!isSoundTold) {
      this.#speak(frames);
      return;
    }
    this.#soundEnded = true;
    this.#frames = frames;
    this.#remainingMs = frames * ASSISTANT_FRAME + GRACE_MS;
    this.#tick(this.#tools.clock.now());
  }

  #soundBegins(): void {
    this.#soundBegun = true;
    this.#tell({
      type: "assistant_audio_start",
      turn: this.#turn,
      format: "opus",
      sample_rate: 48_000,
      channels: 1,
      frame_ms: ASSISTANT_FRAME,
    });
    this.#speak(0);
  }

  /** @param sent frames of it that the client has */
  #speak(sent: number): void {
    this.#firstFrame = this.#outbox.frameSequence - sent;
    this.#outbox.speak(
      this.#turn,
      () => {
        const packet = this.#tools.encoder.next();
        if (packet !== undefined) this.#tools.voice?.add(packet);
        return packet;
      },
      () => {
        this.answer.relieve();
        this.#endSoundWhenDrained();
      },
      sent,
    );
    this.#tick(this.#tools.clock.now());
  }

  #tell(event: UnnumberedEvent): void {
    this.#begun = true;
    this.#listener.event(event);
  }

  #pump(): void {
    this.#outbox.pump();
    this.#endSoundWhenDrained();
  }

  #endSoundWhenDrained(): void {
    if (this.#running || this.#soundEnded || !this.#soundBegun || !this.#tools.encoder.drained) return;
    this.#endSound();
    this.#remainingMs = this.#frames * ASSISTANT_FRAME + GRACE_MS;
    this.#endWhenHeard();
  }

  #endSound(): void {
    if (!this.#soundBegun || this.#soundEnded) return;
    this.#soundEnded = true;
    this.#frames = this.#outbox.hush();
    this.#listener.event({ type: "assistant_audio_end", turn: this.#turn, frames: this.#frames });
  }

  #endWhenHeard(): void {
    if (!this.#over && !this.#running && this.#soundEnded && this.#outbox.uncredited === 0) this.#end("completed");
  }

  /** Counts down to the turn's end while the client can play, and towards giving up while it cannot. */
  #tick(before: number): void {
    this.#cancelTick = this.#tools.clock.after(TICK_MS, () => {
      const now = this.#tools.clock.now();
      const elapsedMs = now - before;
      if (this.#outbox.credit === 0) this.#starvedMs += elapsedMs;
      else {
        this.#starvedMs = 0;
        if (this.#outbox.open) this.#remainingMs -= elapsedMs;
      }
      if (this.#starvedMs >= STARVED_TURN_AFTER) this.interrupt();
      else if (this.#remainingMs <= 0) this.#end("completed");
      else this.#tick(now);
    });
  }

  #stopTicking(): void {
    this.#cancelTick?.();
    this.#cancelTick = null;
  }

  #end(reason: TurnEndReason, heardText = this.answer.text): void {
    if (this.#over) return;
    this.#over = true;
    this.#stopTicking();
    const soundMs = this.#frames * ASSISTANT_FRAME;
    const heardMs = reason === "completed" ? soundMs : Math.min(this.#playedMs, soundMs);
    this.#listener.ended(reason, heardMs, heardText);
  }
}
