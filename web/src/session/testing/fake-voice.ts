import type { Guard } from "@hisho/worklets/dsp/gate.ts";
import type {
  EchoTest,
  Gate,
  MicrophoneEvent,
  MicrophoneOpening,
  Mouth,
  PlayoutEvent,
  SoundDevices,
  Voice,
} from "../../audio/voice.ts";

/** A voice without sound. It logs its calls, and the test says when something is heard or said. */
export class FakeVoice implements Voice {
  readonly calls: string[] = [];
  readonly played: { turn: number; packet: Uint8Array }[] = [];
  opening: MicrophoneOpening = { ok: true, contextRateHz: 48_000, deviceRateHz: 48_000 };
  unlocks = true;
  playedMs = 0;
  gate: Gate = "shut";
  guard: Guard | null = null;
  devices: SoundDevices | null = null;
  /** Frames passed to the voice and not yet credited, per turn, in order. */
  #held: number[] = [];
  #microphone = new Set<(event: MicrophoneEvent) => void>();
  #playout = new Set<(event: PlayoutEvent) => void>();

  readonly mouth: Mouth = {
    read: (weights) => void weights.fill(0),
    playedMs: () => this.playedMs,
    levelDbfs: () => -100,
  };

  /** The microphone hears something. */
  hear(event: MicrophoneEvent): void {
    for (const listener of this.#microphone) listener(event);
  }

  /** `count` packets of 20 ms whose only byte is their place. @param from the first one's */
  talk(count: number, from = 0): void {
    for (let index = from; index < from + count; index += 1) {
      this.hear({ type: "packet", packet: Uint8Array.of(index & 255, index >> 8), timestamp: index * 960, dropped: 0 });
    }
  }

  tell(event: PlayoutEvent): void {
    for (const listener of this.#playout) listener(event);
  }

  /** The turns of the frames it holds. */
  get holding(): readonly number[] {
    return this.#held;
  }

  /** Plays `count` of the frames it holds. */
  playFrames(count = this.#held.length): void {
    const frames = this.#held.splice(0, count).length;
    if (frames > 0) this.tell({ type: "credit", frames });
  }

  async unlock(): Promise<boolean> {
    this.calls.push("unlock");
    return this.unlocks;
  }
  async openMicrophone(): Promise<MicrophoneOpening> {
    this.calls.push("openMicrophone");
    return this.opening;
  }
  closeMicrophone(): void {
    this.calls.push("closeMicrophone");
  }
  setGate(gate: Gate): void {
    this.gate = gate;
  }
  setGuard(guard: Guard | null): void {
    this.guard = guard;
  }
  use(devices: SoundDevices): void {
    this.devices = devices;
  }
  async testEcho(): Promise<EchoTest> {
    return { ok: false, problem: "unsupported" };
  }
  press(): void {
    this.calls.push("press");
  }
  release(): void {
    this.calls.push("release");
  }
  microphoneLevelDbfs(): number {
    return -100;
  }
  onMicrophone(listener: (event: MicrophoneEvent) => void): () => void {
    this.#microphone.add(listener);
    return () => this.#microphone.delete(listener);
  }
  play(turn: number, packet: Uint8Array): void {
    this.#held.push(turn);
    this.played.push({ turn, packet });
  }
  cues(turn: number): void {
    this.calls.push(`cues ${turn}`);
  }
  finish(turn: number): void {
    this.calls.push(`finish ${turn}`);
  }
  duck(on: boolean): void {
    this.calls.push(on ? "duck" : "unduck");
  }
  stop(turn: number, reopened = false): number {
    this.calls.push(`stop ${turn}${reopened ? " reopened" : ""}`);
    const before = this.#held.length;
    this.#held = this.#held.filter((held) => held !== turn);
    const frames = before - this.#held.length;
    if (frames > 0) this.tell({ type: "credit", frames });
    return this.playedMs;
  }
  onPlayout(listener: (event: PlayoutEvent) => void): () => void {
    this.#playout.add(listener);
    return () => this.#playout.delete(listener);
  }
  async close(): Promise<void> {
    this.calls.push("close");
  }
}
