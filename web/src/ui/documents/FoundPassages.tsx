import type { Citation, FoundPassage } from "@hisho/protocol";
import { type ReactNode, useEffect, useState } from "react";
import { languageOf } from "../../knowledge/language-of.ts";
import { highlight, plainAnswer } from "../history/days.ts";
import { useServices, useSettings, useText } from "../services.ts";
import { placeIn } from "../talk/citation-place.ts";
import { Passage } from "../talk/Passage.tsx";

const ROW_CHARACTERS = 160;
/** Typing goes on while the relay is asked: it is asked when the words rest this long. */
const REST_MS = 250;

type Found = readonly FoundPassage[] | "searching" | "away";

const citationOf = ({ text, ...passage }: FoundPassage): Citation => ({ ...passage, snippet: text });

/** What the documents say about some words; each opens in its document. */
export function FoundPassages({ query }: { query: string }): ReactNode {
  const text = useText();
  const { shelf } = useServices();
  const language = useSettings((settings) => settings.language);
  const [found, setFound] = useState<Found>("searching");
  const [open, setOpen] = useState<number | null>(null);

  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      shelf.search(query, abort.signal).then(
        (passages) => !abort.signal.aborted && setFound(passages ?? "away"),
        (error: unknown) => {
          if (!abort.signal.aborted) throw error;
        },
      );
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      abort.abort(new Error("other words"));
    };
  }, [shelf, query]);

  const passages = typeof found === "string" ? [] : found;
  const says =
    found === "searching"
      ? ""
      : found === "away"
        ? text.documents.searchAway
        : passages.length === 0
          ? text.documents.nothingFound
          : text.history.found(passages.length);
  return (
    <>
      <p className="mt-[14px] mb-1 min-h-[22px] text-small text-ink-2" role="status">
        {says}
      </p>
      <ul>
        {passages.map((passage) => (
          <li key={passage.n} className="border-b-hair border-line">
            <button
              type="button"
              className="flex w-full flex-col gap-1 py-[14px] active:bg-sunk"
              onClick={() => setOpen(passage.n)}
            >
              <span
                className="flex flex-wrap gap-x-3 font-semibold wrap-anywhere"
                lang={languageOf(passage.title, language)}
              >
                {passage.title}
                {placeIn(passage, text.documents.page) !== "" && (
                  <span className="text-small leading-[1.9] font-normal text-ink-2">
                    {placeIn(passage, text.documents.page)}
                  </span>
                )}
              </span>
              <span
                className="wrap-anywhere text-ink-2 [&_mark]:rounded-bar [&_mark]:bg-lamp-fill [&_mark]:px-[2px] [&_mark]:py-px [&_mark]:text-ink"
                lang={languageOf(passage.text, language)}
              >
                {highlight(plainAnswer(passage.text).slice(0, ROW_CHARACTERS), query).map((piece, at) =>
                  // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text keep their order
                  piece.found ? <mark key={at}>{piece.text}</mark> : <span key={at}>{piece.text}</span>,
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {open !== null && (
        <Passage
          turn={null}
          citations={passages.map(citationOf)}
          n={open}
          answer={query}
          lang={language}
          onChange={setOpen}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
