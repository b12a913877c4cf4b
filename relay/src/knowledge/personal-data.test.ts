import { describe, expect, it } from "vitest";
import { holdsPersonalData } from "./personal-data.ts";

describe("personal data is found in", () => {
  it.each([
    ["a mail address", "write to taro.yamada+hisho@example.co.jp, please"],
    ["a full-width one", "連絡先：ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏｍ"],
    ["one in Korean words", "메일은minsu@example.kr입니다"],
    ["a Japanese mobile number", "携帯は090-1234-5678です"],
    ["one without dashes", "電話09012345678まで"],
    ["a Japanese landline", "代表 03-3581-1111"],
    ["one in full-width digits", "ＴＥＬ：０３－３５８１－１１１１"],
    ["one with an area code in brackets", "(03) 3581-1111"],
    ["an international one", "+81 90 1234 5678"],
    ["a Korean mobile number", "전화 010-1234-5678"],
    ["a Korean landline", "02-2100-2114로 연락하세요"],
    ["a North American number", "call (415) 555-2671 today"],
    ["one with dots", "415.555.2671"],
    ["one with its country", "+1 415 555 2671"],
    ["an Individual Number", "マイナンバー 123456789018"],
    ["one in fours", "1234 5678 9018"],
    ["one in full-width fours", "１２３４－５６７８－９０１８"],
  ])("%s", (_, text) => expect(holdsPersonalData(text)).toBe(true));
});

describe("personal data is not found in", () => {
  it.each([
    ["nothing", ""],
    ["plain words", "The kettle is red. やかんは赤い。주전자는 빨갛다."],
    ["a handle", "ask @hisho in the channel"],
    ["a date and a time", "2026-11-21 09:30:15, 2026/11/21, 11-21-2026"],
    ["prices and decimals", "1,234,567 円, 0.123456789, 12.50 USD"],
    ["an ISBN", "ISBN 978-4-06-519981-7"],
    ["a version and an address", "v1.22.333.4444 at 192.168.100.200"],
    ["twelve digits with another check digit", "123456789012 and 1234 5678 9010"],
    ["twelve digits of a longer number", "91234567890189"],
    ["a postcode", "〒100-0013"],
    ["ten digits alone", "order 4155552671"],
    ["numbers no telephone has", "0000-000-000, 000-0000-0000"],
  ])("%s", (_, text) => expect(holdsPersonalData(text)).toBe(false));

  it("a long text made to be slow, in a moment", () => {
    for (const piece of ["a", "a.", "0", "0-", "+1 ", "1234 ", "(0", "ー1", "a@", "090-1234-567 "]) {
      expect(holdsPersonalData(piece.repeat(300_000))).toBe(false);
    }
  });
});
