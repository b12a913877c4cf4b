import { type ReactNode, useEffect, useState } from "react";
import { useTalk } from "../services.ts";
import { Glyph } from "../window/Glyph.tsx";
import type { GlyphName } from "../window/look.ts";
import { announceAfterMs } from "./announce.ts";
import { useStateWord } from "./use-state-word.ts";

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
    <p className="state-line flex min-h-(--state-line) flex-none items-center gap-[10px] text-state kiosk:gap-[calc(18*var(--k))]">
      <Glyph name={glyph} size={20} />
      <span className="state-word min-w-0 wrap-anywhere">{word}</span>
      {hint !== null && (
        <span className="state-hint min-w-0 flex-[1_1_0] truncate text-end font-normal text-ink-2">{hint}</span>
      )}
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
