import * as v from "valibot";
import { mapping, words } from "../config/fields.ts";
import type { Voice } from "./port.ts";

/** A voice of a server: what people call it and what the server does. */
export interface ServerVoice extends Voice {
  id: string;
}

const EXPECTED = "expected a list of voices, each a name or a mapping of name, id, language, licence";

/** `voices` of an entry in providers.yaml. */
export const VOICES = v.optional(
  v.array(
    v.union(
      [
        words,
        v.strictObject(
          { name: words, id: v.optional(words), language: v.optional(words), licence: v.optional(words) },
          mapping("name", "id", "language", "licence"),
        ),
      ],
      EXPECTED,
    ),
    EXPECTED,
  ),
);
export type VoiceSettings = NonNullable<v.InferOutput<typeof VOICES>>;

/** Voices as configured. @param licence of those whose entry does not say one */
export function voicesOf(settings: VoiceSettings, licence: string): ServerVoice[] {
  return settings.map((setting) => {
    const { name, id, language, licence: own } = typeof setting === "string" ? { name: setting } : setting;
    return { name, id: id ?? name, language: language ?? "*", licence: own ?? licence };
  });
}

/** The first of the wanted voices that is there, by name or id. */
export function findVoice<V extends ServerVoice>(
  voices: readonly V[],
  ...wanted: readonly (string | undefined)[]
): V | undefined {
  for (const want of wanted) {
    const found = want === undefined ? undefined : voices.find(({ name, id }) => name === want || id === want);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a listing shows: a server's own ids stay inside. */
export const shown = (voices: readonly ServerVoice[]): Voice[] =>
  voices.map(({ name, language, licence }) => ({ name, language, licence }));
