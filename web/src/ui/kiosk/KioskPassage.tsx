import type { Citation } from "@hisho/protocol";
import { X } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { languageOf } from "../../knowledge/language-of.ts";
import { useSettings, useText } from "../services.ts";

const CLOSES_AFTER_MS = 20_000;

/** What the answer cites, in its own words, for as long as somebody reads it. */
export function KioskPassage({ citation, onClose }: { citation: Citation; onClose: () => void }): ReactNode {
  const text = useText().kiosk;
  const language = useSettings((settings) => settings.language);
  useEffect(() => {
    let timer = setTimeout(onClose, CLOSES_AFTER_MS);
    const again = (): void => {
      clearTimeout(timer);
      timer = setTimeout(onClose, CLOSES_AFTER_MS);
    };
    window.addEventListener("pointerdown", again);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pointerdown", again);
    };
  }, [onClose]);
  return (
    <section className="kiosk-passage" aria-label={citation.title}>
      <header>
        <h2 lang={languageOf(citation.title, language)}>{citation.title}</h2>
        <button type="button" className="kiosk-key" onClick={onClose}>
          <X strokeWidth={1.6} aria-hidden="true" />
          {text.close}
        </button>
      </header>
      <p lang={languageOf(citation.snippet, language)}>{citation.snippet}</p>
    </section>
  );
}
