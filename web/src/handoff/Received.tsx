import type { HandedConversation } from "@hisho/protocol";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { languageOf } from "../knowledge/language-of.ts";
import type { Language } from "../session/talk.ts";
import { plainAnswer } from "../ui/history/days.ts";
import { Button } from "../ui/parts/Button.tsx";
import { MARK_IN_TEXT } from "../ui/parts/mark.ts";
import { hashOf } from "../ui/route.ts";
import { CATALOGUES } from "../ui/strings/catalogue.ts";
import { type Redeemed, redeem } from "./redeem.ts";

interface ReceivedProps {
  /** What the address brought; empty where somebody types it. */
  ticket: string;
  language: Language;
  /** @returns its id in this device's history; null where the device keeps nothing */
  keep(conversation: HandedConversation): Promise<string | null>;
}

/** On the phone: the conversation of a reception screen with what it cites, and a key that keeps it. */
export function Received({ ticket, language, keep }: ReceivedProps): ReactNode {
  const text = CATALOGUES[language].kiosk.received;
  const [result, setResult] = useState<Redeemed | "opening" | null>(ticket === "" ? null : "opening");
  const shown = useRef(false);
  const open = async (asked: string): Promise<void> => {
    setResult("opening");
    setResult(await redeem(asked, (input, init) => fetch(input, init)));
  };
  useEffect(() => {
    // Good once: a second look of the page at itself must not spend it.
    if (ticket === "" || shown.current) return;
    shown.current = true;
    void redeem(ticket, (input, init) => fetch(input, init)).then(setResult);
  }, [ticket]);
  return (
    <main
      className="mx-auto flex h-dvh max-w-column flex-col gap-6 overflow-y-auto bg-paper px-gutter py-8"
      lang={language}
    >
      <h1 className="text-title">{text.title}</h1>
      {result === "opening" && <p role="status">{text.opening}</p>}
      {(result === null || (typeof result === "object" && !result.ok)) && (
        <Ask
          text={text}
          why={result === null ? null : text.refusals[result.why]}
          isAway={result !== null && result.why === "away"}
          onOpen={(typed) => void open(typed)}
          ticket={ticket}
        />
      )}
      {typeof result === "object" && result?.ok === true && (
        <Conversation conversation={result.conversation} language={language} keep={keep} />
      )}
    </main>
  );
}

function Ask(props: {
  text: (typeof CATALOGUES)[Language]["kiosk"]["received"];
  why: string | null;
  isAway: boolean;
  ticket: string;
  onOpen: (typed: string) => void;
}): ReactNode {
  const [typed, setTyped] = useState(props.isAway ? props.ticket : "");
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        props.onOpen(typed);
      }}
    >
      {props.why !== null && (
        <p role="alert" className="text-shu-text">
          {props.why}
        </p>
      )}
      <label className="flex flex-col gap-2">
        {props.text.ask}
        <input
          className="min-h-12 rounded-control border-hair border-edge bg-raised px-3 uppercase"
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          maxLength={60}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <Button kind="primary" type="submit">
        {props.text.open}
      </Button>
    </form>
  );
}

function Conversation({
  conversation,
  language,
  keep,
}: Omit<ReceivedProps, "ticket"> & { conversation: HandedConversation }) {
  const text = CATALOGUES[language].kiosk.received;
  const [kept, setKept] = useState<string | null>();
  return (
    <>
      <ol className="flex flex-col gap-6">
        {conversation.turns.map((turn) => {
          const lang = turn.language.slice(0, 2);
          return (
            <li key={`${turn.created_at} ${turn.user_text}`} className="flex flex-col gap-2" lang={lang}>
              <p className="font-semibold">
                <span className="unseen">{text.you}: </span>
                {turn.user_text}
              </p>
              <p className="whitespace-pre-line">{plainAnswer(turn.assistant_text)}</p>
              {turn.passages.length > 0 && (
                <details className="rounded-card border-hair border-line bg-raised p-4">
                  <summary className="min-h-11 cursor-pointer content-center">
                    {text.sources} ({turn.passages.length})
                  </summary>
                  {turn.passages.map((passage) => (
                    <section
                      key={passage.n}
                      className="mt-4 flex flex-col gap-1"
                      lang={languageOf(passage.text, language)}
                    >
                      <h2 className="font-semibold wrap-anywhere">
                        <span className={MARK_IN_TEXT} aria-hidden="true">
                          {passage.n}
                        </span>{" "}
                        {passage.title}
                      </h2>
                      <p className="text-small text-ink-2">{passage.locator}</p>
                      <p className="whitespace-pre-line">{passage.text}</p>
                    </section>
                  ))}
                </details>
              )}
            </li>
          );
        })}
      </ol>
      <footer className="mt-auto flex flex-col gap-3 border-t border-line pt-4">
        {kept === undefined ? (
          <p className="text-small text-ink-2">{text.once}</p>
        ) : (
          <p role="status">{kept === null ? text.notKept : text.kept}</p>
        )}
        {typeof kept === "string" ? (
          <Button
            kind="primary"
            onClick={() => window.location.assign(`./${hashOf({ page: "history", conversation: kept })}`)}
          >
            {text.goOn}
          </Button>
        ) : (
          <Button kind="primary" onClick={() => void keep(conversation).then(setKept)}>
            {text.keep}
          </Button>
        )}
      </footer>
    </>
  );
}
