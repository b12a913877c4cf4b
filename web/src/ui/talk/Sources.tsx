import type { Citation } from "@hisho/protocol";
import type { ReactNode } from "react";
import { languageOf } from "../../knowledge/language-of.ts";
import { MARK } from "../parts/mark.ts";
import { useSettings, useText } from "../services.ts";
import { placeIn } from "./citation-place.ts";
import { middleCut } from "./middle-cut.ts";
import { ReadKey } from "./ReadKey.tsx";

/** A card on a phone: the one that is spoken of, the edge of the next, or none; wider frames stack them. */
const PLACES = {
  first: "",
  next: "max-medium:order-2 max-medium:-me-(--gutter) max-medium:flex-[0_0_48px] max-medium:rounded-e-none",
  rest: "max-medium:hidden",
} as const;
const CARD =
  "@container relative flex h-[3.5rem] min-w-0 flex-[1_1_0] overflow-hidden rounded-control border-hair bg-raised medium:h-[4rem] wide:h-[4.75rem] wide:flex-none short:h-[3.5rem] short:flex-[1_1_0]";
const ACTIVE =
  "border-lamp-text before:absolute before:inset-y-0 before:start-0 before:w-[3px] before:bg-lamp before:content-['']";
const KEY = "rounded-[inherit] active:bg-sunk focus-visible:-outline-offset-4";
const OPEN = "flex min-w-0 flex-1 items-center gap-[14px] ps-4 pe-2 text-start medium:ps-5";
/** Large letters have the card for the title: what reads it aloud is still named, and shown by its sign. */
const READ =
  "flex min-w-11 flex-none items-center gap-2 ps-2 pe-[14px] text-small font-semibold text-ink-2 hover:text-ink @max-[14rem]:px-3 @max-[14rem]:text-[0px]";

/** What there is no room for: a tablet on end has two beside each other, the others stack three. */
const beyond = (at: number): string => (at >= 3 ? "medium:hidden" : at === 2 ? "medium:max-rail:portrait:hidden" : "");

/** Where an answer comes from. A phone shows one card and the edge of the next, wider frames a stack of three. */
export function Sources(props: {
  /** The key of the turn. */
  turn: string;
  citations: readonly Citation[];
  /** The number of the one being spoken of. */
  active: number | null;
  onOpen: (n: number) => void;
}): ReactNode {
  const text = useText();
  const language = useSettings((settings) => settings.language);
  const { citations, active, onOpen } = props;
  if (citations.length === 0) return null;
  const first = Math.max(
    0,
    citations.findIndex((citation) => citation.n === active),
  );
  return (
    <div className="relative z-50 flex min-w-0 gap-2 self-start [grid-column:words] [grid-row:sources] wide:flex-col">
      {citations.map((citation, at) => {
        const title = middleCut(citation.title);
        const place = at === first ? "first" : at === (first + 1) % citations.length ? "next" : "rest";
        const aside = place === "next" ? "max-medium:hidden" : "";
        return (
          <div
            key={citation.n}
            className={`${CARD} ${PLACES[place]} ${beyond(at)} ${citation.n === active ? ACTIVE : "border-line"}`}
            data-source={citation.n}
          >
            <button
              type="button"
              className={`${KEY} ${OPEN} ${place === "next" ? "max-medium:ps-[10px] max-medium:pe-0" : ""}`}
              onClick={() => onOpen(citation.n)}
            >
              <span className={`${MARK} flex-none text-[0.78rem]`}>{citation.n}</span>
              <span className={`flex min-w-0 flex-1 flex-col ${aside}`} lang={languageOf(citation.title, language)}>
                <span className="flex leading-[1.35] font-semibold whitespace-nowrap">
                  <span className="truncate">{title.start}</span>
                  <span>{title.end}</span>
                </span>
                {placeIn(citation, text.documents.page) !== "" && (
                  <span className="truncate text-meta text-ink-2">{placeIn(citation, text.documents.page)}</span>
                )}
              </span>
              {citations.length > 1 && at === first && (
                <span className="figures text-meta text-ink-2 medium:hidden @max-[14rem]:hidden">
                  {text.sources.count(at + 1, citations.length)}
                </span>
              )}
            </button>
            <ReadKey
              name={`card ${props.turn} ${citation.n}`}
              text={citation.snippet}
              label={text.documents.passage.read}
              fullLabel={text.documents.passage.readOf(citation.title)}
              className={`${KEY} ${READ} ${aside}`}
            />
          </div>
        );
      })}
      {citations.length > 3 && (
        <p className="text-small text-ink-2 max-medium:hidden">{text.sources.more(citations.length - 3)}</p>
      )}
    </div>
  );
}
