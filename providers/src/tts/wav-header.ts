/**
 * The start of a WAV stream (Microsoft, "Multimedia Programming Interface and Data Specifications 1.0", RIFF WAVE;
 * extensible formats: mmreg.h, WAVEFORMATEXTENSIBLE):
 *
 *     "RIFF" size "WAVE"  { tag size body, padded to even }*  "data" size samples
 */

export interface WavFormat {
  sample: "int16" | "float32";
  channels: number;
  sampleRateHz: number;
}

export interface WavHeader extends WavFormat {
  /** Where the samples begin. */
  dataAt: number;
  /** How many bytes of samples there are; Infinity when the writer did not know (0, or as good as the most there is). */
  dataBytes: number;
}

const RIFF_BYTES = 12;
const CHUNK_BYTES = 8;
const FORMAT_BYTES = 16;
const SUBFORMAT_AT = 24;
const [PCM, FLOAT, EXTENSIBLE] = [1, 3, 0xfffe];
/** Writers that stream put 0, 0x7fffffff or 0xffffffff there, less what they have counted off. */
const UNKNOWN_FROM = 0x7fff_0000;
const MOST_HEADER_BYTES = 65_536;
const MOST_CHANNELS = 8;
const [LEAST_RATE_HZ, MOST_RATE_HZ] = [4_000, 192_000];

/** Whether it begins like a WAV file; undefined while it is too short to tell. */
export function isWav(start: Uint8Array): boolean | undefined {
  if (start.length >= RIFF_BYTES) return tagAt(start, 0) === "RIFF" && tagAt(start, 8) === "WAVE";
  return "RIFF".startsWith(String.fromCharCode(...start.subarray(0, 4))) ? undefined : false;
}

/**
 * @param start what has come so far of a WAV stream
 * @returns undefined when more is needed
 * @throws Error when it is no WAV stream, or of samples other than 16-bit integers and 32-bit floats
 */
export function readWavHeader(start: Uint8Array): WavHeader | undefined {
  const wav = isWav(start);
  if (wav === undefined) return undefined;
  if (!wav) throw new Error("the sound is not a WAV stream");
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  let format: WavFormat | undefined;
  for (let at = RIFF_BYTES; at + CHUNK_BYTES <= start.length; ) {
    const size = view.getUint32(at + 4, true);
    const body = at + CHUNK_BYTES;
    const tag = tagAt(start, at);
    if (tag === "data") {
      if (format === undefined) throw new Error("the WAV stream has no format before its data");
      return {
        ...format,
        dataAt: body,
        dataBytes: size === 0 || size >= UNKNOWN_FROM ? Number.POSITIVE_INFINITY : size,
      };
    }
    if (body + size > MOST_HEADER_BYTES) throw new Error("the WAV stream has no data near its start");
    if (tag === "fmt ") {
      if (body + size > start.length) return undefined;
      format = readFormat(view, body, size);
    }
    at = body + size + (size % 2);
  }
  return undefined;
}

function readFormat(view: DataView, at: number, size: number): WavFormat {
  if (size < FORMAT_BYTES) throw new Error("the WAV stream's format is too short");
  const plain = view.getUint16(at, true);
  const tag = plain === EXTENSIBLE && size >= SUBFORMAT_AT + 2 ? view.getUint16(at + SUBFORMAT_AT, true) : plain;
  const channels = view.getUint16(at + 2, true);
  const sampleRateHz = view.getUint32(at + 4, true);
  const bits = view.getUint16(at + 14, true);
  if (channels < 1 || channels > MOST_CHANNELS) throw new Error(`the WAV stream has ${channels} channels`);
  if (sampleRateHz < LEAST_RATE_HZ || sampleRateHz > MOST_RATE_HZ) {
    throw new Error(`the WAV stream claims ${sampleRateHz} samples a second`);
  }
  if (tag === PCM && bits === 16) return { sample: "int16", channels, sampleRateHz };
  if (tag === FLOAT && bits === 32) return { sample: "float32", channels, sampleRateHz };
  throw new Error(`the WAV stream holds format ${tag} of ${bits} bits, expected 16-bit integers or 32-bit floats`);
}

const tagAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
