import { isWav, readWavHeader, type WavFormat } from "./wav-header.ts";

/** Mono sound that comes in pieces cut anywhere. */
export interface SoundDecoder {
  /** Hz; undefined until the stream has said it. */
  readonly sampleRateHz: number | undefined;
  /** The most bytes to be given at once, where a few of them may be much sound. */
  readonly mostBytes?: number;
  /**
   * @returns the samples that became whole, -1 to 1; none when more bytes are needed
   * @throws Error when it is not such sound
   */
  push(bytes: Uint8Array): Float32Array | Promise<Float32Array>;
  /** What is still inside after the last byte. @throws as `push` */
  end?(): Float32Array | Promise<Float32Array>;
  /** Lets go of what it holds; called once, whatever came before. */
  close?(): void;
}

const MOST_TRAILER_BYTES = 65_536;
const NOTHING = new Float32Array(0);
const NONE = new Uint8Array(0);
const BYTES_OF = { int16: 2, float32: 4 };
/** How containers of packed sound begin; read as samples they would be loud noise. */
const PACKED: readonly (readonly [string, string])[] = [
  ["OggS", "Ogg"],
  ["ID3", "MP3"],
  ["fLaC", "FLAC"],
];

/** A WAV stream, or samples alone where the server's interface says so. Several channels become one. */
export class PcmStream implements SoundDecoder {
  #start: Uint8Array = NONE;
  #format: WavFormat | undefined;
  #rest: Uint8Array = NONE;
  /** Of the data; below 0 as many have come after it. */
  #leftBytes = Number.POSITIVE_INFINITY;
  readonly #bareRateHz: number | undefined;

  /** @param bareRateHz the rate of 16-bit little-endian mono samples that come without a header; when absent a header must come */
  constructor(bareRateHz?: number) {
    this.#bareRateHz = bareRateHz;
  }

  get sampleRateHz(): number | undefined {
    return this.#format?.sampleRateHz;
  }

  push(bytes: Uint8Array): Float32Array {
    if (this.#format !== undefined) return this.#samples(bytes, this.#format);
    this.#start = joined(this.#start, bytes);
    const packed = PACKED.find(([mark]) => startsWith(this.#start, mark));
    if (packed !== undefined) throw new Error(`the sound is packed as ${packed[1]}, expected samples`);
    if (this.#bareRateHz !== undefined && isWav(this.#start) === false) {
      return this.#begin({ sample: "int16", channels: 1, sampleRateHz: this.#bareRateHz }, 0);
    }
    const header = readWavHeader(this.#start);
    if (header === undefined) return NOTHING;
    this.#leftBytes = header.dataBytes;
    return this.#begin(header, header.dataAt);
  }

  #begin(format: WavFormat, at: number): Float32Array {
    this.#format = format;
    const bytes = this.#start.subarray(at);
    this.#start = NONE;
    return this.#samples(bytes, format);
  }

  #samples(bytes: Uint8Array, { sample, channels }: WavFormat): Float32Array {
    // What comes after the data is about the file, not of it.
    const all = joined(this.#rest, bytes.subarray(0, Math.max(0, this.#leftBytes)));
    this.#leftBytes -= bytes.length;
    if (this.#leftBytes < -MOST_TRAILER_BYTES) throw new Error("the WAV stream goes on after its data");
    const frameBytes = BYTES_OF[sample] * channels;
    const frames = Math.floor(all.length / frameBytes);
    this.#rest = all.slice(frames * frameBytes);
    const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
    const read =
      sample === "int16"
        ? (at: number) => view.getInt16(at, true) / 32_768
        : (at: number) => finite(view.getFloat32(at, true));
    const pcm = new Float32Array(frames);
    for (let frame = 0; frame < frames; frame += 1) {
      let sum = 0;
      for (let channel = 0; channel < channels; channel += 1) {
        sum += read(frame * frameBytes + channel * BYTES_OF[sample]);
      }
      pcm[frame] = sum / channels;
    }
    return pcm;
  }
}

/** Not-a-number would spoil every filter after it. */
const finite = (sample: number): number => (Number.isFinite(sample) ? Math.max(-1, Math.min(1, sample)) : 0);

function startsWith(bytes: Uint8Array, mark: string): boolean {
  return bytes.length >= mark.length && [...mark].every((letter, i) => bytes[i] === letter.charCodeAt(0));
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  if (head.length === 0) return tail;
  const all = new Uint8Array(head.length + tail.length);
  all.set(head);
  all.set(tail, head.length);
  return all;
}
