/** The recorded voices of a turn: the answer of `GET /api/v1/conversations/{session_id}/turns/{turn}/audio`. */
import * as v from "valibot";

/** In the order in which they are heard. */
export const VOICES = ["user", "assistant"] as const;
export type VoiceName = (typeof VOICES)[number];

const kept = v.object({ voices: v.array(v.picklist(VOICES)) });

/** @returns which of the turn's voices are kept; undefined when it is anything else */
export function parseVoices(value: unknown): VoiceName[] | undefined {
  const result = v.safeParse(kept, value);
  return result.success ? result.output.voices : undefined;
}
