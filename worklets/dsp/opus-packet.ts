import { RTP_CLOCK_HZ } from "@hisho/protocol";

/** The longest sound one packet may hold: 120 ms (RFC 6716, section 3.2.5). */
export const MAX_PACKET_SAMPLES = 5760;
const SILK_MS = [10, 20, 40, 60];
const HYBRID_MS = [10, 20];
const CELT_MS = [2.5, 5, 10, 20];

/** Samples at 48 kHz that an Opus packet says it holds (RFC 6716, section 3.1); undefined when it cannot be one. */
export function packetSamples(packet: Uint8Array): number | undefined {
  const toc = packet[0];
  if (toc === undefined) return undefined;
  const frames = frameCount(packet, toc & 3);
  const samples = (frames * frameMs(toc >> 3) * RTP_CLOCK_HZ) / 1000;
  return samples > 0 && samples <= MAX_PACKET_SAMPLES ? samples : undefined;
}

function frameMs(config: number): number {
  if (config < 12) return SILK_MS[config & 3]!;
  return config < 16 ? HYBRID_MS[config & 1]! : CELT_MS[config & 3]!;
}

function frameCount(packet: Uint8Array, code: number): number {
  if (code === 0) return 1;
  return code === 3 ? (packet[1] ?? 0) & 63 : 2;
}
