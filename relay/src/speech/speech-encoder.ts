/** PCM of one turn to 40 ms Opus packets, one at a time, so that nothing is encoded before it may be sent. */
import type { SRC } from "@alexanderolsen/libsamplerate-js/dist/src.js";
import { Encoder } from "@evan/opus";
import { ASSISTANT_FRAME, OPUS_BITRATE } from "@hisho/protocol";
import { createResampler } from "./resample.ts";

const RATE_HZ = 48_000;
const FRAME_SAMPLES = (RATE_HZ * ASSISTANT_FRAME) / 1000;

/** One a session; `begin` starts a turn. Mono, 48 kHz, about 32 kbit/s (RFC 6716, section 2.1.1). */
export class SpeechEncoder {
  readonly #encoder: Encoder;
  readonly #frame = new Int16Array(FRAME_SAMPLES);
  #chunks: Float32Array[] = [];
  #offset = 0;
  #waiting = 0;
  #pushed = 0;
  #whole = false;
  /** Counts `begin`. */
  #turn = 0;
  #resampler: { rateHz: number; src: Promise<SRC> } | null = null;

  constructor() {
    this.#encoder = new Encoder({ channels: 1, sample_rate: RATE_HZ, application: "audio" });
    this.#encoder.bitrate = OPUS_BITRATE;
  }

  begin(): void {
    this.#turn += 1;
    this.#encoder.reset();
    this.#chunks = [];
    this.#offset = 0;
    this.#waiting = 0;
    this.#pushed = 0;
    this.#whole = false;
  }

  /** ms of speech pushed since `begin`. */
  get durationMs(): number {
    return (this.#pushed * 1000) / RATE_HZ;
  }

  /** ms pushed and not yet encoded. */
  get waitingMs(): number {
    return (this.#waiting * 1000) / RATE_HZ;
  }

  /** Everything has been pushed and taken. */
  get drained(): boolean {
    return this.#whole && this.#waiting === 0;
  }

  /** Mono PCM, -1 to 1, at any rate of 4 kHz or more. Nothing is kept of it when another turn begins meanwhile. */
  async push(pcm: Float32Array, rateHz: number): Promise<void> {
    const turn = this.#turn;
    const resampler = rateHz === RATE_HZ ? null : await this.#resamplerFrom(rateHz);
    if (turn !== this.#turn) return;
    const at48k = resampler === null ? pcm : resampler.full(pcm);
    if (at48k.length === 0) return;
    this.#chunks.push(at48k);
    this.#waiting += at48k.length;
    this.#pushed += at48k.length;
  }

  /** Nothing more will be pushed: the last frame is filled with silence. */
  end(): void {
    this.#whole = true;
  }

  /** The next packet, or undefined when less than a frame is there and more may come. */
  next(): Uint8Array | undefined {
    if (this.#waiting === 0 || (this.#waiting < FRAME_SAMPLES && !this.#whole)) return undefined;
    this.#frame.fill(0);
    let filled = 0;
    while (filled < FRAME_SAMPLES && this.#waiting > 0) {
      const chunk = this.#chunks[0]!;
      const count = Math.min(FRAME_SAMPLES - filled, chunk.length - this.#offset);
      for (let i = 0; i < count; i += 1) {
        this.#frame[filled + i] = Math.max(-1, Math.min(1, chunk[this.#offset + i]!)) * 32_767;
      }
      filled += count;
      this.#offset += count;
      this.#waiting -= count;
      if (this.#offset === chunk.length) {
        this.#chunks.shift();
        this.#offset = 0;
      }
    }
    return this.#encoder.encode(this.#frame).slice();
  }

  close(): void {
    this.#turn += 1;
    this.#releaseResampler();
  }

  #resamplerFrom(rateHz: number): Promise<SRC> {
    if (this.#resampler?.rateHz !== rateHz) {
      this.#releaseResampler();
      this.#resampler = { rateHz, src: createResampler(rateHz, RATE_HZ) };
    }
    return this.#resampler.src;
  }

  #releaseResampler(): void {
    // One that could not be made has told whoever wanted it.
    this.#resampler?.src.then(
      (src) => src.destroy(),
      () => {},
    );
    this.#resampler = null;
  }
}
