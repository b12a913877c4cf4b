/** What `npm run screens` is asked for on the command line. */
import { parseArgs } from "node:util";
import { SCREENS, type Screen } from "../../src/ui/testing/screens.ts";

export interface Frame {
  width: number;
  height: number;
  /** Of a foldable held like a book: where its hinge begins, and how wide it is. */
  hinge?: { at: number; width: number };
  /** What a notch and the bar of the system cover of it (CSS Environment Variables). */
  insets?: Readonly<Partial<Record<"top" | "right" | "bottom" | "left", number>>>;
}

/** CSS pixels. */
export const SIZES = {
  phone: { width: 390, height: 844 },
  portrait: { width: 820, height: 1180 },
  landscape: { width: 1180, height: 820 },
  wide: { width: 1920, height: 1080 },
  /** A phone on its side. */
  short: { width: 844, height: 390 },
  /** A phone with a notch, and on its side. */
  notch: { width: 390, height: 844, insets: { top: 47, bottom: 34 } },
  side: { width: 844, height: 390, insets: { left: 47, right: 47, bottom: 21 } },
  /** A reception screen that stands upright. */
  upright: { width: 1080, height: 1920 },
  /** One bendable screen, held like a book. */
  fold: { width: 673, height: 841, hinge: { at: 336, width: 1 } },
  /** Two screens beside each other. */
  book: { width: 1114, height: 705, hinge: { at: 540, width: 34 } },
} as const satisfies Record<string, Frame>;
export type Size = keyof typeof SIZES;
export const LANGUAGES = ["ja", "en", "ko"] as const;
export type Language = (typeof LANGUAGES)[number];
/** `forced`: the colours of the system (CSS Color Adjustment, forced colors mode). */
export const LOOKS = ["light", "dark", "contrast-light", "contrast-dark", "forced"] as const;
export type Look = (typeof LOOKS)[number];

export interface Wish {
  screens: readonly Screen[];
  sizes: readonly Size[];
  languages: readonly Language[];
  looks: readonly Look[];
  /** Of the text, percent. */
  text: number;
  /** The character: a picture taken once, itself (seconds a screen without a graphics card), or not at all. */
  figure: "still" | "live" | "none";
  /** What lies in the folder of an earlier run is kept. */
  resume: boolean;
  folder: string;
}

const FIGURES = ["still", "live", "none"] as const;

export const USAGE = `npm run screens [-- options]
  --screen NAME     screens whose names begin with it, such as talk or settings; all without
  --state NAME      states whose names begin with it, such as offline
  --size NAME       ${Object.keys(SIZES).join(", ")}; the first four without
  --lang NAME       ${LANGUAGES.join(", ")}
  --look NAME       ${LOOKS.join(", ")}; the first two without; high contrast only where the
                    table asks for it
  --text PERCENT    size of all text, 100 without; 200 is what WCAG asks for
  --figure NAME     ${FIGURES.join(", ")}: the character as one picture (without), drawn each time (slow without a
                    graphics card), or left out
  --resume          keeps what an earlier run with the same options has finished
  --out FOLDER      .cache/screens without
The first five options may be given more than once.`;

/**
 * @param looks without `--look`
 * @returns null for a question @throws when an option is unknown or names nothing there is
 */
export function wishOf(args: readonly string[], looks: readonly Look[] = ["light", "dark"]): Wish | null {
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
      figure: { type: "string", default: "still" },
      resume: { type: "boolean", default: false },
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
    looks: chosen("--look", values.look, LOOKS) ?? looks,
    text,
    figure: chosen("--figure", [values.figure], FIGURES)?.[0] ?? "still",
    resume: values.resume,
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
