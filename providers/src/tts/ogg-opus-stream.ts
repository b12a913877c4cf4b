import { type OggOpusDecodedAudio, OggOpusDecoder } from "ogg-opus-decoder";
import type { SoundDecoder } from "./pcm-stream.ts";

/** Opus in Ogg (RFC 7845), streamed. Several channels become one. */
export class OggOpusStream implements SoundDecoder {
  /** Opus always decodes to this rate (RFC 7845, section 5.1). */
  readonly sampleRateHz = 48_000;
  /** A page of 800 bytes can claim half a minute: 255 packets of 120 ms (RFC 6716, section 3.2.5). */
  readonly mostBytes = 1_024;
  readonly #decoder = new OggOpusDecoder();
  #begun = false;

  async push(bytes: Uint8Array): Promise<Float32Array> {
    await this.#decoder.ready;
    if (!this.#begun && bytes.length >= 4 && String.fromCharCode(...bytes.subarray(0, 4)) !== "OggS") {
      throw new Error("the sound is not Opus in Ogg");
    }
    this.#begun = true;
    return mono(await this.#decoder.decode(bytes));
  }

  async end(): Promise<Float32Array> {
    await this.#decoder.ready;
    return mono(await this.#decoder.flush());
  }

  close(): void {
    void this.#decoder.ready.then(() => this.#decoder.free());
  }
}

function mono({ channelData, samplesDecoded, errors }: OggOpusDecodedAudio): Float32Array {
  if (samplesDecoded === 0 && errors.length > 0) throw new Error("the sound's Opus packets cannot be decoded");
  const pcm = new Float32Array(samplesDecoded);
  for (const channel of channelData) {
    for (let i = 0; i < samplesDecoded; i += 1) pcm[i] = (pcm[i] ?? 0) + (channel[i] ?? 0) / channelData.length;
  }
  return pcm;
}
