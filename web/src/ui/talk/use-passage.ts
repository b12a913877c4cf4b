import type { Citation } from "@hisho/protocol";
import { useEffect, useMemo, useState } from "react";
import { type FoundPassage, type PassageParts, partsOf } from "../../knowledge/passages.ts";
import { useServices } from "../services.ts";

export interface ShownPassage {
  state: FoundPassage["state"] | "looking";
  /** Null until it is found. */
  parts: PassageParts | null;
  /** ISO 8601; null until it is found. */
  keptAt: string | null;
}

/** A cited passage in its document, from the device or the relay. @param turn see `PassageBook.open` */
export function usePassage(turn: string | null, citation: Citation | undefined): ShownPassage {
  const { passages } = useServices();
  const [found, setFound] = useState<{ of: Citation; found: FoundPassage } | null>(null);
  useEffect(() => {
    if (citation === undefined) return;
    const abort = new AbortController();
    passages.open(turn, citation, abort.signal).then(
      (now) => !abort.signal.aborted && setFound({ of: citation, found: now }),
      (error: unknown) => {
        if (!abort.signal.aborted) throw error;
      },
    );
    return () => abort.abort(new Error("another passage"));
  }, [passages, turn, citation]);

  return useMemo(() => {
    const now = found !== null && found.of === citation ? found.found : null;
    if (now?.state !== "found") return { state: now?.state ?? "looking", parts: null, keptAt: null };
    return { state: "found", parts: partsOf(now.passage), keptAt: now.passage.keptAt };
  }, [found, citation]);
}
