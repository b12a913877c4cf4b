/** Who the secretary is to be for one person, in that person's own words; kept on the device, sent in `start` and `settings`. */
import * as v from "valibot";

/** Longest of each field, in UTF-16 code units. */
export const PERSONA_LIMITS = {
  name: 40,
  alias: 40,
  aliases: 8,
  person: 40,
  manner: 200,
  instructions: 2_000,
} as const;

// A word that is called or written on one line holds nothing unseen.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

const atMost = (most: number) => {
  const expected = `expected at most ${most} characters`;
  return v.pipe(v.string(expected), v.maxLength(most, expected));
};
const word = (most: number) =>
  v.pipe(
    atMost(most),
    v.check((text) => !UNSEEN.test(text), "expected one line without control characters"),
    v.trim(),
  );
const prose = (most: number) =>
  v.pipe(
    atMost(most),
    v.check((text) => !CONTROL.test(text), "expected text without control characters"),
    v.trim(),
  );

export const persona = v.object({
  /** What the character is called; empty for the name it comes with. */
  name: v.optional(word(PERSONA_LIMITS.name), ""),
  /** Other ways in which the name is written or called. */
  aliases: v.optional(
    v.pipe(
      v.array(word(PERSONA_LIMITS.alias), "expected a list of names"),
      v.maxLength(PERSONA_LIMITS.aliases, `expected at most ${PERSONA_LIMITS.aliases} names`),
      v.transform((names) => names.filter((name) => name !== "")),
    ),
    [],
  ),
  /** How the person is called, with the honorific they want. */
  person: v.optional(word(PERSONA_LIMITS.person), ""),
  /** How it speaks. */
  manner: v.optional(prose(PERSONA_LIMITS.manner), ""),
  /** What it always keeps to. */
  instructions: v.optional(prose(PERSONA_LIMITS.instructions), ""),
});
export type Persona = v.InferOutput<typeof persona>;

/** Nothing was chosen. */
export const NO_PERSONA: Persona = { name: "", aliases: [], person: "", manner: "", instructions: "" };

/**
 * Reads a persona that a file or a browser's storage holds.
 * @returns the persona, or which field is wrong and what was expected there
 */
export function readPersona(value: unknown): { persona: Persona } | { field: string; expected: string } {
  const result = v.safeParse(persona, value, { abortEarly: true });
  if (result.success) return { persona: result.output };
  const issue = result.issues[0];
  return { field: v.getDotPath(issue) ?? "", expected: issue.message };
}
