import { describe, expect, it } from "vitest";
import { parsePaired, parsePairingRefusal, readPairingCode, writePairingCode } from "./pairing.ts";

describe("readPairingCode", () => {
  it.each([
    ["ABCD2345", "ABCD2345"],
    [" abcd-2345 ", "ABCD2345"],
    ["abcd 2345", "ABCD2345"],
    ["oilabcde", "011ABCDE"],
    ["https://192.168.1.5:8443/#pair=ABCD2345", "ABCD2345"],
    ["http://192.168.1.5:8088/?lang=ko#pair=abcd-2345", "ABCD2345"],
  ])("finds the code in %j", (text, code) => {
    expect(readPairingCode(text)).toBe(code);
  });

  it.each([
    "",
    "ABCD234",
    "ABCD23456",
    "ABCDU345",
    "https://192.168.1.5:8443/",
    "#pair=",
    "ＡＢＣＤ２３４５",
    "ABCD_2345",
  ])("finds none in %j", (text) => {
    expect(readPairingCode(text)).toBeUndefined();
  });

  it("reads what it writes", () => {
    expect(writePairingCode("ABCD2345")).toBe("ABCD-2345");
    expect(readPairingCode(writePairingCode("ABCD2345"))).toBe("ABCD2345");
  });
});

describe("the relay's answers", () => {
  it("give a token only when they hold a fit one", () => {
    expect(parsePaired({ token: "0123456789abcdef", device_id: "d" })).toBe("0123456789abcdef");
    for (const wrong of [null, {}, { token: 5 }, { token: "short" }]) expect(parsePaired(wrong)).toBeUndefined();
  });

  it("say why only in words that are known", () => {
    expect(parsePairingRefusal({ status: 410, reason: "used" })).toBe("used");
    expect(parsePairingRefusal({ status: 503, reason: "disk" })).toBeUndefined();
  });
});
