/** VOICEVOX's characters and their styles as voices. */
import * as v from "valibot";
import type { ServerVoice } from "./voices.ts";

/** `GET /speakers`. */
export const SPEAKERS = v.array(
  v.object({
    name: v.string(),
    speaker_uuid: v.string(),
    styles: v.array(
      v.object({ name: v.string(), id: v.pipe(v.number(), v.integer()), type: v.optional(v.string(), "talk") }),
    ),
  }),
);

/** `GET /speaker_info`: the character's terms of use, Markdown. */
export const SPEAKER_INFO = v.object({ policy: v.string() });

export interface StyleVoice extends ServerVoice {
  character: string;
  characterId: string;
}

const MOST_TERMS = 300;

/** Every style that talks, named `character/style`. */
export function stylesOf(speakers: v.InferOutput<typeof SPEAKERS>): StyleVoice[] {
  return speakers.flatMap(({ name: character, speaker_uuid: characterId, styles }) =>
    styles
      .filter(({ type }) => type === "talk")
      .map(({ name, id }) => ({
        name: `${character}/${name}`,
        id: String(id),
        language: "ja",
        licence: `terms of ${character}, see the engine's /speaker_info; credit the engine and ${character}`,
        character,
        characterId,
      })),
  );
}

/** By `character/style`, by the style's id, or by a character alone: its first style. */
export function findStyle(voices: readonly StyleVoice[], want: string | undefined): StyleVoice | undefined {
  if (want === undefined) return undefined;
  return (
    voices.find(({ name, id }) => name === want || id === want) ?? voices.find(({ character }) => character === want)
  );
}

/** Terms as one line of at most 300 characters, without their Markdown. */
export function licenceOf(policy: string): string {
  const line = policy
    .replace(/^[#>\-*\s]+/gm, "")
    .replace(/\s+/g, " ")
    .trim();
  return line.length <= MOST_TERMS ? line : `${line.slice(0, MOST_TERMS - 1)}…`;
}
