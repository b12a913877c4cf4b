import { describe, expect, it } from "vitest";
import { follow, levelOf, stepped } from "./level.ts";

describe("levelOf", () => {
  it("runs from 0 in a quiet room to 1 close to the microphone", () => {
    expect(levelOf(-100)).toBe(0);
    expect(levelOf(-36)).toBeCloseTo(0.5);
    expect(levelOf(0)).toBe(1);
  });
});

describe("follow", () => {
  it("has risen to 95 % after 60 ms and fallen to 5 % after 180 ms, whatever the frame rate", () => {
    let rising = 0;
    for (let at = 0; at < 60; at += 10) rising = follow(rising, 1, 10);
    expect(rising).toBeCloseTo(0.95, 2);
    expect(follow(0, 1, 60)).toBeCloseTo(rising, 6);
    expect(follow(1, 0, 180)).toBeCloseTo(0.05, 2);
  });
});

describe("stepped", () => {
  it("has four steps and silence", () => {
    expect([0, 0.1, 0.3, 0.6, 0.9, 1].map(stepped)).toEqual([0, 0.25, 0.5, 0.75, 1, 1]);
  });
});
