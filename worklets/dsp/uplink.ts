/**
 * The way in, without its threads: samples of the device in; out of it the hops a voice detector judges, and the frames
 * and events of the utterances. The 48 kHz position is the microphone's RTP clock; lost samples count in it.
 */
import { RTP_CLOCK_HZ } from "@hisho/protocol";
import { FRAME_SAMPLES, Framer } from "./framer.ts";
import { Gate, type GateEvent, type Guard, PRE_ROLL_MS } from "./gate.ts";
import { History } from "./history.ts";
import { rmsDbfs, SILENCE_DBFS } from "./level.ts";
import { Resampler } from "./resample.ts";

export const VAD_RATE_HZ = 16_000;
/** What the detector judges at once: 32 ms at 16 kHz. */
export const HOP_SAMPLES = 512;
/** The same 32 ms on the 48 kHz clock. */
const HOP_POSITIONS = (HOP_SAMPLES * RTP_CLOCK_HZ) / VAD_RATE_HZ;
/** Long enough for what is said while the detector is still loading. */
const KEPT_SAMPLES = 10 * RTP_CLOCK_HZ;
const PRE_ROLL = (PRE_ROLL_MS * RTP_CLOCK_HZ) / 1000;
const BLOCK = 1024;

/** `vad`: hands-free. `held`: only between press and release. `shut`: nothing leaves. */
export type GateMode = "vad" | "held" | "shut";

export interface UplinkSink {
  event(event: GateEvent): void;
  /** @param frame 960 samples, to be copied. @param dropped samples missing before it */
  frame(frame: Float32Array, position: number, dropped: number): void;
}

export class Uplink {
  /** RMS of the last hop, dBFS. */
  levelDbfs = SILENCE_DBFS;
  readonly #sink: UplinkSink;
  readonly #deviceRateHz: number;
  readonly #toClock: Resampler;
  readonly #toVad = new Resampler(RTP_CLOCK_HZ, VAD_RATE_HZ);
  readonly #history = new History(KEPT_SAMPLES);
  readonly #vadHistory = new History((KEPT_SAMPLES * VAD_RATE_HZ) / RTP_CLOCK_HZ);
  readonly #framer = new Framer(this.#history);
  readonly #gate = new Gate();
  readonly #block = new Float32Array(BLOCK);
  readonly #clocked: Float32Array;
  readonly #vadBlock: Float32Array;
  readonly #frame = new Float32Array(FRAME_SAMPLES);
  #judged = 0;
  #lostBeforeHop: { at: number; count: number }[] = [];
  #mode: GateMode = "shut";
  #audibleFrom = 0;

  constructor(deviceRateHz: number, sink: UplinkSink) {
    this.#deviceRateHz = deviceRateHz;
    this.#sink = sink;
    this.#toClock = new Resampler(deviceRateHz, RTP_CLOCK_HZ);
    this.#clocked = new Float32Array(this.#toClock.maxOutput(BLOCK));
    this.#vadBlock = new Float32Array(this.#toVad.maxOutput(this.#clocked.length));
  }

  /** Samples at 48 kHz so far, lost ones included. */
  get position(): number {
    return this.#history.position;
  }

  /** The next `count` samples of the device. */
  push(samples: Float32Array, count = samples.length): void {
    for (let start = 0; start < count; start += BLOCK) {
      const length = Math.min(BLOCK, count - start);
      this.#block.set(samples.subarray(start, start + length));
      const clocked = this.#toClock.process(this.#block, length, this.#clocked);
      this.#history.write(this.#clocked, clocked);
      this.#vadHistory.write(this.#vadBlock, this.#toVad.process(this.#clocked, clocked, this.#vadBlock));
      this.#sendFrames();
    }
  }

  /** The device's next `count` samples were lost. */
  lose(count: number): void {
    const positions = Math.round((count * RTP_CLOCK_HZ) / this.#deviceRateHz);
    this.#history.skip(positions);
    this.#framer.gap(positions);
    this.#lostBeforeHop.push({ at: this.#vadHistory.position, count: positions });
  }

  /** Fills `hop` with the next 512 samples at 16 kHz. Each hop is answered by one `judge`. @returns false: not yet there */
  nextHop(hop: Float32Array): boolean {
    while (this.#judged < this.#vadHistory.oldest) this.#passOver();
    if (this.#judged + HOP_SAMPLES > this.#vadHistory.position) return false;
    this.#vadHistory.read(this.#judged, hop);
    this.#judged += HOP_SAMPLES;
    this.levelDbfs = rmsDbfs(hop);
    return true;
  }

  /** The detector's answer to the last hop: the probability of a voice. */
  judge(probability: number): void {
    while (this.#lostBeforeHop[0] && this.#lostBeforeHop[0].at < this.#judged) {
      this.#gate.skip(this.#lostBeforeHop.shift()!.count);
    }
    this.#tell(this.#gate.push(probability, this.levelDbfs, HOP_POSITIONS, this.#mode === "vad"));
    this.#sendFrames();
  }

  /** Ends what is open, except that speech found hands-free goes on when the button comes into play. */
  setMode(mode: GateMode): void {
    if (mode === this.#mode) return;
    if (this.#mode !== "vad" || mode !== "held") this.#tell(this.#gate.shut());
    if (this.#mode === "shut") this.#audibleFrom = this.position;
    this.#mode = mode;
  }

  /** What is asked of speech from now on; null: as ever. */
  setGuard(guard: Guard | null): void {
    this.#gate.guard = guard;
  }

  /** The button went down when `at` was captured: meant, so it needs no confirming. Nothing happens while shut. */
  press(at = this.position): void {
    if (this.#mode === "shut") return;
    this.#tell(this.#gate.press(at));
    this.#sink.event({ type: "speech_confirmed", at });
  }

  release(at = this.position): void {
    this.#tell(this.#gate.release(at));
  }

  /** A hop is gone before it was judged. */
  #passOver(): void {
    this.#judged += HOP_SAMPLES;
    this.#gate.skip(HOP_POSITIONS);
  }

  #tell(event: GateEvent | undefined): void {
    if (!event) return;
    if (event.type === "speech_start") {
      this.#sink.event(event);
      this.#framer.open(Math.max(event.at - PRE_ROLL, this.#audibleFrom));
      this.#sendFrames();
      return;
    }
    if (event.type === "speech_end" || event.type === "speech_cancel") this.#sendRest();
    this.#sink.event(event);
  }

  /** Hands-free, sound that was not judged may belong to the next utterance, however far behind the detector is. */
  #sendFrames(): void {
    const end = this.#mode === "vad" ? this.#gate.position : this.position;
    for (let at = this.#framer.next(this.#frame, end); at !== undefined; at = this.#framer.next(this.#frame, end)) {
      this.#sink.frame(this.#frame, at, this.#framer.dropped);
    }
  }

  /** A release may cut a word: what is left of its last frame goes too. Hands-free that much is for what follows. */
  #sendRest(): void {
    this.#sendFrames();
    const at = this.#mode === "held" ? this.#framer.flush(this.#frame, this.position) : undefined;
    if (at !== undefined) this.#sink.frame(this.#frame, at, this.#framer.dropped);
    this.#framer.close();
  }
}
