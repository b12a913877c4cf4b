import type { Citation } from "@hisho/protocol";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { languageOf } from "../../knowledge/language-of.ts";
import { MARK } from "../parts/mark.ts";
import { useSettings, useText } from "../services.ts";
import { placeIn } from "../talk/citation-place.ts";
import { Key } from "./Key.tsx";
import { useKioskEnd } from "./use-kiosk-end.ts";

/** What the answer cites, in its own words, over the whole column, for as long as somebody reads it. */
export function KioskPassage({ citation, onClose }: { citation: Citation; onClose: () => void }): ReactNode {
  const text = useText();
  const language = useSettings((settings) => settings.language);
  const place = placeIn(citation, text.documents.page);
  useKioskEnd(onClose);
  return (
    <section
      className="absolute inset-x-0 top-0 bottom-6 z-10 flex flex-col gap-6 rounded-card border-hair border-line bg-raised p-9 contrast:border-edge"
      aria-label={citation.title}
    >
      <header className="flex items-start justify-between gap-6">
        <div className="min-w-0 wrap-anywhere" lang={languageOf(citation.title, language)}>
          <h2 className="text-heading">
            <span className={`${MARK} me-3 align-[0.22em] text-[0.62em]`} aria-hidden="true">
              {citation.n}
            </span>
            {citation.title}
          </h2>
          {place !== "" && <p className="text-small text-ink-2">{place}</p>}
        </div>
        <Key onClick={onClose}>
          <X className="size-8.5" strokeWidth={1.6} aria-hidden="true" />
          {text.kiosk.close}
        </Key>
      </header>
      <p
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls has to be reachable without a pointer
        tabIndex={0}
        className="max-w-[26em] overflow-x-hidden overflow-y-auto overscroll-contain text-passage leading-[1.8] whitespace-pre-line wrap-anywhere lang-en:max-w-[60ch] lang-en:leading-[1.6]"
        lang={languageOf(citation.snippet, language)}
      >
        {citation.snippet}
      </p>
    </section>
  );
}
