/**
 * The microphone as the conversation uses it: hands-free, held, muted, or told to ignore. It decides what the voice's
 * gate is and which of its sounds become utterances.
 */
import type { Mode } from "@hisho/protocol";
import type { Gate, MicrophoneEvent, MicrophoneProblem, Voice } from "../audio/voice.ts";
import type { OpenSpeech, Uplink } from "./uplink.ts";

export type ListenerEvent =
  | { type: "speech_start" }
  | { type: "speech_confirmed" }
  /** `atMs`: the last speech sample. */
  | { type: "speech_end"; id: string; atMs: number }
  | { type: "speech_cancel" }
  | { type: "problem"; problem: MicrophoneProblem }
  /** Another microphone than the chosen one listens; null: the chosen one is back. */
  | { type: "stand_in"; label: string | null }
  /** `state` says something new. */
  | { type: "changed" };

export interface ListenerState {
  microphoneOpen: boolean;
  muted: boolean;
  ignoring: boolean;
}

export interface ListenerOptions {
  voice: Voice | null;
  uplink: Uplink;
  mode: Mode;
  newId(): string;
  onEvent(event: ListenerEvent): void;
}

export class Listener {
  readonly #options: ListenerOptions;
  #mode: Mode;
  #microphone: "closed" | "opening" | "open" = "closed";
  #muted = false;
  #ignoring = false;
  #held = false;
  /** The assistant's voice would be heard: nothing but a held key is. */
  #deaf = false;
  #confirmed = false;
  /** The next listener has it since it was closed here. */
  #handedOver = false;
  /** The next listener hears the rest of what was being said. */
  #taken = false;
  /** Held for one utterance where the microphone is otherwise closed: it closes again when that has ended. */
  #closing = false;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#mode = options.mode;
  }

  get state(): ListenerState {
    const open = this.#microphone === "open" && (this.#held || (this.#mode === "hands_free" && !this.#muted));
    return { microphoneOpen: open, muted: this.#muted, ignoring: this.#ignoring };
  }

  /** It is open for whoever talks, or is being opened: the listener that begins next goes on. */
  get listens(): boolean {
    return this.#mode === "hands_free" && !this.#muted && this.#microphone !== "closed";
  }

  /** Speech that has lasted long enough not to be a cough is going on. */
  get confirmedSpeech(): boolean {
    return this.#options.uplink.speaking && this.#confirmed;
  }

  /** The key is held: what is said is meant for the assistant. */
  get held(): boolean {
    return this.#held;
  }

  /** Opens the microphone where the mode wants it open all the time. */
  async begin(): Promise<void> {
    if (this.#mode === "hands_free" && !this.#muted) await this.#open();
  }

  async setMode(mode: Mode): Promise<void> {
    if (mode === this.#mode) return;
    this.#mode = mode;
    this.#held = false;
    if (mode === "text") this.#close();
    else if (mode === "hands_free") await this.begin();
    this.#applyGate();
  }

  /** Muted: the track is stopped, so that the browser's recording sign is honest. What was being said is taken back. */
  async mute(on: boolean): Promise<void> {
    this.#muted = on;
    if (on) this.#close();
    else await this.begin();
    this.#applyGate();
  }

  /** While on, nothing that is said is meant for the assistant; what was being said is taken back. */
  ignore(on: boolean): void {
    this.#ignoring = on;
    if (on) this.#takeBack();
    this.#applyGate();
  }

  /** While on, what the microphone hears is taken for the assistant's own voice. */
  deafen(on: boolean): void {
    if (on === this.#deaf) return;
    this.#deaf = on;
    if (on && !this.#held) this.#takeBack();
    this.#options.voice?.setGate(this.#gate());
  }

  async press(): Promise<void> {
    if (this.#held) return;
    this.#held = true;
    this.#closing = false;
    if (this.#microphone !== "open") await this.#open();
    if (!this.#held || this.#microphone !== "open") return;
    this.#applyGate();
    this.#options.voice?.press();
  }

  release(): void {
    if (!this.#held) return;
    this.#held = false;
    if (this.#microphone === "open") this.#options.voice?.release();
    this.#closing = this.#mode === "text" || (this.#mode === "hands_free" && this.#muted);
    if (this.#closing && !this.#options.uplink.speaking) this.#close();
    this.#applyGate();
  }

  /**
   * Nothing more is heard here.
   * @param handsOver the microphone stays open, for the listener that begins next
   */
  stop(handsOver = false): void {
    this.#held = false;
    this.#close(handsOver);
    if (!this.#taken) this.#applyGate();
  }

  /** What is being said, for the listener that begins next; `stop` leaves the gate as it is then. Null when nothing is. */
  takeSpeech(): OpenSpeech | null {
    const speech = this.#held ? null : this.#options.uplink.take();
    this.#taken = speech !== null;
    return speech;
  }

  /** Hears the rest of what began in the listener before. */
  goOn({ startTimestamp, frames }: OpenSpeech): void {
    this.#speechStart(startTimestamp);
    for (const { packet, timestamp, afterGap } of frames) {
      this.#options.uplink.packet(packet, timestamp, afterGap ? 1 : 0);
    }
  }

  handle(event: MicrophoneEvent): void {
    const { uplink, onEvent } = this.#options;
    if (event.type === "problem") {
      // Without a voice detector (`unsupported`) the microphone stays open: what is held is still sent.
      if (event.problem !== "unsupported") this.#microphone = "closed";
      this.#takeBack();
      onEvent({ type: "problem", problem: event.problem });
      onEvent({ type: "changed" });
      return;
    }
    if (event.type === "stand_in") {
      onEvent({ type: "stand_in", label: event.label });
      return;
    }
    if (this.#ignoring) return;
    switch (event.type) {
      case "speech_start":
        this.#speechStart(event.timestamp);
        return;
      case "speech_confirmed":
        if (!uplink.speaking) return;
        this.#confirmed = true;
        onEvent({ type: "speech_confirmed" });
        return;
      case "speech_end": {
        const id = uplink.currentId;
        if (id === null || !uplink.speaking) {
          // It was given up while it went on.
          onEvent({ type: "speech_cancel" });
        } else {
          uplink.speechEnd(event.timestamp);
          onEvent({ type: "speech_end", id, atMs: event.atMs });
        }
        if (this.#closing) this.#close();
        return;
      }
      case "speech_cancel":
        this.#takeBack();
        if (this.#closing) this.#close();
        return;
      case "packet":
        uplink.packet(event.packet, event.timestamp, event.dropped);
        return;
      default:
        event satisfies never;
    }
  }

  #speechStart(timestamp: number): void {
    const { uplink, newId, onEvent } = this.#options;
    this.#confirmed = false;
    uplink.speechStart(newId(), timestamp, this.#held);
    onEvent({ type: "speech_start" });
  }

  #takeBack(): void {
    if (!this.#options.uplink.speaking) return;
    this.#options.uplink.speechCancel();
    this.#options.onEvent({ type: "speech_cancel" });
  }

  async #open(): Promise<void> {
    const { voice, onEvent } = this.#options;
    if (voice === null) {
      onEvent({ type: "problem", problem: "unsupported" });
      return;
    }
    if (this.#microphone !== "closed") return;
    this.#microphone = "opening";
    this.#handedOver = false;
    const opening = await voice.openMicrophone().catch(() => ({ ok: false, problem: "unsupported" }) as const);
    if (this.#microphone !== "opening") {
      // Closed while the browser asked, or handed over to the next listener.
      if (!this.#handedOver) voice.closeMicrophone();
      return;
    }
    this.#microphone = opening.ok ? "open" : "closed";
    if (!opening.ok) onEvent({ type: "problem", problem: opening.problem });
    this.#applyGate();
  }

  #close(handsOver = false): void {
    this.#takeBack();
    if (this.#microphone !== "closed") {
      this.#handedOver = handsOver;
      if (!handsOver) this.#options.voice?.closeMicrophone();
    }
    this.#microphone = "closed";
    this.#closing = false;
  }

  #applyGate(): void {
    this.#options.voice?.setGate(this.#gate());
    this.#options.onEvent({ type: "changed" });
  }

  #gate(): Gate {
    if (this.#ignoring || this.#microphone !== "open") return "shut";
    if (this.#held || this.#mode === "push_to_talk") return "held";
    return this.#mode === "hands_free" && !this.#muted && !this.#deaf ? "vad" : "shut";
  }
}
