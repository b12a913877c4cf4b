import { describe, expect, it } from "vitest";
import { Acknowledgement, type Line, pack, unpack } from "./acknowledgement.ts";

const LINE: Line = { language: "en", voice: null, speakingRate: 1, text: "I have noted it." };
const PACKETS = [Uint8Array.of(1, 2, 3), Uint8Array.of(4)];

function device(kept = new Map<string, ArrayBuffer>()) {
  let made = 0;
  const one = new Acknowledgement({
    fetchSpeech: async () => new ArrayBuffer(++made),
    encode: async () => PACKETS,
    read: async (key) => kept.get(key) ?? null,
    write: async (key, bytes) => void kept.set(key, bytes.buffer),
  });
  return { one, kept, made: () => made };
}

describe("the acknowledgement", () => {
  it("is made once and said without a connection ever after", async () => {
    const first = device();
    await first.one.prepare(LINE, true);
    expect(first.one.packets).toEqual(PACKETS);
    const later = device(first.kept);
    await later.one.prepare(LINE, false);
    expect(later.one.packets).toEqual(PACKETS);
    expect(later.made()).toBe(0);
  });

  it("is silent in a voice that it has not been made in, and made in it when there is a connection", async () => {
    const { one, made } = device();
    await one.prepare(LINE, true);
    const slow = { ...LINE, speakingRate: 0.85 };
    await one.prepare(slow, false);
    expect(one.packets).toBeNull();
    await one.prepare(slow, true);
    expect(one.packets).toEqual(PACKETS);
    expect(made()).toBe(2);
  });

  it("is made again from bytes that are damaged", async () => {
    const { one, kept, made } = device();
    await one.prepare(LINE, true);
    const [key] = kept.keys();
    const again = device(new Map([[key!, Uint8Array.of(0, 9, 1).buffer]]));
    await again.one.prepare(LINE, true);
    expect(again.one.packets).toEqual(PACKETS);
    expect([made(), again.made()]).toEqual([1, 1]);
  });

  it("keeps packets as they are, and takes no rubbish for packets", () => {
    expect(unpack(pack(PACKETS).buffer)).toEqual(PACKETS);
    for (const bytes of [[], [0], [0, 0], [0, 2, 1]]) expect(unpack(Uint8Array.from(bytes).buffer)).toBeNull();
  });
});
