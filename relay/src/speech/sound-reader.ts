/** Sound of any kind that the relay takes from outside, as recognisers hear it. It may come in pieces cut anywhere. */
import type { SRC } from "@alexanderolsen/libsamplerate-js/dist/src.js";
import { OggOpusStream } from "@hisho/providers/tts/ogg-opus-stream.ts";
import { PcmStream, type SoundDecoder } from "@hisho/providers/tts/pcm-stream.ts";
import { PCM_RATE_HZ } from "./microphone.ts";
import { createResampler } from "./resample.ts";

const OGG = Buffer.from("OggS");
/** Decoded in one go before others get the thread. */
const MOST_AT_ONCE_BYTES = 64 * 1024;
const NOTHING = new Float32Array(0);

/** What came is no sound of a kind that is taken. */
export class SoundError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "SoundError";
  }
}

/** WAV (16-bit integers or 32-bit floats), Ogg Opus (RFC 7845), or bare samples where the sender says so. */
export class SoundReader {
  readonly #bareRateHz: number | undefined;
  #start: Buffer = Buffer.alloc(0);
  #decoder: SoundDecoder | null = null;
  #resampler: SRC | null = null;
  #closed = false;

  /** @param bareRateHz Hz of 16-bit little-endian mono samples without a header; when absent a container must come */
  constructor(bareRateHz?: number) {
    this.#bareRateHz = bareRateHz;
  }

  /**
   * Pieces one after the other, each of at most a few seconds of work.
   * @returns mono, 16 kHz, -1 to 1, in order
   * @throws SoundError
   */
  async *push(bytes: Uint8Array): AsyncGenerator<Float32Array> {
    let fresh = bytes;
    if (this.#decoder === null) {
      this.#start = Buffer.concat([this.#start, bytes]);
      if (this.#start.length < OGG.length) return;
      fresh = this.#start;
      this.#decoder = this.#start.subarray(0, OGG.length).equals(OGG)
        ? new OggOpusStream()
        : new PcmStream(this.#bareRateHz);
      this.#start = Buffer.alloc(0);
    }
    const decoder = this.#decoder;
    const step = decoder.mostBytes ?? MOST_AT_ONCE_BYTES;
    for (let at = 0; at < fresh.length; at += step) {
      const pcm = await this.#heard(() => decoder.push(fresh.subarray(at, at + step)));
      if (pcm.length > 0) yield pcm;
    }
  }

  /** What is still inside after the last byte. @throws SoundError when nothing of a sound had come */
  async end(): Promise<Float32Array> {
    const decoder = this.#decoder;
    if (decoder === null) throw new SoundError("there is no sound");
    const pcm = await this.#heard(() => decoder.end?.() ?? NOTHING);
    if (decoder.sampleRateHz === undefined) throw new SoundError("the sound ends in its header");
    return pcm;
  }

  /** Lets go of what it holds; more than once does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#decoder?.close?.();
    this.#resampler?.destroy();
  }

  async #heard(decode: () => Float32Array | Promise<Float32Array>): Promise<Float32Array> {
    let pcm: Float32Array;
    try {
      pcm = await decode();
    } catch (cause) {
      throw new SoundError(cause instanceof Error ? cause.message : "the sound cannot be read", cause);
    }
    const rateHz = this.#decoder?.sampleRateHz;
    if (pcm.length === 0 || rateHz === undefined || rateHz === PCM_RATE_HZ) return pcm;
    this.#resampler ??= await createResampler(rateHz, PCM_RATE_HZ);
    return this.#resampler.full(pcm);
  }
}

/**
 * A whole recording.
 * @param mostSamples at 16 kHz; what comes beyond is not decoded
 * @returns mono, 16 kHz, -1 to 1
 * @throws SoundError
 */
export async function wholeSound(bytes: Uint8Array, mostSamples: number): Promise<Float32Array> {
  const reader = new SoundReader();
  const parts: Float32Array[] = [];
  let length = 0;
  const take = (pcm: Float32Array): void => {
    const kept = pcm.subarray(0, mostSamples - length);
    parts.push(kept);
    length += kept.length;
  };
  try {
    for await (const pcm of reader.push(bytes)) {
      take(pcm);
      if (length === mostSamples) break;
    }
    if (length < mostSamples) take(await reader.end());
  } finally {
    reader.close();
  }
  const whole = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
