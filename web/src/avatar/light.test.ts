import { describe, expect, it } from "vitest";
import { lightAt, type RoomLight, type WindowLight } from "./light.ts";

const numbers = ({ key, ambient, rim, dim }: RoomLight): number[] => [
  ...key.colour,
  key.intensity,
  key.height,
  ...ambient.colour,
  ambient.intensity,
  ...rim.colour,
  rim.intensity,
  dim,
];

describe("light in the room", () => {
  it.each(["none", "person", "character"] as const)("never jumps, also at midnight (%s)", (window: WindowLight) => {
    let before = numbers(lightAt(-1, false, window));
    for (let minute = 0; minute <= 1440; minute++) {
      const now = numbers(lightAt(minute, false, window));
      for (const [i, value] of now.entries()) expect(Math.abs(value - before[i]!)).toBeLessThan(0.02);
      before = now;
    }
  });

  it("is warmest at dusk, highest at noon, and the same a day later", () => {
    const warmth = (minute: number): number => {
      const [red, , blue] = lightAt(minute, false, "none").key.colour;
      return red - blue;
    };
    const minutes = Array.from({ length: 1440 }, (_, minute) => minute);
    expect(minutes.toSorted((a, b) => warmth(b) - warmth(a))[0]).toBe(1065);
    expect(lightAt(780, false, "none").key.height).toBe(1.8);
    expect(lightAt(3000, true, "person")).toEqual(lightAt(120, true, "person"));
  });

  it("stands at four fifths in the dark, with an edge that a light room does not need", () => {
    const [light, dark] = [lightAt(720, false, "none"), lightAt(720, true, "none")];
    expect(dark.key.intensity / light.key.intensity).toBeCloseTo(0.8);
    expect(dark.dim / light.dim).toBeCloseTo(0.8);
    expect(light.rim.intensity).toBe(0);
    expect(dark.rim.intensity).toBeGreaterThan(0.5);
  });

  it("takes a tenth of the window's light", () => {
    const [none, lamp] = [lightAt(720, false, "none").key.colour, lightAt(720, false, "character").key.colour];
    const window = [0xec / 255, 0xae / 255, 0x4a / 255];
    lamp.forEach((value, i) => {
      expect(value).toBeCloseTo(none[i]! + (window[i]! - none[i]!) * 0.1);
    });
  });
});
