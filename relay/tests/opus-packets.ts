import { Encoder } from "@evan/opus";

const RATE_HZ = 48_000;
const FRAME_SAMPLES = 960;
const SILENT_FRAMES = 10;

/** Sound as a microphone sends it: 20 ms of Opus each, 200 ms of silence before and after. @param pcm mono, -1 to 1 */
export function opusPackets({ pcm, sampleRateHz }: { pcm: Float32Array; sampleRateHz: number }): Uint8Array[] {
  const step = sampleRateHz / RATE_HZ;
  const silence = SILENT_FRAMES * FRAME_SAMPLES;
  const sound = Float32Array.from({ length: Math.floor(pcm.length / step) + 2 * silence }, (_, i) => {
    const at = (i - silence) * step;
    const before = pcm[Math.floor(at)] ?? 0;
    return before + ((pcm[Math.floor(at) + 1] ?? before) - before) * (at - Math.floor(at));
  });
  const encoder = new Encoder({ channels: 1, sample_rate: RATE_HZ, application: "voip" });
  const packets: Uint8Array[] = [];
  for (let from = 0; from + FRAME_SAMPLES <= sound.length; from += FRAME_SAMPLES) {
    const frame = Int16Array.from(sound.subarray(from, from + FRAME_SAMPLES), (value) => Math.round(value * 32_000));
    packets.push(encoder.encode(frame).slice());
  }
  return packets;
}
