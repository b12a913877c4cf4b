import { expect, it } from "vitest";
import { citationLine, placeIn } from "./citation-place.ts";

it.each([
  ["Travel policy › Lodging", "Lodging", "Travel policy・Lodging"],
  ["Travel policy", "", "Travel policy"],
  ["Travel policy of 2026", "Travel policy of 2026", "Travel policy・Travel policy of 2026"],
  ["", "", "Travel policy"],
  ["p. 3", "page 3", "Travel policy・page 3"],
  ["p. 3 › Travel policy › Lodging", "page 3・Lodging", "Travel policy・page 3・Lodging"],
  ["p. 3–4 › Lodging", "page 3 to 4・Lodging", "Travel policy・page 3 to 4・Lodging"],
  ["p. 3 of 4", "p. 3 of 4", "Travel policy・p. 3 of 4"],
])("says the title once: %j", (locator, place, line) => {
  const pageName = (page: number, last?: number): string =>
    last === undefined ? `page ${page}` : `page ${page} to ${last}`;
  const citation = { title: "Travel policy", locator };
  expect(placeIn(citation, pageName)).toBe(place);
  expect(citationLine(citation, pageName)).toBe(line);
});
