import { type ReactNode, useLayoutEffect, useRef } from "react";
import type { PassageParts } from "../../knowledge/passages.ts";
import type { Language } from "../../session/talk.ts";
import { Markdown } from "../markdown/Markdown.tsx";
import { useText } from "../services.ts";

/** Of the box above the first marked words. */
const LEAD_PX = 64;

const BOX =
  "max-h-[40dvh] min-h-35 flex-auto overflow-x-hidden overflow-y-auto overscroll-contain rounded-card border-hair border-line bg-raised p-5 text-passage wrap-anywhere";

/** A passage where it stands: what is before and after in lighter ink, the cited part with its bar and its marks. */
export function PassageText(props: {
  parts: PassageParts;
  answer: string;
  /** The number it is cited by. */
  n: number;
  language: Language;
}): ReactNode {
  const text = useText();
  const { parts, answer, n, language } = props;
  const box = useRef<HTMLQuoteElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the surroundings may come after the passage itself
  useLayoutEffect(() => {
    const marked = box.current?.querySelector("mark") ?? box.current?.querySelector("[data-cited]");
    if (box.current === null || marked == null) return;
    box.current.scrollTop += marked.getBoundingClientRect().top - box.current.getBoundingClientRect().top - LEAD_PX;
  }, [parts]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls is scrolled by keys too
    <blockquote ref={box} className={BOX} lang={language} tabIndex={0}>
      {parts.before !== "" && <Around text={parts.before} language={language} />}
      <div
        data-cited
        className="my-3 -ms-5 border-s-3 border-lamp-text ps-[17px] first:mt-0 last:mb-0 not-has-[mark]:bg-lamp-fill/45"
      >
        {parts.cited === "" ? (
          text.sources.noPassage
        ) : (
          <Markdown text={shown(parts.cited)} lang={language} quotedBy={{ answer, n }} />
        )}
      </div>
      {parts.after !== "" && <Around text={parts.after} language={language} />}
    </blockquote>
  );
}

const Around = ({ text, language }: { text: string; language: Language }): ReactNode => (
  <div className="text-ink-2">
    <Markdown text={shown(text)} lang={language} />
  </div>
);

/** A new page is a new paragraph. */
const shown = (text: string): string => text.replaceAll("\f", "\n\n");
