import { describe, expect, it } from "vitest";
import { decodeText } from "./decode-text.ts";
import { MAX_TEXT_CHARACTERS } from "./refusal.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (input: Uint8Array, declared?: string): string => {
  const decoded = decodeText(input, declared);
  return decoded.ok ? decoded.text : `refused: ${decoded.reason}`;
};
/** "会議は水曜日です。" */
const SHIFT_JIS = bytes(
  0x89,
  0xef,
  0x8b,
  0x63,
  0x82,
  0xcd,
  0x90,
  0x85,
  0x97,
  0x6a,
  0x93,
  0xfa,
  0x82,
  0xc5,
  0x82,
  0xb7,
  0x81,
  0x42,
);
const EUC_JP = bytes(
  0xb2,
  0xf1,
  0xb5,
  0xc4,
  0xa4,
  0xcf,
  0xbf,
  0xe5,
  0xcd,
  0xcb,
  0xc6,
  0xfc,
  0xa4,
  0xc7,
  0xa4,
  0xb9,
  0xa1,
  0xa3,
);
/** "회의는 수요일입니다." */
const EUC_KR = bytes(
  0xc8,
  0xb8,
  0xc0,
  0xc7,
  0xb4,
  0xc2,
  0x20,
  0xbc,
  0xf6,
  0xbf,
  0xe4,
  0xc0,
  0xcf,
  0xc0,
  0xd4,
  0xb4,
  0xcf,
  0xb4,
  0xd9,
  0x2e,
);

describe("text out of bytes", () => {
  it("is read in every encoding it may come in", () => {
    expect(text(utf8("会議は水曜日です。"))).toBe("会議は水曜日です。");
    expect(text(bytes(0xef, 0xbb, 0xbf, 0x61))).toBe("a");
    expect(text(bytes(0xff, 0xfe, 0x1a, 0x4f, 0x70, 0x8b))).toBe("会議".replace("議", "\u8b70"));
    expect(text(bytes(0xfe, 0xff, 0x4f, 0x1a, 0x8b, 0x70))).toBe("会議");
    expect(text(SHIFT_JIS)).toBe("会議は水曜日です。");
    expect(text(EUC_JP)).toBe("会議は水曜日です。");
    expect(text(EUC_KR)).toBe("회의는 수요일입니다.");
  });

  it("believes a declared encoding that fits, and no other", () => {
    expect(text(bytes(0xe9), "iso-8859-1")).toBe("é");
    expect(text(utf8("あ"), "no-such-encoding")).toBe("あ");
    expect(text(utf8("é"), "us-ascii-but-not")).toBe("é");
  });

  it("is refused when it is none, by what it holds", () => {
    expect(text(bytes(0x61, 0x00, 0x62))).toBe("refused: unknown");
    expect(text(bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))).toBe("refused: unknown");
    expect(text(bytes(0xff, 0xff, 0xff))).toBe("refused: unknown");
    expect(text(bytes(0xff, 0xfe, 0x00, 0xd8))).toBe("refused: unknown");
    expect(text(utf8(" \n\t "))).toBe("refused: empty");
    expect(text(bytes())).toBe("refused: empty");
    expect(text(new Uint8Array(MAX_TEXT_CHARACTERS + 1).fill(0x61))).toBe("refused: too-long");
  });
});
