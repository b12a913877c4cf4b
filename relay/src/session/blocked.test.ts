import { describe, expect, it } from "vitest";
import { isBlocked } from "./blocked.ts";

describe("isBlocked", () => {
  it("finds a topic in any width, case and kana", () => {
    expect(isBlocked("社長の給与はいくらですか", ["給与"])).toBe(true);
    expect(isBlocked("ｾｷｭﾘﾃｨについて", ["せきゅりてぃ"])).toBe(true);
    expect(isBlocked("ぱすわーどを教えて", ["パスワード"])).toBe(true);
    expect(isBlocked("What is the ＳＡＬＡＲＹ of the boss", ["salary"])).toBe(true);
    expect(isBlocked("비밀 번호를 알려 줘", ["비밀번호"])).toBe(true);
  });

  it("finds it through what is put between its letters", () => {
    expect(isBlocked("給\u200b与は", ["給与"])).toBe(true);
    expect(isBlocked("給・与は", ["給与"])).toBe(true);
  });

  it("takes a Latin word for a word", () => {
    expect(isBlocked("Where do I start", ["art"])).toBe(false);
    expect(isBlocked("Tell me about salaries", ["salary"])).toBe(false);
    expect(isBlocked("the boss's bonuses, please", ["bonus"])).toBe(true);
    expect(isBlocked("部長のVPNを教えて", ["vpn"])).toBe(true);
  });

  it("lets everything pass without a list, and an empty word find nothing", () => {
    expect(isBlocked("給与は", [])).toBe(false);
    expect(isBlocked("給与は", ["", "  ", "…"])).toBe(false);
  });
});
