import type { Citation } from "@hisho/protocol";
import { ChevronLeft, ChevronRight, FileText, X } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import { languageOf } from "../../knowledge/language-of.ts";
import { dayOf } from "../documents/sizes.ts";
import { localDate } from "../history/days.ts";
import { Button, buttonLook, IconButton } from "../parts/Button.tsx";
import { MARK } from "../parts/mark.ts";
import { Sheet } from "../parts/Sheet.tsx";
import { go } from "../route.ts";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import { placeIn } from "./citation-place.ts";
import { PassageText } from "./PassageText.tsx";
import { ReadKey } from "./ReadKey.tsx";
import { usePassage } from "./use-passage.ts";

/** The passage behind an answer, marked in its document. The face stays whole above it. */
export function Passage(props: {
  /** The key of the turn that cites it; null where none does. */
  turn: string | null;
  citations: readonly Citation[];
  n: number;
  /** The answer that cites it: what it rests on is marked. */
  answer: string;
  /** Of the answer. */
  lang: string;
  onChange: (n: number) => void;
  onClose: () => void;
}): ReactNode {
  const text = useText();
  const { shelf, reader } = useServices();
  const language = useSettings((settings) => settings.language);
  const connected = useTalk((state) => state.connection.state === "open");
  const isSilent = useStore(reader.store, ({ silent }) => silent);
  const { citations } = props;
  const at = citations.findIndex((citation) => citation.n === props.n);
  const citation = citations[at];
  const passage = usePassage(props.turn, citation);
  const [isShelfSeen, setIsShelfSeen] = useState(false);
  useEffect(() => void shelf.look().then(() => setIsShelfSeen(true)), [shelf]);
  const isOffShelf = useStore(
    shelf.store,
    ({ documents, fresh }) =>
      isShelfSeen && fresh && documents?.some(({ doc_id }) => doc_id === citation?.doc_id) === false,
  );
  if (citation === undefined) return null;
  const isDeleted = passage.state === "deleted" || isOffShelf;
  const step = (by: number): void => {
    const next = citations[at + by];
    if (next !== undefined) props.onChange(next.n);
  };
  const titleLang = languageOf(citation.title, language);
  const cited = passage.parts?.cited ?? citation.snippet;
  const words = text.documents.passage;
  const note = isSilent
    ? words.noVoice
    : isDeleted
      ? words.deleted
      : passage.state === "away"
        ? words.away
        : passage.keptAt !== null && (!connected || localDate(new Date(passage.keptAt)) !== localDate(new Date()))
          ? words.asItWas(dayOf(passage.keptAt, language))
          : "";
  return (
    <Sheet label={citation.title} lang={titleLang} underFace onClose={props.onClose}>
      <header className="flex items-start gap-[14px]">
        <span className={`${MARK} mt-1 flex-none text-[0.8125rem]`} aria-hidden="true">
          {citation.n}
        </span>
        <div className="min-w-0 flex-1 wrap-anywhere" lang={titleLang}>
          <h2 className="text-heading">{isDeleted ? <del>{citation.title}</del> : citation.title}</h2>
          {placeIn(citation, text.documents.page) !== "" && (
            <p className="text-small text-ink-2">{placeIn(citation, text.documents.page)}</p>
          )}
        </div>
        <IconButton className="-me-[10px] -mt-2" label={text.common.close} icon={X} onClick={props.onClose} />
      </header>
      <PassageText
        key={citation.n}
        parts={passage.parts ?? { before: "", cited: citation.snippet, after: "" }}
        answer={props.answer}
        n={citation.n}
        language={languageOf(cited, language)}
      />
      <p className="text-small text-ink-2 empty:hidden" role="status">
        {note}
      </p>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(130px,1fr))] gap-[10px]">
        <ReadKey
          name={`${props.turn ?? ""} ${citation.n}`}
          text={cited}
          label={words.readHere}
          className={`${buttonLook({ kind: "primary" })} px-3!`}
        />
        {!isDeleted && (
          <Button
            icon={FileText}
            className="px-3!"
            onClick={() => {
              props.onClose();
              go({ page: "documents", document: citation.doc_id });
            }}
          >
            {words.openAll}
          </Button>
        )}
      </div>
      {citations.length > 1 && (
        <nav
          className="mt-auto flex items-center justify-between text-small text-ink-2"
          aria-label={text.sources.title}
        >
          <IconButton label={text.sources.previous} icon={ChevronLeft} disabled={at === 0} onClick={() => step(-1)} />
          <span className="figures">
            {text.sources.title} {text.sources.count(at + 1, citations.length)}
          </span>
          <IconButton
            label={text.sources.next}
            icon={ChevronRight}
            disabled={at === citations.length - 1}
            onClick={() => step(1)}
          />
        </nav>
      )}
    </Sheet>
  );
}
