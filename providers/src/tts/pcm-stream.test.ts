import { describe, expect, it } from "vitest";
import { PcmStream } from "./pcm-stream.ts";

const text = (word: string) => [...word].map((letter) => letter.charCodeAt(0));
const u16 = (n: number) => [n & 255, (n >> 8) & 255];
const u32 = (n: number) => [...u16(n & 0xffff), ...u16(n >>> 16)];
const chunk = (tag: string, size: number, body: number[]) => [...text(tag), ...u32(size), ...body];
const riff = (...chunks: number[][]) =>
  Uint8Array.from([...text("RIFF"), ...u32(0xffff_ffff), ...text("WAVE"), ...chunks.flat()]);

function format({ tag = 1, channels = 1, rateHz = 24_000, bits = 16 } = {}, more: number[] = []): number[] {
  const frame = (channels * bits) / 8;
  const body = [
    ...u16(tag),
    ...u16(channels),
    ...u32(rateHz),
    ...u32(rateHz * frame),
    ...u16(frame),
    ...u16(bits),
    ...more,
  ];
  return chunk("fmt ", body.length, body);
}

// 0.5, -1, 0.25
const samples = [0, 0x40, 0, 0x80, 0, 0x20];

/** Pushed in pieces of so many bytes. */
function read(bytes: Uint8Array, pieceBytes = bytes.length, stream = new PcmStream()) {
  const pcm: number[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) pcm.push(...stream.push(bytes.subarray(at, at + pieceBytes)));
  return { pcm, sampleRateHz: stream.sampleRateHz };
}

describe("a WAV stream", () => {
  it.each([1, 2, 3, 5, 7, 1_000])("is read in pieces of %i bytes", (pieceBytes) => {
    const bytes = riff(format(), chunk("LIST", 3, [1, 2, 3, 0]), chunk("data", 6, samples));
    expect(read(bytes, pieceBytes)).toEqual({ pcm: [0.5, -1, 0.25], sampleRateHz: 24_000 });
  });

  it.each([0, 0xffff_ffff, 0x7fff_ffff, 0xffff_ffff - 36])("goes on to its end when its length reads %i", (size) => {
    expect(read(riff(format(), chunk("data", size, samples))).pcm).toEqual([0.5, -1, 0.25]);
  });

  it("ends with its data: what follows is no sound", () => {
    const bytes = riff(format(), chunk("data", 4, samples.slice(0, 4)), chunk("LIST", 4, [0, 0x40, 0, 0x40]));
    expect(read(bytes, 3).pcm).toEqual([0.5, -1]);
  });

  it("may not go on for ever after its data", () => {
    const bytes = riff(format(), chunk("data", 6, samples));
    const stream = new PcmStream();
    stream.push(bytes);
    stream.push(new Uint8Array(65_536));
    expect(() => stream.push(new Uint8Array(1))).toThrow(/goes on/);
  });

  it("may be of floats, which are brought into range", () => {
    const floats = new Uint8Array(Float32Array.of(0.5, -3, Number.NaN).buffer);
    const bytes = riff(format({ tag: 3, bits: 32 }), chunk("data", 0, [...floats]));
    expect(read(bytes, 5).pcm).toEqual([0.5, -1, 0]);
  });

  it("may be extensible and of two channels, which become one", () => {
    // 22 more bytes, the bits that count, the channels' places, and the sub-format's number before its fixed rest
    const extension = [...u16(22), ...u16(16), ...u32(3), ...u16(1), ...new Array<number>(14).fill(0)];
    const bytes = riff(
      format({ tag: 0xfffe, channels: 2 }, extension),
      chunk("data", 0, [0, 0x40, 0, 0x20, 0, 0, 0, 0x40]),
    );
    expect(read(bytes, 3).pcm).toEqual([0.375, 0.25]);
  });

  it.each([
    ["HTML", Uint8Array.from(text("<!doctype html><title>")), /not a WAV/],
    ["AVI", Uint8Array.from([...text("RIFF"), ...u32(9), ...text("AVI LIST")]), /not a WAV/],
    ["data without a format", riff(chunk("data", 6, samples)), /no format/],
    ["24 bits", riff(format({ bits: 24 }), chunk("data", 6, samples)), /24 bits/],
    ["µ-law", riff(format({ tag: 7, bits: 8 })), /format 7/],
    ["no channels", riff(format({ channels: 0 })), /0 channels/],
    ["no rate", riff(format({ rateHz: 0 })), /0 samples a second/],
    ["a short format", riff(chunk("fmt ", 4, [1, 0, 1, 0])), /too short/],
    ["a header without end", riff(chunk("LIST", 0x7fff_ffff, [])), /no data near/],
    ["Ogg", Uint8Array.from(text("OggS and more")), /Ogg/],
  ])("that is %s is refused", (_name, bytes, why) => {
    expect(() => read(bytes)).toThrow(why);
  });
});

describe("samples alone", () => {
  it.each([1, 3, 4, 6])("are read in pieces of %i bytes", (pieceBytes) => {
    const bare = read(Uint8Array.from(samples), pieceBytes, new PcmStream(22_050));
    expect(bare).toEqual({ pcm: [0.5, -1, 0.25], sampleRateHz: 22_050 });
  });

  it("may come as WAV all the same, and its rate counts", () => {
    const bytes = riff(format({ rateHz: 44_100 }), chunk("data", 0, samples));
    expect(read(bytes, 1, new PcmStream(24_000))).toEqual({ pcm: [0.5, -1, 0.25], sampleRateHz: 44_100 });
  });

  it("may begin like WAV and be none", () => {
    expect(read(Uint8Array.from([...text("RI"), ...text("xy")]), 1, new PcmStream(24_000)).pcm).toHaveLength(2);
  });

  it.each(["ID3\u0004\0\0\0", "fLaC\0\0\0\0", "OggS\0\u0002\0\0"])("that are packed as %j are refused", (start) => {
    expect(() => read(Uint8Array.from(text(start)), 8, new PcmStream(24_000))).toThrow(/packed/);
  });
});
