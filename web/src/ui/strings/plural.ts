/** English nouns by number (Unicode CLDR, plural rules). */
const RULES = new Intl.PluralRules("en");
const FIGURES = new Intl.NumberFormat("en");

/** @returns `1 page`, `2,000 pages`: the figure and the noun that goes with it */
export const counted = (count: number, one: string, other: string): string =>
  `${FIGURES.format(count)} ${RULES.select(count) === "one" ? one : other}`;
