/** What an Opus packet tells by its first bytes (RFC 6716, section 3.1). Samples are of 48 kHz, to which Opus decodes. */

/** Frame lengths by the TOC's configuration: SILK, hybrid, CELT. */
const FRAME_SAMPLES = [
  ...[480, 960, 1920, 2880, 480, 960, 1920, 2880, 480, 960, 1920, 2880],
  ...[480, 960, 480, 960],
  ...[120, 240, 480, 960, 120, 240, 480, 960, 120, 240, 480, 960, 120, 240, 480, 960],
] as const;
const COUNT_MASK = 0x3f;

const configurationOf = (packet: Uint8Array): number => (packet[0] ?? 0) >> 3;

/** @returns samples of one of its frames */
export const frameSamples = (packet: Uint8Array): number => FRAME_SAMPLES[configurationOf(packet)] as number;

/** @returns samples of the whole packet; 0 when it has no frames */
export function packetSamples(packet: Uint8Array): number {
  if (packet.length === 0) return 0;
  const code = (packet[0] ?? 0) & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & COUNT_MASK;
  return frames * frameSamples(packet);
}

/** One frame like those of `packet` that was lost: a decoder conceals it (RFC 7845, section 4.1). */
export const lostFrame = (packet: Uint8Array): Uint8Array => Uint8Array.of((packet[0] ?? 0) & ~3);
