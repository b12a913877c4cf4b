/** Whether answers are spoken: the browser lets the page sound, somebody is there to hear them, and the person wants them. */
import type { ClientMessageInput } from "@hisho/protocol";
import type { StoreApi } from "zustand/vanilla";
import type { Voice } from "../audio/voice.ts";
import type { Packets } from "./acknowledgement.ts";
import type { Downlink } from "./downlink.ts";
import type { Speaker } from "./speaker.ts";
import type { Settings } from "./talk.ts";

export interface LoudnessOptions {
  voice: Voice | null;
  settings: StoreApi<Settings>;
  downlink: Downlink;
  speaker: Speaker;
  /** The browser lets the page sound already. */
  unlocked: boolean;
  acknowledgement(): Packets | null;
  send(message: ClientMessageInput): void;
}

export class Loudness {
  readonly #options: LoudnessOptions;
  #unlocked: boolean;
  #alone = false;
  #closed = false;

  constructor(options: LoudnessOptions) {
    this.#options = options;
    this.#unlocked = options.unlocked;
    options.downlink.audible(this.isOn);
  }

  /** The browser lets the page sound. */
  get unlocked(): boolean {
    return this.#unlocked;
  }

  /** What is answered now was asked before, and nobody is there to hear it. */
  get alone(): boolean {
    return this.#alone;
  }

  get isOn(): boolean {
    const { audio, captions } = this.#options.settings.getState();
    return this.#unlocked && !this.#alone && audio && captions !== "only";
  }

  /** To be called inside a tap. From then on answers are spoken. */
  async unlock(): Promise<void> {
    const { voice } = this.#options;
    if (voice === null || this.#unlocked) return;
    const unlocked = await voice.unlock().catch(() => false);
    if (!unlocked || this.#unlocked || this.#closed) return;
    this.#unlocked = true;
    this.#tell();
  }

  /** Questions of before are answered without sound while nobody is there. */
  leaveAlone(alone: boolean): void {
    if (alone === this.#alone) return;
    const before = this.isOn;
    this.#alone = alone;
    if (before !== this.isOn) this.#tell();
  }

  /** In the character's voice where it is ready; the words stand on the screen in any case. */
  async acknowledge(): Promise<void> {
    const line = this.#options.acknowledgement();
    if (line === null) return;
    await this.unlock();
    if (this.isOn && !this.#closed) this.#options.speaker.say(line);
  }

  close(): void {
    this.#closed = true;
  }

  #tell(): void {
    this.#options.downlink.audible(this.isOn);
    this.#options.send({ type: "control", action: "settings", audio: this.isOn });
  }
}
