import { describe, expect, it } from "vitest";
import { greyOf, HEIGHT, Movement, WIDTH } from "./movement.ts";

const PIXELS = WIDTH * HEIGHT;
/** An empty room with somebody's width of it darker from column `at` on. */
const room = (at: number, width: number, brightness = 120): Uint8Array =>
  Uint8Array.from({ length: PIXELS }, (_, i) => (i % WIDTH >= at && i % WIDTH < at + width ? 40 : brightness));

const seen = (pictures: readonly Uint8Array[]): boolean[] => {
  const movement = new Movement();
  return pictures.map((picture) => movement.see(picture));
};

describe("movement", () => {
  it("is somebody who walks by, in the second picture that changed", () => {
    expect(seen([room(0, 0), room(2, 5), room(8, 5), room(14, 5)])).toEqual([false, false, true, true]);
  });

  it("is not a room in which nothing changes, nor a small thing", () => {
    expect(seen(Array.from({ length: 6 }, () => room(4, 5)))).not.toContain(true);
    const moth = (i: number): Uint8Array => room(0, 0).fill(10, i * 7, i * 7 + 3);
    expect(seen(Array.from({ length: 6 }, (_, i) => moth(i)))).not.toContain(true);
  });

  it("is not a lamp, nor the camera that finds its exposure", () => {
    expect(seen([80, 200, 120, 180, 60].map((brightness) => room(0, 0, brightness)))).not.toContain(true);
  });

  it("is not the noise of a cheap camera in the dark", () => {
    let seed = 1;
    const noisy = (): Uint8Array =>
      Uint8Array.from({ length: PIXELS }, () => {
        seed = (seed * 16_807) % 2_147_483_647;
        return 20 + (seed % 17);
      });
    expect(seen(Array.from({ length: 20 }, noisy))).not.toContain(true);
  });
});

describe("greyOf", () => {
  it("weighs the colours as eyes do", () => {
    expect([...greyOf(Uint8ClampedArray.of(255, 255, 255, 255, 0, 255, 0, 255, 0, 0, 255, 255))]).toEqual([
      255, 149, 29,
    ]);
  });
});
