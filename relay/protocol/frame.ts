/**
 * One Opus packet on the wire, big-endian, the same in both directions:
 *
 *     offset size field
 *     0      u8   version, 1
 *     1      u8   kind: 1 microphone, 2 assistant
 *     2      u16  flags: bit 0 marker (first frame of a talkspurt), bit 1 discontinuity (frames before were dropped)
 *     4      u32  utterance number (microphone) or turn number (assistant)
 *     8      u32  sequence, +1 a frame, per direction
 *     12     u32  timestamp, samples at 48 kHz, per direction
 *     16     …    one Opus packet, 1 to 1275 bytes (RFC 6716, section 3.2)
 */
import { WireError } from "./errors.ts";

export const FRAME_VERSION = 1;
export const FRAME_HEADER_BYTES = 16;
/** RFC 6716, section 3.2: the longest packet of one frame. */
export const MAX_OPUS_PACKET_BYTES = 1275;

const KIND = { microphone: 1, assistant: 2 } as const;
const MARKER = 1;
const DISCONTINUITY = 2;

export type FrameKind = keyof typeof KIND;

export interface Frame {
  kind: FrameKind;
  /** First frame of a talkspurt. */
  marker: boolean;
  /** Frames before this one were dropped. */
  discontinuity: boolean;
  /** Utterance number for the microphone, turn number for the assistant. */
  number: number;
  sequence: number;
  /** Samples at 48 kHz. */
  timestamp: number;
  /** One Opus packet. A decoded frame's packet is a view of the bytes it came in. */
  packet: Uint8Array;
}

/** @throws WireError `packet-too-long` or `frame-without-packet` */
export function encodeFrame(frame: Frame): Uint8Array<ArrayBuffer> {
  if (frame.packet.length === 0)
    throw new WireError("frame-without-packet", "a frame needs a packet of 1 to 1275 bytes");
  if (frame.packet.length > MAX_OPUS_PACKET_BYTES) {
    throw new WireError(
      "packet-too-long",
      `a packet has at most ${MAX_OPUS_PACKET_BYTES} bytes, not ${frame.packet.length}`,
    );
  }
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + frame.packet.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, FRAME_VERSION);
  view.setUint8(1, KIND[frame.kind]);
  view.setUint16(2, (frame.marker ? MARKER : 0) | (frame.discontinuity ? DISCONTINUITY : 0));
  view.setUint32(4, frame.number);
  view.setUint32(8, frame.sequence);
  view.setUint32(12, frame.timestamp);
  bytes.set(frame.packet, FRAME_HEADER_BYTES);
  return bytes;
}

/** Reads a frame of the kind that this direction carries. Unknown flag bits are ignored. @throws WireError */
export function decodeFrame(bytes: Uint8Array, expected: FrameKind): Frame {
  if (bytes.length < FRAME_HEADER_BYTES) {
    throw new WireError("frame-too-short", `a frame has at least ${FRAME_HEADER_BYTES + 1} bytes, not ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint8(0);
  if (version !== FRAME_VERSION)
    throw new WireError("frame-version", `frame version ${version}, expected ${FRAME_VERSION}`);
  const kind = view.getUint8(1);
  if (kind !== KIND[expected])
    throw new WireError("frame-kind", `frame kind ${kind}, expected ${KIND[expected]} (${expected})`);
  const length = bytes.length - FRAME_HEADER_BYTES;
  if (length === 0) throw new WireError("frame-without-packet", "a frame needs a packet of 1 to 1275 bytes");
  if (length > MAX_OPUS_PACKET_BYTES) {
    throw new WireError("packet-too-long", `a packet has at most ${MAX_OPUS_PACKET_BYTES} bytes, not ${length}`);
  }
  const flags = view.getUint16(2);
  return {
    kind: expected,
    marker: (flags & MARKER) !== 0,
    discontinuity: (flags & DISCONTINUITY) !== 0,
    number: view.getUint32(4),
    sequence: view.getUint32(8),
    timestamp: view.getUint32(12),
    packet: bytes.subarray(FRAME_HEADER_BYTES),
  };
}
