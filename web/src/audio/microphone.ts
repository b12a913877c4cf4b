/** The microphone's track, the capture node behind it, and the two workers that turn its sound into packets and events. */

import type { Guard } from "@hisho/worklets/dsp/gate.ts";
import { createRing, RING_WRITE, type RingMemory } from "@hisho/worklets/dsp/ring.ts";
import { CAPTURE_PROCESSOR, type CaptureOptions } from "@hisho/worklets/ports/capture.ts";
import type { FromEncoder } from "@hisho/worklets/ports/opus.ts";
import type { Heard } from "@hisho/worklets/ports/vad.ts";
import { transfer } from "comlink";
import { startEncoder } from "./opus.ts";
import { canRunAudio } from "./unlock.ts";
import { startVad } from "./vad.ts";
import type { Gate, MicrophoneEvent, MicrophoneOpening, MicrophoneProblem, VoiceHealth } from "./voice.ts";

/** The detector loads within this, ms, or it is asked like one that has loaded. */
const LOADS_WITHIN_MS = 60_000;
/** Held by the ring while the VAD worker loads or is busy, seconds. */
const RING_S = 5;
const SILENCE_DBFS = -100;
/** A device that is gone gives way to the system's choice: `ideal`, not `exact`. */
const constraintsFor = (deviceId: string): MediaStreamConstraints => ({
  audio: {
    channelCount: 1,
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(deviceId === "" ? {} : { deviceId: { ideal: deviceId } }),
  },
});

/** Why there can be no microphone on this page, whatever the person answers. */
export function standingProblem(): MicrophoneProblem | undefined {
  if (!globalThis.isSecureContext || navigator.mediaDevices?.getUserMedia === undefined) return "insecure";
  return canRunAudio() ? undefined : "unsupported";
}

/** What getUserMedia's failure means for the person (Media Capture and Streams, section 10.2.1). */
export function problemOf(error: unknown): MicrophoneProblem {
  switch (error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "unsupported";
  }
}

/** Whether the browser would open a microphone without asking the person. */
async function isAllowed(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: "microphone" })).state === "granted";
  } catch {
    return false; // a browser that does not tell
  }
}

interface Open {
  stream: MediaStream;
  /** Ends with it: a context keeps every source it was ever given, and what hangs on it. */
  closed: AbortController;
  source: MediaStreamAudioSourceNode;
  opening: MicrophoneOpening;
}

export class Microphone {
  readonly #context: AudioContext;
  readonly #tell: (event: MicrophoneEvent) => void;
  readonly #level = new SharedArrayBuffer(Float32Array.BYTES_PER_ELEMENT);
  readonly #node: AudioWorkletNode;
  readonly #vad = startVad();
  readonly #encoder = startEncoder();
  readonly #packets = new MessageChannel();
  readonly #loaded: Promise<boolean>;
  readonly #ring: RingMemory;
  #open: Open | undefined;
  #attempt = 0;
  #gate: Gate = "shut";
  #deviceId = "";
  #standingIn = false;
  #isVadGone = false;
  /** `performance.now()` until which the thread may be too busy with loading to answer. */
  #loadsUntilMs = performance.now() + LOADS_WITHIN_MS;

  /** Begins to load the voice detector. @param context with the processors registered */
  constructor(context: AudioContext, tell: (event: MicrophoneEvent) => void) {
    this.#context = context;
    this.#tell = tell;
    const ring = createRing(RING_S * context.sampleRate);
    this.#ring = ring;
    const processorOptions: CaptureOptions = { ring };
    this.#node = new AudioWorkletNode(context, CAPTURE_PROCESSOR, {
      numberOfInputs: 1,
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: "explicit",
      processorOptions,
    });
    new Float32Array(this.#level)[0] = SILENCE_DBFS;
    const frames = new MessageChannel();
    const { port1, port2 } = this.#packets;
    port1.onmessage = ({ data }: MessageEvent<FromEncoder>) => this.#pass(data);
    void this.#encoder.api.start(transfer(frames.port2, [frames.port2]), transfer(port2, [port2]));
    const start = { ring, rateHz: context.sampleRate, level: this.#level };
    const loaded = this.#vad.api.start(start, transfer(frames.port1, [frames.port1]));
    this.#loaded = Promise.race([loaded, this.#vad.failed, this.#encoder.failed]).catch(() => false);
    void this.#loaded.then(() => {
      this.#loadsUntilMs = 0;
    });
    this.#vad.failed.catch(() => {
      this.#isVadGone = true;
    });
  }

  /**
   * Asks the person where that is needed. Resolves when sound is captured; what is said while the voice detector is still
   * loading is kept for it.
   */
  async open(): Promise<MicrophoneOpening> {
    if (this.#open) return this.#open.opening;
    const attempt = ++this.#attempt;
    const stream = await navigator.mediaDevices.getUserMedia(constraintsFor(this.#deviceId)).catch(problemOf);
    if (attempt !== this.#attempt) {
      if (typeof stream !== "string") stopTracks(stream);
      return { ok: false, problem: "lost" };
    }
    if (typeof stream === "string") return { ok: false, problem: stream };
    const opening = this.#connect(stream);
    if (opening.ok)
      void this.#loaded.then((loaded) => {
        if (!loaded && attempt === this.#attempt) this.#tell({ type: "problem", problem: "unsupported" });
      });
    return opening;
  }

  close(): void {
    this.#attempt++;
    if (!this.#open) return;
    this.#disconnect(this.#open);
    void this.#vad.api.setGate("shut");
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** From now on this device, "" for the system's; an open microphone goes over to it. */
  async use(deviceId: string): Promise<void> {
    if (deviceId === this.#deviceId) return;
    this.#deviceId = deviceId;
    if (this.#open) await this.#reopen(this.#open);
  }

  /** Lets a node hear the open microphone as well. @returns takes it away */
  hear(node: AudioNode): () => void {
    const source = this.#open?.source;
    source?.connect(node);
    return () => source?.disconnect(node);
  }

  setGuard(guard: Guard | null): void {
    void this.#vad.api.setGuard(guard);
  }

  setGate(gate: Gate): void {
    this.#gate = gate;
    if (this.#open) void this.#vad.api.setGate(gate);
  }

  press(): void {
    void this.#vad.api.press(performance.timeOrigin + performance.now());
  }

  release(): void {
    void this.#vad.api.release(performance.timeOrigin + performance.now());
  }

  levelDbfs(): number {
    return this.#open ? new Float32Array(this.#level)[0]! : SILENCE_DBFS;
  }

  health(): Pick<VoiceHealth, "track" | "capturedSamples"> {
    const [track] = this.#open?.stream.getAudioTracks() ?? [];
    const state =
      track === undefined ? "none" : track.readyState === "ended" ? "ended" : track.muted ? "muted" : "live";
    return { track: state, capturedSamples: Atomics.load(new Int32Array(this.#ring.header), RING_WRITE) };
  }

  /** Whether the thread that hears answers in time. */
  async answers(withinMs: number): Promise<boolean> {
    // A race with `failed` at every question would keep each of them for as long as the thread lives.
    if (this.#isVadGone) return false;
    if (performance.now() < this.#loadsUntilMs) return true;
    const patience = new Promise<false>((resolve) => void setTimeout(() => resolve(false), withinMs));
    const answer = this.#vad.api.setGate(this.#open === undefined ? "shut" : this.#gate).then(
      () => true,
      () => false,
    );
    return Promise.race([answer, patience]);
  }

  /** Ends the workers; of no use afterwards. */
  end(): void {
    this.close();
    this.#node.disconnect();
    this.#packets.port1.close();
    this.#vad.end();
    this.#encoder.end();
  }

  #connect(stream: MediaStream): MicrophoneOpening {
    const [track] = stream.getAudioTracks();
    const source = this.#sourceOf(stream);
    if (track === undefined || source === undefined) {
      stopTracks(stream);
      return { ok: false, problem: "unsupported" };
    }
    const closed = new AbortController();
    track.addEventListener("ended", () => void this.#lose(stream), { signal: closed.signal });
    source.connect(this.#node);
    const contextRateHz = this.#context.sampleRate;
    const opening = { ok: true, contextRateHz, deviceRateHz: track.getSettings().sampleRate ?? contextRateHz } as const;
    this.#open = { stream, closed, source, opening };
    void this.#vad.api.setGate(this.#gate);
    this.#tellWhoHears(track);
    return opening;
  }

  #disconnect(open: Open): void {
    open.source.disconnect();
    open.closed.abort();
    stopTracks(open.stream);
    if (this.#open === open) this.#open = undefined;
    new Float32Array(this.#level)[0] = SILENCE_DBFS;
  }

  /** Once at each change. */
  #tellWhoHears(track: MediaStreamTrack): void {
    const isOther = this.#deviceId !== "" && track.getSettings().deviceId !== this.#deviceId;
    if (isOther === this.#standingIn) return;
    this.#standingIn = isOther;
    this.#tell({ type: "stand_in", label: isOther ? track.label : null });
  }

  /** Some browsers refuse a device whose rate is not the context's. */
  #sourceOf(stream: MediaStream): MediaStreamAudioSourceNode | undefined {
    try {
      return this.#context.createMediaStreamSource(stream);
    } catch {
      return undefined;
    }
  }

  /** Unplugged, or taken back: another microphone takes its place where there is one. */
  async #lose(stream: MediaStream): Promise<void> {
    const open = this.#open;
    if (open?.stream !== stream) return;
    if (await isAllowed()) {
      if (this.#open === open) await this.#reopen(open);
      return;
    }
    if (this.#open !== open) return;
    this.close();
    this.#tell({ type: "problem", problem: "lost" });
  }

  async #reopen(open: Open): Promise<void> {
    this.#disconnect(open);
    const opening = await this.open();
    if (opening.ok || this.#open) return;
    // Closed while the browser looked for another one.
    if (opening.problem === "lost") return;
    void this.#vad.api.setGate("shut");
    this.#tell({ type: "problem", problem: "lost" });
  }

  #pass(message: FromEncoder): void {
    if (message.type === "packet") {
      const { packet, position, dropped } = message;
      this.#tell({ type: "packet", packet, timestamp: position >>> 0, dropped });
      return;
    }
    if (message.type === "deaf") this.#tell({ type: "problem", problem: "unsupported" });
    else this.#tell(microphoneEvent(message.heard));
  }
}

const stopTracks = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

function microphoneEvent(heard: Heard): MicrophoneEvent {
  const atMs = heard.epochMs - performance.timeOrigin;
  switch (heard.type) {
    case "speech_start":
    case "speech_end":
      return { type: heard.type, timestamp: heard.at >>> 0, atMs };
    case "speech_confirmed":
      return { type: heard.type, atMs };
    case "speech_cancel":
      return { type: heard.type };
  }
}
