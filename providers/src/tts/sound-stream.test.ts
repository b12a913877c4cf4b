import { afterEach, expect, it } from "vitest";
import { Endpoint } from "../http/endpoint.ts";
import { listen } from "../testing/servers/listen.ts";
import { OggOpusStream } from "./ogg-opus-stream.ts";
import type { SoundDecoder } from "./pcm-stream.ts";
import { soundOf } from "./sound-stream.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A clause's sound from a server that sends these bytes at once. */
async function collect(bytes: Uint8Array, decoder: SoundDecoder, text: string): Promise<number> {
  const server = await listen((_, response) => {
    response.writeHead(200, { "Content-Type": "audio/ogg" });
    response.end(bytes);
  });
  const endpoint = new Endpoint({ role: "tts", url: server.url, livePath: "/", probeMs: 0 });
  closing.push(server.close, () => endpoint.close());
  const request = { accepts: ["audio/"] };
  let samples = 0;
  const asked = { endpoint, path: "/", request, decoder, text, silenceMs: 5_000 };
  for await (const { pcm } of soundOf(asked, new AbortController().signal)) samples += pcm.length;
  return samples;
}

it("unpacks no further once it is more than the clause can last", async () => {
  const given: number[] = [];
  const tenSecondsEach: SoundDecoder = {
    sampleRateHz: 8_000,
    mostBytes: 100,
    push(bytes) {
      given.push(bytes.length);
      return new Float32Array(80_000);
    },
  };
  const bad = { reason: "bad-answer", message: expect.stringContaining("longer than 16000 ms") };
  await expect(collect(new Uint8Array(30_000), tenSecondsEach, "a")).rejects.toMatchObject(bad);
  expect(given).toEqual([100, 100]);
});

it("gives a decoder everything, in order, whatever it takes at once", async () => {
  const bytes = Uint8Array.from({ length: 1_000 }, (_, i) => i % 251);
  const seen: number[] = [];
  const takesFew: SoundDecoder = {
    sampleRateHz: 8_000,
    mostBytes: 7,
    push(piece) {
      seen.push(...piece);
      return new Float32Array(piece.length);
    },
  };
  expect(await collect(bytes, takesFew, "a")).toBe(1_000);
  expect(seen).toEqual([...bytes]);
});

/** One page of Ogg (RFC 3533, section 6). */
function page(packets: readonly Uint8Array[], sequence: number, flags: number): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(27), Buffer.from(packets.map(({ length }) => length)), ...packets]);
  bytes.write("OggS");
  bytes[5] = flags;
  bytes.writeUInt32LE(1, 14);
  bytes.writeUInt32LE(sequence, 18);
  bytes[26] = packets.length;
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = crc < 0 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1;
  }
  bytes.writeUInt32LE(crc >>> 0, 22);
  return bytes;
}

it("does not let kilobytes of Opus become hours of sound", async () => {
  const head = Buffer.concat([Buffer.from("OpusHead"), Buffer.from([1, 1, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0])]);
  const tags = Buffer.concat([Buffer.from("OpusTags"), Buffer.alloc(8)]);
  // Six empty frames of 20 ms a packet (RFC 6716, section 3.2.5).
  const packets = Array.from({ length: 255 }, () => Uint8Array.of(0xfb, 6));
  const decoder = new OggOpusStream();
  const bytes = Buffer.concat([
    page([head], 0, 2),
    page([tags], 1, 0),
    ...Array.from({ length: 16 }, (_, i) => page(packets, i + 2, 0)),
  ]);
  let unpackedMs = 0;
  const counted: SoundDecoder = {
    sampleRateHz: decoder.sampleRateHz,
    mostBytes: decoder.mostBytes,
    async push(piece) {
      const pcm = await decoder.push(piece);
      unpackedMs += (pcm.length * 1_000) / decoder.sampleRateHz;
      return pcm;
    },
    close: () => decoder.close(),
  };
  await expect(collect(bytes, counted, "a")).rejects.toMatchObject({ reason: "bad-answer" });
  expect(unpackedMs).toBeGreaterThan(16_000);
  expect(unpackedMs).toBeLessThan(100_000);
});
