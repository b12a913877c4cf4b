import { useEffect, useState } from "react";
import { useServices } from "../services.ts";

/** So much more is shown at a time, UTF-16 code units. */
const PORTION = 6_000;

export interface ShownText {
  /** In the portions it came in, each whole paragraphs as far as it has any. */
  portions: readonly string[];
  state: "loading" | "shown" | "gone" | "away";
  /** Null when all of it is shown. */
  more: (() => void) | null;
}

/** Up to where a portion is shown: after its last paragraph, so that none is cut in two. */
function wholeParagraphs(text: string): number {
  const last = [...text.matchAll(/\n[ \t]*\n|\f/g)].at(-1);
  return last === undefined || last.index === 0 ? text.length : last.index + last[0].length;
}

/** A document's text from its beginning, a portion at a time. The component is a new one for another document. */
export function useDocumentText(docId: string): ShownText {
  const { passages } = useServices();
  const [portions, setPortions] = useState<readonly string[]>([]);
  const [state, setState] = useState<ShownText["state"]>("loading");
  const [end, setEnd] = useState<{ at: number; of: number } | null>(null);
  const [asked, setAsked] = useState(0);

  useEffect(() => {
    const abort = new AbortController();
    passages.read(docId, asked, asked + PORTION, abort.signal).then(
      (found) => {
        if (abort.signal.aborted) return;
        if (found === null || found === "gone") {
          setState(found ?? "away");
          return;
        }
        const length = found.end >= found.length ? found.text.length : wholeParagraphs(found.text);
        setPortions((before) => [...before, found.text.slice(0, length)]);
        setEnd({ at: found.start + length, of: found.length });
        setState("shown");
      },
      (error: unknown) => {
        if (!abort.signal.aborted) throw error;
      },
    );
    return () => abort.abort(new Error("left"));
  }, [passages, docId, asked]);

  const more = end !== null && end.at < end.of ? () => setAsked(end.at) : null;
  return { portions, state, more };
}
