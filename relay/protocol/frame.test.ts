import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WireError } from "./errors.ts";
import { decodeFrame, encodeFrame, type Frame } from "./frame.ts";

const frame: Frame = {
  kind: "microphone",
  marker: true,
  discontinuity: false,
  number: 7,
  sequence: 258,
  timestamp: 960,
  packet: Uint8Array.of(0x78, 1, 2),
};

const bytes = [
  1, // version
  1, // kind: microphone
  0,
  1, // flags: marker
  0,
  0,
  0,
  7, // utterance
  0,
  0,
  1,
  2, // sequence, 258
  0,
  0,
  3,
  0xc0, // timestamp, 960 samples = 20 ms
  0x78,
  1,
  2, // one Opus packet
];

const reasonOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof WireError) return `${error.reason} ${error.closeCode}`;
    throw error;
  }
  return "nothing was thrown";
};

describe("frames", () => {
  it("are laid out as the protocol says", () => {
    expect([...encodeFrame(frame)]).toEqual(bytes);
    expect(decodeFrame(Uint8Array.from(bytes), "microphone")).toEqual(frame);
  });

  it("come back as they went, from the middle of a larger buffer too", () => {
    const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
    const any = fc.record({
      kind: fc.constantFrom("microphone" as const, "assistant" as const),
      marker: fc.boolean(),
      discontinuity: fc.boolean(),
      number: uint32,
      sequence: uint32,
      timestamp: uint32,
      packet: fc.uint8Array({ minLength: 1, maxLength: 1275 }),
    });
    fc.assert(
      fc.property(any, (original) => {
        const encoded = encodeFrame(original);
        const larger = new Uint8Array(encoded.length + 10);
        larger.set(encoded, 5);
        expect(decodeFrame(larger.subarray(5, 5 + encoded.length), original.kind)).toEqual(original);
      }),
    );
  });

  it.each<[string, () => unknown, string]>([
    ["too short", () => decodeFrame(Uint8Array.from(bytes.slice(0, 15)), "microphone"), "frame-too-short 1003"],
    ["empty", () => decodeFrame(Uint8Array.from(bytes.slice(0, 16)), "microphone"), "frame-without-packet 1003"],
    [
      "of another version",
      () => decodeFrame(Uint8Array.from([2, ...bytes.slice(1)]), "microphone"),
      "frame-version 1003",
    ],
    ["of the other direction", () => decodeFrame(Uint8Array.from(bytes), "assistant"), "frame-kind 1003"],
    ["too long", () => decodeFrame(new Uint8Array(16 + 1276).fill(1), "microphone"), "packet-too-long 1009"],
    ["made without a packet", () => encodeFrame({ ...frame, packet: new Uint8Array(0) }), "frame-without-packet 1003"],
    ["made too long", () => encodeFrame({ ...frame, packet: new Uint8Array(1276) }), "packet-too-long 1009"],
  ])("that are %s are refused with their reason", (_name, action, reason) => {
    expect(reasonOf(action)).toBe(reason);
  });

  it("of every earlier release are still read", () => {
    const vectors = JSON.parse(readFileSync(new URL("./vectors/frames-v1.json", import.meta.url), "utf8"));
    expect(vectors.length).toBeGreaterThan(0);
    for (const { hex, packet, ...fields } of vectors) {
      const read = decodeFrame(Uint8Array.from(Buffer.from(hex, "hex")), fields.kind);
      expect({ ...read, packet: Buffer.from(read.packet).toString("hex") }).toEqual({ ...fields, packet });
    }
  });
});
