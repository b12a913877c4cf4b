/** Files of speech as a client sends them. */
import { Encoder } from "@evan/opus";

/** CRC-32 of RFC 3533: polynomial 04c11db7, not reflected. */
export function oggCrc(page: Uint8Array): number {
  let crc = 0;
  for (const byte of page) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}

/** One page (RFC 3533 section 6) with whole packets of under 255 bytes. */
function oggPage(packets: Uint8Array[], number: number, flags: number, granule: number): Buffer {
  const head = Buffer.alloc(27);
  head.write("OggS");
  head[5] = flags;
  head.writeBigInt64LE(BigInt(granule), 6);
  head.writeUInt32LE(1, 14);
  head.writeUInt32LE(number, 18);
  head[26] = packets.length;
  const page = Buffer.concat([head, Buffer.from(packets.map((packet) => packet.length)), ...packets]);
  page.writeUInt32LE(oggCrc(page), 22);
  return page;
}

/** Ogg Opus (RFC 7845) of a tone, in packets of 20 ms. */
export function oggTone(durationMs: number): Buffer {
  const encoder = new Encoder({ channels: 1, sample_rate: 48_000, application: "voip" });
  const head = Buffer.from("OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0", "latin1");
  const tags = Buffer.from("OpusTags\x04\0\0\0test\0\0\0\0", "latin1");
  const pages = [oggPage([head], 0, 2, 0), oggPage([tags], 1, 0, 0)];
  const packets = Array.from({ length: durationMs / 20 }, (_, at) =>
    encoder
      .encode(
        Int16Array.from({ length: 960 }, (_, i) => 9000 * Math.sin((2 * Math.PI * 220 * (at * 960 + i)) / 48_000)),
      )
      .slice(),
  );
  for (let at = 0; at < packets.length; at += 50) {
    const isLast = at + 50 >= packets.length;
    const some = packets.slice(at, at + 50);
    pages.push(oggPage(some, pages.length, isLast ? 4 : 0, (at + some.length) * 960));
  }
  return Buffer.concat(pages);
}
