/** A persona as a small file that can be carried to another device. Pure. */
import { type Persona, readPersona } from "@hisho/protocol";

/** A larger file is none of ours. */
export const MOST_PERSONA_BYTES = 64 * 1024;
const VERSION = 1;

/** JSON, with the version of its shape first. */
export const writePersona = (persona: Persona): string =>
  `${JSON.stringify({ hisho_persona: VERSION, ...persona }, null, 2)}\n`;

/** @returns null for what is no persona, or one with a field that is too long or holds control characters */
export function parsePersona(json: string): Persona | null {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== "object" || value === null || !("hisho_persona" in value)) return null;
    if (value.hisho_persona !== VERSION) return null;
    const read = readPersona(value);
    return "persona" in read ? read.persona : null;
  } catch {
    return null;
  }
}

/** What is written in one field, separated by commas of any of the three languages. */
export const namesIn = (text: string): string[] =>
  text
    .split(/[,、，]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
