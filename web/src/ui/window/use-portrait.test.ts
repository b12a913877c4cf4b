import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { HOUSE_AVATAR, WINDOW_ONLY } from "../../avatar/wardrobe.ts";
import { HOUSE_PORTRAIT, whoseFace } from "./use-portrait.ts";

it("shows who is on the stage: the house's stands in for one that was lost, and nobody is in the window alone", () => {
  expect([HOUSE_AVATAR, "mine", WINDOW_ONLY].map((chosen) => whoseFace(chosen, null))).toEqual([
    "house",
    "own",
    "nobody",
  ]);
  expect([whoseFace("mine", "mine"), whoseFace("mine", "other")]).toEqual(["house", "own"]);
});

it("has the house's picture where the page looks for it", () => {
  expect(existsSync(new URL(`../../../public${HOUSE_PORTRAIT}`, import.meta.url))).toBe(true);
});
