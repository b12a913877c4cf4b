import { STT_SAMPLE_RATE_HZ } from "./port.ts";

const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;
const FORMAT_PCM = 1;

/**
 * A 16-bit mono WAV file (Microsoft RIFF, "Multimedia Programming Interface and Data Specifications 1.0").
 * @param pcm mono, -1 to 1; louder samples are clipped
 */
export function writeWav(pcm: Float32Array, sampleRateHz = STT_SAMPLE_RATE_HZ): Uint8Array<ArrayBuffer> {
  const dataBytes = pcm.length * BYTES_PER_SAMPLE;
  const bytes = new Uint8Array(HEADER_BYTES + dataBytes);
  const view = new DataView(bytes.buffer);
  const tag = (at: number, name: string) => {
    for (let i = 0; i < name.length; i += 1) bytes[at + i] = name.charCodeAt(i);
  };
  tag(0, "RIFF");
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  tag(8, "WAVE");
  tag(12, "fmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, FORMAT_PCM, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRateHz, true);
  view.setUint32(28, sampleRateHz * BYTES_PER_SAMPLE, true);
  view.setUint16(32, BYTES_PER_SAMPLE, true);
  view.setUint16(34, 8 * BYTES_PER_SAMPLE, true);
  tag(36, "data");
  view.setUint32(40, dataBytes, true);
  for (let i = 0; i < pcm.length; i += 1) {
    const sample = Math.round(Math.max(-1, Math.min(1, pcm[i]!)) * 32_767);
    view.setInt16(HEADER_BYTES + i * BYTES_PER_SAMPLE, sample, true);
  }
  return bytes;
}
