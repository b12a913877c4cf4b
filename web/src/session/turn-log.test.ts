import { expect, it } from "vitest";
import { turnView } from "../ui/testing/fixtures.ts";
import { caughtUp } from "./turn-log.ts";

const at = (minute: number): string => `2026-11-20T09:0${minute}:00.000Z`;
const first = turnView({ key: "a", turn: 1, at: at(1), end: "completed" });
const cut = turnView({ key: "b", turn: 2, at: at(2), assistantText: "Ten minu", end: "interrupted" });
const here = turnView({ key: "c", turn: 3, at: at(3), end: null });

it("shows a turn that another device held, at its time, before what goes on here", () => {
  expect(caughtUp([first, here], [first, cut])).toEqual([first, cut, here]);
  expect(caughtUp([], [first, cut])).toEqual([first, cut]);
});

it("shows how a turn ended that was going on when the talk left this device", () => {
  const given = { ...cut, assistantText: "", end: "failed" } as const;
  expect(caughtUp([first, given, here], [first, cut])).toEqual([first, cut, here]);
});

it("leaves what is shown alone where the record says nothing new, or has not got the end of it yet", () => {
  const shown = [first, here];
  const behind = { ...here, assistantText: "" };
  const heard = { ...first, heardLength: 0 };
  const open = turnView({ key: "d", turn: 4, at: at(4), end: null });
  expect(caughtUp(shown, [heard, behind, open])).toBe(shown);
});
