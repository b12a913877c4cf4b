import { describe, expect, it } from "vitest";
import { meaningOf, type PressedKey } from "./keys.ts";

const key = (name: string, change: Partial<PressedKey> = {}): PressedKey => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...change,
});

describe("meaningOf", () => {
  it("knows the keys of the talk screen, shifted or not", () => {
    expect([" ", "Escape", "t", "R", "n", "M"].map((name) => meaningOf(key(name), "page"))).toEqual([
      "talk",
      "escape",
      "type",
      "again",
      "ignore",
      "mute",
    ]);
    expect(meaningOf(key("q"), "page")).toBeNull();
  });

  it("fires nothing inside a field but Escape", () => {
    for (const name of [" ", "t", "r", "n", "m"]) expect(meaningOf(key(name), "field")).toBeNull();
    expect(meaningOf(key("Escape"), "field")).toBe("escape");
  });

  it("leaves Space to a focused control, and chords and compositions alone", () => {
    expect(meaningOf(key(" "), "control")).toBeNull();
    expect(meaningOf(key("t"), "control")).toBe("type");
    expect(meaningOf(key("r", { metaKey: true }), "page")).toBeNull();
    expect(meaningOf(key("n", { isComposing: true }), "page")).toBeNull();
  });
});
