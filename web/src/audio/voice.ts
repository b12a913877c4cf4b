/**
 * What the page's audio offers to a session. Every sample is handled in worklets and workers; the main thread passes
 * packets and small facts. `createVoice` in ./create-voice.ts is the implementation; tests of the session use a fake.
 */
import type { EchoMeasure } from "@hisho/worklets/dsp/echo.ts";
import type { Guard } from "@hisho/worklets/dsp/gate.ts";

/** Why there is no microphone; each has its own sentence on the screen. */
export type MicrophoneProblem =
  | "denied"
  | "missing"
  | "busy"
  /** Not a secure context: getUserMedia is absent. */
  | "insecure"
  /** No SharedArrayBuffer (the page is not cross-origin isolated) or no AudioWorklet. */
  | "unsupported"
  /** The track ended: unplugged, or taken back by the system. */
  | "lost";

export type MicrophoneOpening =
  | { ok: true; contextRateHz: number; deviceRateHz: number }
  | { ok: false; problem: MicrophoneProblem };

/** `vad`: hands-free. `held`: one utterance from `press` to `release`, whatever the VAD says. `shut`: nothing leaves. */
export type Gate = "vad" | "held" | "shut";

/** Timestamps are samples at 48 kHz on the microphone's RTP clock. `atMs` values are `performance.now()` times. */
export type MicrophoneEvent =
  /** The first frame above the threshold. The packets of the pre-roll follow and may precede `timestamp`. */
  | { type: "speech_start"; timestamp: number; atMs: number }
  /** Speech has lasted `BARGE_IN_MS`: not a cough. */
  | { type: "speech_confirmed"; atMs: number }
  /** `timestamp` and `atMs`: the last speech sample, not the moment it was noticed. */
  | { type: "speech_end"; timestamp: number; atMs: number }
  /** It was shorter than `MIN_SPEECH_MS`. */
  | { type: "speech_cancel" }
  /** One Opus packet of 20 ms. `dropped`: samples lost before it, in the ring or the encoder. */
  | { type: "packet"; packet: Uint8Array; timestamp: number; dropped: number }
  | { type: "problem"; problem: MicrophoneProblem }
  /** Another microphone than the chosen one listens, because that one is not there; null: the chosen one is back. */
  | { type: "stand_in"; label: string | null };

export type PlayoutEvent =
  /** The first sample of the turn is audible (output latency included). */
  | { type: "started"; turn: number; audibleAtMs: number }
  | { type: "stalled"; turn: number; playedMs: number }
  /** The last sample of the turn has been heard. */
  | { type: "finished"; turn: number; playedMs: number }
  /** That many frames were played or discarded: credit for the relay. */
  | { type: "credit"; frames: number };

/** How the page's ears and voice are, for whoever watches over them. */
export interface VoiceHealth {
  /** `none` before the first unlock. Safari also knows `interrupted`. */
  context: AudioContextState | "interrupted" | "none";
  /** The context's clock, s: it stands when the device's sound has gone. */
  contextTimeS: number;
  track: "none" | "live" | "muted" | "ended";
  /** Since the thread began; wraps around. */
  capturedSamples: number;
}

/** What is needed to mend them. */
export interface VoiceCare {
  health(): VoiceHealth;
  /** Whether the thread that hears answers in time. True while none is running. */
  earsAnswer(withinMs: number): Promise<boolean>;
  /**
   * Ends the context, its processors and threads, and begins anew. What was being played is lost; the microphone is to be
   * opened again. @returns false where the browser wants a gesture first
   */
  rebuild(): Promise<boolean>;
}
/** Where sound comes from and goes to. Ids are those of `enumerateDevices`; "" is the system's own choice. */
export interface SoundDevices {
  microphone: string;
  speaker: string;
  /** Of everything that is played, 0 to 1. */
  volume: number;
}

export type EchoTest =
  | {
      ok: true;
      measure: EchoMeasure;
      /** Both as bars from 0 to 1 for a picture: what was said, and what came back of it. */
      said: readonly number[];
      returned: readonly number[];
    }
  | { ok: false; problem: MicrophoneProblem };

/** The mouth and the playhead, in memory shared with the playout worklet; read in `useFrame`, allocates nothing. */
export interface Mouth {
  /** Fills `weights` (aa ih ou ee oh, 0 to 1) for the sample that is audible now. All 0 in silence. */
  read(weights: Float32Array): void;
  /** ms of `turn` heard so far; 0 when another turn is playing. */
  playedMs(turn: number): number;
  /** RMS of what is being played, dBFS, -100 in silence. */
  levelDbfs(): number;
}

export interface Voice {
  /**
   * Creates or resumes the one AudioContext. To be called inside the first tap, and harmless later.
   * @returns false where audio cannot run at all (then text still works)
   */
  unlock(): Promise<boolean>;

  openMicrophone(): Promise<MicrophoneOpening>;
  /** Stops the track: the browser's recording sign goes out. */
  closeMicrophone(): void;
  setGate(gate: Gate): void;
  /** What is asked of speech while the assistant's own voice comes back; null: nothing more than ever. */
  setGuard(guard: Guard | null): void;
  /** Push-to-talk: the sound from the moment of the press is sent (a press may be reported up to 300 ms late). */
  press(): void;
  release(): void;
  /** RMS of the microphone, dBFS, -100 when closed. Cheap: shared memory. */
  microphoneLevelDbfs(): number;
  onMicrophone(listener: (event: MicrophoneEvent) => void): () => void;

  /** Goes over to these devices, in the middle of a talk too. A speaker that is gone gives way to the system's. */
  use(devices: SoundDevices): void;
  /**
   * Plays a sound and measures how much of it comes back. The microphone is opened for it, and nothing that it hears
   * meanwhile is sent.
   * @param sound a file that the browser decodes; null for a short tune
   * @throws the signal's reason when aborted
   */
  testEcho(sound: ArrayBuffer | null, signal: AbortSignal): Promise<EchoTest>;

  /** Frames of one turn, in order. `cues` are the relay's timed mouth shapes; without them the sound itself is read. */
  play(turn: number, packet: Uint8Array): void;
  cues(turn: number, cues: readonly (readonly [tMs: number, shape: string, weight: number])[]): void;
  /** No more frames of this turn will come. */
  finish(turn: number): void;
  /** The person is talking: 20 % volume at once, or back to 100 %. */
  duck(on: boolean): void;
  /**
   * Silence within 60 ms. Everything of `turn` not yet played, and every frame of it that still arrives, is discarded
   * and credited. @returns ms heard
   * @param reopened after `turn_reopened`: frames of this turn that come from now on are its new beginning, and played
   */
  stop(turn: number, reopened?: boolean): number;
  onPlayout(listener: (event: PlayoutEvent) => void): () => void;
  readonly mouth: Mouth;

  close(): Promise<void>;
}
