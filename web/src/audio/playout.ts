/** The page's side of the way out: which turn is which talkspurt, what is heard when, and the relay's credit. */
import { createMouthTrack } from "@hisho/worklets/dsp/mouth-track.ts";
import { CONTROL_DUCKED, CONTROL_STOPPED_THROUGH, createControl } from "@hisho/worklets/dsp/playout.ts";
import { createRing } from "@hisho/worklets/dsp/ring.ts";
import { createSegments } from "@hisho/worklets/dsp/segments.ts";
import type { PlayoutMemory } from "@hisho/worklets/ports/memory.ts";
import type { FromDecoder, ToDecoder } from "@hisho/worklets/ports/opus.ts";
import {
  type FromPlayout,
  PLAYOUT_PROCESSOR,
  type PlayoutOptions,
  type ToPlayout,
} from "@hisho/worklets/ports/playout.ts";
import { transfer } from "comlink";
import { audibleAtMs, audibleTimeS } from "./clock.ts";
import { PlayedMouth } from "./mouth.ts";
import { startDecoder } from "./opus.ts";
import type { PlayoutEvent } from "./voice.ts";

/** Turns that frames on their way may still belong to. */
const STOPPED_REMEMBERED = 8;
/** Room for what is decoded ahead and for one packet of any length. */
const RING_S = 1;

interface Spurt {
  number: number;
  turn: number;
  /** Of `started` and `finished`, which wait until the sound is out of the loudspeaker. */
  timers: ReturnType<typeof setTimeout>[];
  /** Once the last sample has been heard. */
  totalMs: number | undefined;
}

export class Playout {
  readonly mouth: PlayedMouth;
  readonly #context: AudioContext;
  readonly #tell: (event: PlayoutEvent) => void;
  readonly #memory: PlayoutMemory;
  readonly #control: Int32Array;
  readonly #decoder = startDecoder();
  readonly #packets = new MessageChannel();
  readonly #spurts = new Map<number, Spurt>();
  readonly #stopped = new Set<number>();
  #node: AudioWorkletNode | undefined;
  #current: Spurt | undefined;
  #last: Spurt | undefined;

  /** Packets may be played at once; they are heard once `start` has resolved and the context runs. */
  constructor(context: AudioContext, tell: (event: PlayoutEvent) => void) {
    this.#context = context;
    this.#tell = tell;
    this.#memory = {
      ring: createRing(RING_S * context.sampleRate),
      segments: createSegments(),
      control: createControl(),
      mouth: createMouthTrack(),
    };
    this.#control = new Int32Array(this.#memory.control);
    this.#packets.port1.onmessage = ({ data }: MessageEvent<FromDecoder>) => {
      if (data.type === "credit") this.#tell(data);
    };
    this.mouth = new PlayedMouth(this.#memory.mouth, {
      audibleTimeS: () => audibleTimeS(context),
      turnOf: (spurt) => this.#spurts.get(spurt)?.turn,
      rateHz: context.sampleRate,
    });
  }

  /**
   * @param destination where the sound goes; the processors are registered in its context
   * @throws Error when the decoder's worker does not load
   */
  async start(destination: AudioNode): Promise<void> {
    const processorOptions: PlayoutOptions = { memory: this.#memory };
    this.#node = new AudioWorkletNode(this.#context, PLAYOUT_PROCESSOR, {
      numberOfInputs: 0,
      numberOfOutputs: 1,
      outputChannelCount: [1],
      processorOptions,
    });
    this.#node.port.onmessage = ({ data }: MessageEvent<FromPlayout>) => this.#played(data);
    this.#node.connect(destination);
    const { ring, segments } = this.#memory;
    const port = this.#packets.port2;
    const start = { ring, segments, rateHz: this.#context.sampleRate };
    await Promise.race([this.#decoder.api.start(start, transfer(port, [port])), this.#decoder.failed]);
  }

  play(turn: number, packet: Uint8Array): void {
    if (this.#stopped.has(turn)) {
      this.#tell({ type: "credit", frames: 1 });
      return;
    }
    if (this.#current?.turn !== turn) this.#current = this.#begin(turn);
    const copy = new Uint8Array(packet);
    this.#send({ type: "packet", spurt: this.#current.number, packet: copy }, [copy.buffer]);
  }

  /** A turn of which no frame came is finished at once. */
  finish(turn: number): void {
    if (this.#current?.turn === turn) {
      this.#send({ type: "finish", spurt: this.#current.number });
      this.#current = undefined;
    } else if (this.#last?.turn !== turn && !this.#stopped.has(turn)) {
      this.#tell({ type: "finished", turn, playedMs: 0 });
    }
  }

  duck(on: boolean): void {
    Atomics.store(this.#control, CONTROL_DUCKED, on ? 1 : 0);
  }

  /** @returns ms heard until now */
  stop(turn: number, reopened: boolean): number {
    const heardMs = this.playedMs(turn);
    if (reopened) this.#stopped.delete(turn);
    else this.#stopped.add(turn);
    for (const oldest of this.#stopped) if (this.#stopped.size > STOPPED_REMEMBERED) this.#stopped.delete(oldest);
    this.mouth.dropCues(turn);
    const spurt = [...this.#spurts.values()].findLast((candidate) => candidate.turn === turn);
    if (!spurt) return heardMs;
    if (this.#current === spurt) this.#current = undefined;
    Atomics.store(
      this.#control,
      CONTROL_STOPPED_THROUGH,
      Math.max(spurt.number, Atomics.load(this.#control, CONTROL_STOPPED_THROUGH)),
    );
    this.#send({ type: "discard", spurt: spurt.number });
    for (const timer of spurt.timers) clearTimeout(timer);
    spurt.totalMs ??= heardMs;
    return heardMs;
  }

  playedMs(turn: number): number {
    const spurt = [...this.#spurts.values()].findLast((candidate) => candidate.turn === turn);
    return spurt?.totalMs ?? this.mouth.playedMs(turn);
  }

  end(): void {
    for (const { timers } of this.#spurts.values()) for (const timer of timers) clearTimeout(timer);
    if (this.#node !== undefined) {
      this.#node.port.postMessage({ type: "close" } satisfies ToPlayout);
      // Chromium keeps a worklet's node, and whoever listens to it, as long as the page.
      this.#node.port.onmessage = null;
      this.#node.disconnect();
    }
    this.#packets.port1.close();
    this.#decoder.end();
  }

  #begin(turn: number): Spurt {
    const spurt: Spurt = { number: (this.#last?.number ?? 0) + 1, turn, timers: [], totalMs: undefined };
    this.#spurts.set(spurt.number, spurt);
    this.#last = spurt;
    return spurt;
  }

  #played(message: FromPlayout): void {
    const spurt = this.#spurts.get(message.spurt);
    if (!spurt || spurt.totalMs !== undefined) return;
    const { turn } = spurt;
    switch (message.type) {
      case "begun":
        this.#whenAudible(spurt, message.timeS, (audibleMs) =>
          this.#tell({ type: "started", turn, audibleAtMs: audibleMs }),
        );
        break;
      case "stalled":
        this.#tell({ type: "stalled", turn, playedMs: this.#ms(message.playedSamples) });
        break;
      case "ended":
        this.#whenAudible(spurt, message.timeS, () => this.#finished(spurt, this.#ms(message.playedSamples)));
        break;
      default:
        message satisfies never;
    }
  }

  #finished(spurt: Spurt, playedMs: number): void {
    spurt.totalMs = playedMs;
    this.mouth.dropCues(spurt.turn);
    for (const number of this.#spurts.keys()) if (number < spurt.number - 8) this.#spurts.delete(number);
    this.#tell({ type: "finished", turn: spurt.turn, playedMs });
  }

  #whenAudible(spurt: Spurt, timeS: number, then: (audibleMs: number) => void): void {
    const audibleMs = audibleAtMs(this.#context, timeS);
    spurt.timers.push(setTimeout(() => then(audibleMs), Math.max(0, audibleMs - performance.now())));
  }

  #ms(samples: number): number {
    return (samples * 1000) / this.#context.sampleRate;
  }

  #send(message: ToDecoder, transferred: Transferable[] = []): void {
    this.#packets.port1.postMessage(message, transferred);
  }
}
