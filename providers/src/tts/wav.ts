/** Mono sound. */
export interface Sound {
  /** -1 to 1. */
  pcm: Float32Array;
  sampleRateHz: number;
}

const RIFF_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
const FORMAT_PCM = 1;

/**
 * Reads 16-bit mono PCM from a WAV file (Microsoft RIFF, "Multimedia Programming Interface and Data Specifications 1.0").
 * A data chunk that claims more than there is, as programs write that do not know the length beforehand, ends with the file.
 * @throws Error when it is anything else
 */
export function readWav(bytes: Uint8Array): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < RIFF_HEADER_BYTES || tag(0) !== "RIFF" || tag(8) !== "WAVE") throw new Error("not a WAV file");
  let sampleRateHz = 0;
  for (let at = RIFF_HEADER_BYTES; at + CHUNK_HEADER_BYTES <= bytes.length; ) {
    const body = at + CHUNK_HEADER_BYTES;
    const size = view.getUint32(at + 4, true);
    if (tag(at) === "fmt " && body + 16 <= bytes.length) {
      const plain =
        view.getUint16(body, true) === FORMAT_PCM &&
        view.getUint16(body + 2, true) === 1 &&
        view.getUint16(body + 14, true) === 16;
      if (!plain) throw new Error("not 16-bit mono PCM");
      sampleRateHz = view.getUint32(body + 4, true);
    }
    if (tag(at) === "data") {
      if (sampleRateHz === 0) throw new Error("the WAV file has no format before its data");
      return { pcm: samples(view, body, Math.min(size, bytes.length - body) >> 1), sampleRateHz };
    }
    at = body + size + (size % 2); // chunks are padded to even sizes
  }
  throw new Error("the WAV file has no data");
}

function samples(view: DataView, from: number, count: number): Float32Array {
  const pcm = new Float32Array(count);
  for (let i = 0; i < count; i += 1) pcm[i] = view.getInt16(from + 2 * i, true) / 32_768;
  return pcm;
}
