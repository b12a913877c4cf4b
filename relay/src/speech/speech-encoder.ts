/** PCM of one turn to 40 ms Opus packets, one at a time, so that nothing is encoded before it may be sent. */
import type { SRC } from "@alexanderolsen/libsamplerate-js/dist/src.js";
import { Encoder } from "@evan/opus";
import { ASSISTANT_FRAME, OPUS_BITRATE } from "@hisho/protocol";
import { createResampler } from "./resample.ts";

/** The rates Opus takes as they are (RFC 6716, section 2.1.3); its packets are the same 48 kHz stream to any decoder. */
const OPUS_RATES_HZ = [8_000, 12_000, 16_000, 24_000, 48_000] as const;
type OpusRate = (typeof OPUS_RATES_HZ)[number];
const FULL_RATE_HZ = 48_000;
/** Of 0 to 10: what libwebrtc takes on phones. Above it the encoder takes a third longer and speech is not nearer to the original. */
const COMPLEXITY = 5;

const frameSamples = (rateHz: OpusRate): number => (rateHz * ASSISTANT_FRAME) / 1000;

/** One a session; `begin` starts a turn. Mono, about 32 kbit/s; a voice is resampled only where Opus does not take its rate. */
export class SpeechEncoder {
  /** Of the turn: that of its first sound. */
  #rateHz: OpusRate = FULL_RATE_HZ;
  #encoder = encoderAt(FULL_RATE_HZ);
  #frame = new Int16Array(frameSamples(FULL_RATE_HZ));
  #chunks: Float32Array[] = [];
  #offset = 0;
  #waiting = 0;
  #pushed = 0;
  #startMs = 0;
  #fromMs = 0;
  #whole = false;
  /** Counts `begin`. */
  #turn = 0;
  #resampler: { rateHz: number; src: Promise<SRC> } | null = null;

  /**
   * @param startMs where in the turn's sound the first push begins
   * @param fromMs sound before this is not encoded: the listener has it from elsewhere
   */
  begin(startMs = 0, fromMs = startMs): void {
    this.#turn += 1;
    this.#startMs = startMs;
    this.#fromMs = fromMs;
    this.#encoder.reset();
    this.#chunks = [];
    this.#offset = 0;
    this.#waiting = 0;
    this.#pushed = 0;
    this.#whole = false;
  }

  /** How long the turn's sound is so far, ms. */
  get durationMs(): number {
    return this.#startMs + (this.#pushed * 1000) / this.#rateHz;
  }

  /** ms pushed and not yet encoded. */
  get waitingMs(): number {
    return (this.#waiting * 1000) / this.#rateHz;
  }

  /** Everything has been pushed and taken. */
  get drained(): boolean {
    return this.#whole && this.#waiting === 0;
  }

  /** Mono PCM, -1 to 1, at any rate of 4 kHz or more. Nothing is kept of it when another turn begins meanwhile. */
  async push(pcm: Float32Array, rateHz: number): Promise<void> {
    const turn = this.#turn;
    if (this.#pushed === 0) this.#encodeAt(OPUS_RATES_HZ.find((rate) => rate === rateHz) ?? FULL_RATE_HZ);
    const resampler = rateHz === this.#rateHz ? null : await this.#resamplerFrom(rateHz);
    if (turn !== this.#turn) return;
    const resampled = resampler === null ? pcm : resampler.full(pcm);
    if (resampled.length === 0) return;
    const had = Math.round(((this.#fromMs - this.#startMs) * this.#rateHz) / 1000) - this.#pushed;
    this.#pushed += resampled.length;
    const wanted = had <= 0 ? resampled : resampled.subarray(had);
    if (wanted.length === 0) return;
    this.#chunks.push(wanted);
    this.#waiting += wanted.length;
  }

  /** Nothing more will be pushed: the last frame is filled with silence. */
  end(): void {
    this.#whole = true;
  }

  /** The next packet, or undefined when less than a frame is there and more may come. */
  next(): Uint8Array | undefined {
    const { length } = this.#frame;
    if (this.#waiting === 0 || (this.#waiting < length && !this.#whole)) return undefined;
    this.#frame.fill(0);
    let filled = 0;
    while (filled < length && this.#waiting > 0) {
      const chunk = this.#chunks[0]!;
      const count = Math.min(length - filled, chunk.length - this.#offset);
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

  #encodeAt(rateHz: OpusRate): void {
    if (rateHz === this.#rateHz) return;
    this.#rateHz = rateHz;
    this.#encoder = encoderAt(rateHz);
    this.#frame = new Int16Array(frameSamples(rateHz));
    this.#releaseResampler();
  }

  #resamplerFrom(rateHz: number): Promise<SRC> {
    if (this.#resampler?.rateHz !== rateHz) {
      this.#releaseResampler();
      this.#resampler = { rateHz, src: createResampler(rateHz, this.#rateHz) };
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

function encoderAt(rateHz: OpusRate): Encoder {
  const encoder = new Encoder({ channels: 1, sample_rate: rateHz, application: "audio" });
  encoder.bitrate = OPUS_BITRATE;
  encoder.complexity = COMPLEXITY;
  return encoder;
}
