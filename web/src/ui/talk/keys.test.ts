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
    expect(["c", "/", "?", "]", "["].map((name) => meaningOf(key(name), "page"))).toEqual([
      "new",
      "search",
      "help",
      "next-source",
      "previous-source",
    ]);
    expect(["1", "5", "6"].map((name) => meaningOf(key(name), "page"))).toEqual([{ place: 0 }, { place: 4 }, null]);
    expect(["q", "constructor", "__proto__"].map((name) => meaningOf(key(name), "page"))).toEqual([null, null, null]);
  });

  it("leaves alone what the person has turned off", () => {
    const off = ["ignore", "places", "sources"];
    for (const name of ["n", "1", "5", "[", "]"]) expect(meaningOf(key(name), "page", off)).toBeNull();
    expect(meaningOf(key("m"), "page", off)).toBe("mute");
    expect(meaningOf(key("Escape"), "field", ["escape"])).toBeNull();
  });

  it("fires nothing inside a field but Escape", () => {
    for (const name of [" ", "t", "r", "n", "m", "c", "/", "?", "1", "[", "]"])
      expect(meaningOf(key(name), "field")).toBeNull();
    expect(meaningOf(key("Escape"), "field")).toBe("escape");
  });

  it("leaves Space to a focused control, and chords and compositions alone", () => {
    expect(meaningOf(key(" "), "control")).toBeNull();
    expect(meaningOf(key("t"), "control")).toBe("type");
    expect(meaningOf(key("r", { metaKey: true }), "page")).toBeNull();
    expect(meaningOf(key("n", { isComposing: true }), "page")).toBeNull();
  });
});
