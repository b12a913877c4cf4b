import { useShallow } from "zustand/react/shallow";
import { useSettings, useTalk, useText } from "../services.ts";
import { type GlyphName, glyphOf } from "../window/look.ts";
import { hintOf, stateWordOf } from "./state-word.ts";

/** The state line's glyph, word and second phrase. */
export function useStateWord(): { glyph: GlyphName; word: string; hint: string | null } {
  const text = useText();
  const name = useSettings(({ persona }) => (persona.name === "" ? text.talking.houseName : persona.name));
  return useTalk(
    useShallow((state) => ({
      glyph: glyphOf(state),
      word: stateWordOf(state, text, name),
      hint: hintOf(state, text),
    })),
  );
}
