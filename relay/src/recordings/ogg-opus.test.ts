import { randomBytes } from "node:crypto";
import { Encoder } from "@evan/opus";
import { OggOpusDecoder } from "ogg-opus-decoder";
import { describe, expect, it } from "vitest";
import { oggCrc } from "../../tests/ogg-opus.ts";
import { oggOpus } from "./ogg-opus.ts";
import { lostFrame, packetSamples } from "./opus-packet.ts";

/** Packets of a tone of 440 Hz. */
function tone(durationMs: number, frameMs = 20): Uint8Array[] {
  const encoder = new Encoder({ channels: 1, sample_rate: 48_000, application: "audio" });
  const samples = 48 * frameMs;
  return Array.from({ length: durationMs / frameMs }, (_, at) =>
    encoder
      .encode(
        Int16Array.from(
          { length: samples },
          (_, i) => 9000 * Math.sin((2 * Math.PI * 440 * (at * samples + i)) / 48_000),
        ),
      )
      .slice(),
  );
}

/** A page's fields as RFC 3533 lays them out; its checksum is reckoned by another hand. */
function read(page: Buffer) {
  const bare = Buffer.from(page);
  bare.writeUInt32LE(0, 22);
  expect(page.readUInt32LE(22)).toBe(oggCrc(bare));
  expect(page.subarray(0, 5).toString("latin1")).toBe("OggS\0");
  const lacing = [...page.subarray(27, 27 + page[26]!)];
  const body = page.subarray(27 + lacing.length);
  expect(body.length).toBe(lacing.reduce((sum, length) => sum + length, 0));
  return { flags: page[5]!, granule: Number(page.readBigInt64LE(6)), number: page.readUInt32LE(18), lacing, body };
}

async function decode(bytes: Uint8Array): Promise<Float32Array> {
  const decoder = new OggOpusDecoder();
  await decoder.ready;
  const { channelData, errors } = await decoder.decodeFile(bytes);
  decoder.free();
  expect(errors).toEqual([]);
  return channelData[0]!;
}

describe("oggOpus", () => {
  it("writes the two headers alone on their pages, then pages of at most a second, and marks the last", () => {
    const pages = [...oggOpus(tone(2100), 7)].map(read);
    expect(pages[0]).toMatchObject({ flags: 2, granule: 0, lacing: [19] });
    expect(pages[0]!.body.toString("latin1")).toBe("OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0");
    expect(pages[1]).toMatchObject({ flags: 0, granule: 0 });
    expect(pages[1]!.body.toString("latin1")).toBe("OpusTags\x05\0\0\0Hisho\0\0\0\0");
    expect(pages.slice(2).map(({ granule, flags }) => [granule, flags])).toEqual([
      [48_000, 0],
      [96_000, 0],
      [100_800, 4],
    ]);
    expect(pages.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4]);
  });

  it.each([20, 40, 60])("is heard whole by another decoder, in packets of %i ms", async (frameMs) => {
    const pcm = await decode(Buffer.concat([...oggOpus(tone(2400, frameMs), 1)]));
    expect(pcm.length).toBe(2400 * 48 - 312);
    const crossings = pcm.subarray(48_000, 96_000).filter((value, i, all) => i > 0 && value >= 0 && all[i - 1]! < 0);
    expect(Math.abs(crossings.length - 440)).toBeLessThanOrEqual(1);
  });

  it("laces packets whose length is a multiple of 255, and begins a page where 255 segments are full", () => {
    // 20 ms of two CELT frames of 10 ms each: code 1.
    const packet = (bytes: number): Uint8Array => Buffer.concat([Uint8Array.of(0xf1), randomBytes(bytes - 1)]);
    const lengths = [254, 255, 256, 510, 1275];
    const [, , first] = [...oggOpus(lengths.map(packet), 1)].map(read);
    expect(first?.lacing).toEqual([254, 255, 0, 255, 1, 255, 255, 0, 255, 255, 255, 255, 255, 0]);
    const long = Array.from({ length: 100 }, () => packet(1275));
    const pages = [...oggOpus(long, 1)].map(read).slice(2);
    expect(pages.map(({ lacing }) => lacing.length)).toEqual([252, 252, 96]);
    expect(pages.at(-1)?.granule).toBe(100 * 960);
    expect(Buffer.concat(pages.map(({ body }) => body))).toEqual(Buffer.concat(long));
  });

  it("plays on where frames were lost", async () => {
    const [first, ...others] = tone(1000);
    const packets = [first!, lostFrame(first!), lostFrame(first!), ...others];
    expect((await decode(Buffer.concat([...oggOpus(packets, 1)]))).length).toBe(1040 * 48 - 312);
  });
});

describe("packetSamples", () => {
  it.each([
    [[0x00], 480],
    [[0x18], 2880],
    [[0x61], 960],
    [[0x78], 960],
    [[0x80], 120],
    [[0xfa], 1920],
    [[0xfb, 0x03], 2880],
    [[0xfb, 0xc6], 5760],
    [[0xfb], 0],
  ])("reads the TOC of %j", (bytes, samples) => expect(packetSamples(Uint8Array.from(bytes))).toBe(samples));
});
