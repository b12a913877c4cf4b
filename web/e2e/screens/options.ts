/** What `npm run screens` is asked for on the command line. */
import { parseArgs } from "node:util";
import { SCREENS, type Screen } from "../../src/ui/testing/screens.ts";

export const SIZES = {
  phone: { width: 390, height: 844 },
  portrait: { width: 820, height: 1180 },
  landscape: { width: 1180, height: 820 },
  wide: { width: 1920, height: 1080 },
  /** A phone on its side. */
  short: { width: 844, height: 390 },
} as const;
export type Size = keyof typeof SIZES;
export const LANGUAGES = ["ja", "en", "ko"] as const;
export type Language = (typeof LANGUAGES)[number];
export const LOOKS = ["light", "dark", "contrast-light", "contrast-dark"] as const;
export type Look = (typeof LOOKS)[number];

export interface Wish {
  screens: readonly Screen[];
  sizes: readonly Size[];
  languages: readonly Language[];
  looks: readonly Look[];
  /** Of the text, percent. */
  text: number;
  /** With the character, which takes seconds a picture without a graphics card. */
  figure: boolean;
  folder: string;
}

export const USAGE = `npm run screens [-- options]
  --screen NAME     screens whose names begin with it, such as talk or settings; all without
  --state NAME      states whose names begin with it, such as offline
  --size NAME       ${Object.keys(SIZES).join(", ")}; the first four without
  --lang NAME       ${LANGUAGES.join(", ")}
  --look NAME       ${LOOKS.join(", ")}; high contrast only where the table asks for it
  --text PERCENT    size of all text, 100 without; 200 is what WCAG asks for
  --figure          with the character (slow without a graphics card)
  --out FOLDER      .cache/screens without
Each option but the last three may be given more than once.`;

/** @returns null for a question @throws when an option is unknown or names nothing there is */
export function wishOf(args: readonly string[]): Wish | null {
  const many = { type: "string", multiple: true } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      screen: many,
      state: many,
      size: many,
      lang: many,
      look: many,
      text: { type: "string", default: "100" },
      figure: { type: "boolean", default: false },
      out: { type: "string", default: ".cache/screens" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  const begins = (name: string, wanted: readonly string[] | undefined): boolean =>
    wanted?.some((beginning) => name.startsWith(beginning)) ?? true;
  const screens = SCREENS.filter(({ screen, state }) => begins(screen, values.screen) && begins(state, values.state));
  if (screens.length === 0) {
    throw new Error(
      `There is no such screen. There are: ${[...new Set(SCREENS.map(({ screen }) => screen))].join(", ")}.`,
    );
  }
  const text = Number(values.text);
  if (!(text >= 50 && text <= 400)) throw new Error(`--text takes percent from 50 to 400, not "${values.text}".`);
  return {
    screens,
    sizes: chosen("--size", values.size, Object.keys(SIZES) as Size[]) ?? ["phone", "portrait", "landscape", "wide"],
    languages: chosen("--lang", values.lang, LANGUAGES) ?? LANGUAGES,
    looks: chosen("--look", values.look, LOOKS) ?? LOOKS,
    text,
    figure: values.figure,
    folder: values.out,
  };
}

function chosen<Name extends string>(
  option: string,
  wanted: readonly string[] | undefined,
  known: readonly Name[],
): readonly Name[] | undefined {
  return wanted?.map((name) => {
    const found = known.find((candidate) => candidate === name);
    if (found === undefined) throw new Error(`${option} takes one of ${known.join(", ")}, not "${name}".`);
    return found;
  });
}
