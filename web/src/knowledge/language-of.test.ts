import { expect, it } from "vitest";
import { languageOf } from "./language-of.ts";

it.each([
  ["旅費規程", "ja"],
  ["docker compose up で起動します", "ja"],
  ["여비 규정 (travel)", "ko"],
  ["Travel policy, see 旅費 in the table of contents", "en"],
  ["12,000", "ko"],
] as const)("knows the language of %j", (text, language) => {
  expect(languageOf(text, "ko")).toBe(language);
});
