import { expect, it } from "vitest";
import { CATALOGUES } from "../strings/catalogue.ts";
import { dayWords, greetingAt } from "./AtRest.tsx";

const { ja, en } = CATALOGUES;

it("greets by the hour", () => {
  const at = (hour: number): string => greetingAt(new Date(2026, 10, 20, hour), ja);
  expect([3, 4, 10, 11, 17, 18].map(at)).toEqual(
    ["evening", "morning", "morning", "day", "day", "evening"].map((part) => ja.greeting[part as "day"]),
  );
});

it("tells how much of the day is left, and nothing of a day that is not known", () => {
  const of = (all: number, ahead: number): string => dayWords({ lines: { all, ahead } }, en);
  expect(dayWords({ lines: null }, en)).toBe("");
  expect([of(0, 0), of(3, 3), of(3, 1), of(3, 0)]).toEqual([
    "Nothing is planned for today.",
    "You have 3 things planned today.",
    "You have 1 thing left today.",
    "Everything planned for today is done.",
  ]);
});
