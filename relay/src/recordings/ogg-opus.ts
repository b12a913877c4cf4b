/** Opus packets as an Ogg file (RFC 3533, RFC 7845). */
import { packetSamples } from "./opus-packet.ts";

/** What libopus delays its input by; players drop so many samples (RFC 7845, section 4.2). */
const PRE_SKIP_SAMPLES = 312;
/** A page holds at most a second (RFC 7845, section 4). */
const PAGE_SAMPLES = 48_000;
const MOST_SEGMENTS = 255;
const HEADER_BYTES = 27;
const FIRST_PAGE = 2;
const LAST_PAGE = 4;
const VENDOR = Buffer.from("Hisho");

/** CRC-32 of RFC 3533, section 6: polynomial 04c11db7, most significant bit first. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

function crcOf(page: Uint8Array): number {
  let crc = 0;
  for (const byte of page) crc = (crc << 8) ^ CRC_TABLE[(crc >>> 24) ^ byte]!;
  return crc >>> 0;
}

const segmentsOf = (packet: Uint8Array): number => Math.floor(packet.length / MOST_SEGMENTS) + 1;

/** Whole packets, of 255 segments at most. */
function page(packets: readonly Uint8Array[], serial: number, number: number, flags: number, granule: number): Buffer {
  const lacing = packets.flatMap((packet) => [
    ...Array.from({ length: segmentsOf(packet) - 1 }, () => MOST_SEGMENTS),
    packet.length % MOST_SEGMENTS,
  ]);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write("OggS");
  header[5] = flags;
  header.writeBigInt64LE(BigInt(granule), 6);
  header.writeUInt32LE(serial, 14);
  header.writeUInt32LE(number, 18);
  header[26] = lacing.length;
  const whole = Buffer.concat([header, Buffer.from(lacing), ...packets]);
  whole.writeUInt32LE(crcOf(whole), 22);
  return whole;
}

/** RFC 7845, section 5.1: mono, mapping family 0. */
function opusHead(): Buffer {
  const head = Buffer.alloc(19);
  head.write("OpusHead");
  head[8] = 1;
  head[9] = 1;
  head.writeUInt16LE(PRE_SKIP_SAMPLES, 10);
  head.writeUInt32LE(48_000, 12);
  return head;
}

/** RFC 7845, section 5.2: no comments. */
function opusTags(): Buffer {
  const counts = Buffer.alloc(8);
  counts.writeUInt32LE(VENDOR.length, 0);
  return Buffer.concat([Buffer.from("OpusTags"), counts.subarray(0, 4), VENDOR, counts.subarray(4)]);
}

/**
 * Page by page, none longer than a second.
 * @param packets each of one stream, at most 64 KiB, of at least one
 * @param serial the stream's number, 0 to 2^32 - 1
 */
export function* oggOpus(packets: readonly Uint8Array[], serial: number): Generator<Buffer, void, undefined> {
  yield page([opusHead()], serial, 0, FIRST_PAGE, 0);
  yield page([opusTags()], serial, 1, 0, 0);
  let number = 2;
  let granule = 0;
  let waiting: Uint8Array[] = [];
  let segments = 0;
  let samples = 0;
  for (const packet of packets) {
    const fits = segments + segmentsOf(packet) <= MOST_SEGMENTS && samples + packetSamples(packet) <= PAGE_SAMPLES;
    if (!fits && waiting.length > 0) {
      granule += samples;
      yield page(waiting, serial, number++, 0, granule);
      waiting = [];
      segments = 0;
      samples = 0;
    }
    waiting.push(packet);
    segments += segmentsOf(packet);
    samples += packetSamples(packet);
  }
  yield page(waiting, serial, number, LAST_PAGE, granule + samples);
}
