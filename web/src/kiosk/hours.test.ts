import { describe, expect, it } from "vitest";
import { clockText, dayOfYear, isOpen, minuteFrom, skyAt } from "./hours.ts";

const at = (text: string): number => minuteFrom(text)!;

describe("isOpen", () => {
  it("holds the door from opening to closing, past midnight too", () => {
    const office = { opens: at("09:00"), closes: at("18:00") };
    expect([at("08:59"), at("09:00"), at("17:59"), at("18:00")].map((minute) => isOpen(office, minute))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    const bar = { opens: at("18:00"), closes: at("02:00") };
    expect([at("17:59"), at("23:30"), at("01:59"), at("02:00")].map((minute) => isOpen(bar, minute))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it("is always open without hours, or with equal ones", () => {
    expect(isOpen(null, 3)).toBe(true);
    expect(isOpen({ opens: 60, closes: 60 }, 3)).toBe(true);
  });
});

describe("minuteFrom", () => {
  it("reads what clockText writes and nothing else", () => {
    for (const minute of [0, 61, 539, 1439]) expect(minuteFrom(clockText(minute))).toBe(minute);
    for (const text of ["", "9:00", "24:00", "12:60", "noon"]) expect(minuteFrom(text)).toBeUndefined();
  });
});

describe("skyAt", () => {
  it("follows the season", () => {
    const november = dayOfYear(new Date(2026, 10, 20));
    expect(["05:20", "06:30", "12:00", "17:42", "22:00"].map((time) => skyAt(at(time), november))).toEqual([
      "night",
      "dawn",
      "day",
      "dusk",
      "night",
    ]);
    expect(skyAt(at("17:42"), dayOfYear(new Date(2026, 5, 21)))).toBe("day");
  });
});
