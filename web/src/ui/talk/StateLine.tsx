import { type ReactNode, useEffect, useState } from "react";
import { useTalk } from "../services.ts";
import { Glyph } from "../window/Glyph.tsx";
import type { GlyphName } from "../window/look.ts";
import { announceAfterMs } from "./announce.ts";
import { useStateWord } from "./use-state-word.ts";
import "./state-line.css";

/** Glyph, word, and a second phrase: always the first thing on the desk. */
export function StateLine(): ReactNode {
  const { glyph, word, hint } = useStateWord();
  return (
    <>
      <StateLineView glyph={glyph} word={word} hint={hint} />
      <Announcement word={word} />
    </>
  );
}

export function StateLineView({
  glyph,
  word,
  hint,
}: {
  glyph: GlyphName;
  word: string;
  hint: string | null;
}): ReactNode {
  return (
    <p className="state-line">
      <Glyph name={glyph} size={20} />
      <span className="state-word">{word}</span>
      {hint !== null && <span className="state-hint">{hint}</span>}
    </p>
  );
}

/** The one polite region: a state that lasts is told, and never while a voice plays. */
function Announcement({ word }: { word: string }): ReactNode {
  const phase = useTalk((state) => state.phase);
  const [told, setTold] = useState("");
  useEffect(() => {
    const afterMs = announceAfterMs(phase);
    if (afterMs === null) {
      setTold("");
      return;
    }
    const timer = setTimeout(() => setTold(word), afterMs);
    return () => clearTimeout(timer);
  }, [phase, word]);
  return (
    <span className="unseen" role="status">
      {told}
    </span>
  );
}
