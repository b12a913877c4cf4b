import { expect, it } from "vitest";
import { citationLine, placeIn } from "./citation-place.ts";

it.each([
  ["Travel policy › Lodging", "Lodging", "Travel policy・Lodging"],
  ["Travel policy", "", "Travel policy"],
  ["Travel policy of 2026", "Travel policy of 2026", "Travel policy・Travel policy of 2026"],
  ["", "", "Travel policy"],
])("says the title once: %j", (locator, place, line) => {
  const citation = { title: "Travel policy", locator };
  expect(placeIn(citation)).toBe(place);
  expect(citationLine(citation)).toBe(line);
});
