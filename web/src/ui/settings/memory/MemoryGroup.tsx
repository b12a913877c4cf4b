import { parseMemories, type RememberedFact } from "@hisho/protocol";
import { Download } from "lucide-react";
import { type ReactNode, useState } from "react";
import { save } from "../../history/save.ts";
import { Button } from "../../parts/Button.tsx";
import { FIELD_LOOK } from "../../parts/Field.tsx";
import { Switch } from "../../parts/Switch.tsx";
import { UndoBar } from "../../parts/UndoBar.tsx";
import { useServices, useSettings, useText } from "../../services.ts";
import { FAILED, HEAD, HEADING, LEAD, NOTE, ROW, SECTION } from "../classes.ts";
import { dayAndTime } from "../devices/times.ts";
import { BookSkeleton } from "./BookSkeleton.tsx";
import { jsonBody } from "./relay-book.ts";
import { useBook } from "./use-book.ts";

const MOST_CHARACTERS = 1_000;

/** 記憶: what the person asked to have remembered, to be looked through, corrected and forgotten. */
export function MemoryGroup(): ReactNode {
  const { memory: words } = useText();
  const { entries, away, change } = useBook("/memories", parseMemories);
  const { actions } = useServices();
  const language = useSettings((settings) => settings.language);
  const recall = useSettings((settings) => settings.recall);
  const [typed, setTyped] = useState("");
  const [forgotten, setForgotten] = useState<RememberedFact | null>(null);

  const add = async (): Promise<void> => {
    const response = await change("/memories", jsonBody("POST", { text: typed.trim(), language }));
    if (response?.ok === true) setTyped("");
  };
  const forget = async (fact: RememberedFact): Promise<void> => {
    const response = await change(`/memories/${encodeURIComponent(fact.id)}`, { method: "DELETE" });
    if (response?.ok === true) setForgotten(fact);
  };
  return (
    <>
      <p className={LEAD}>{words.lead}</p>
      <Switch
        label={words.recall}
        note={words.recallNote}
        on={recall}
        onChange={(on) => actions.settings({ recall: on })}
      />
      <form
        className="mt-4"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <label className={HEADING} htmlFor="memory-new">
          {words.add}
        </label>
        <div className={ROW}>
          <input
            id="memory-new"
            className={`${FIELD_LOOK} h-12`}
            autoComplete="off"
            maxLength={MOST_CHARACTERS}
            placeholder={words.example}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Button type="submit" disabled={typed.trim() === ""}>
            {words.keep}
          </Button>
        </div>
      </form>
      <p className={FAILED} role="status">
        {away ? words.away : ""}
      </p>
      {entries === null ? (
        !away && <BookSkeleton label={words.loading} />
      ) : entries.length === 0 ? (
        <p className={NOTE}>{words.empty}</p>
      ) : (
        <section className={SECTION} aria-labelledby="memory-list">
          <div className={HEAD}>
            <h3 className={HEADING} id="memory-list">
              {words.count(entries.length)}
            </h3>
            <Button
              kind="quiet"
              onClick={() => save(JSON.stringify({ memories: entries }, null, 2), "memories.json")}
              icon={Download}
            >
              {words.export}
            </Button>
          </div>
          <ul className="mt-3 flex flex-col gap-3">
            {entries.map((fact) => (
              <MemoryRow
                key={fact.id}
                fact={fact}
                onReword={(text) => change(`/memories/${encodeURIComponent(fact.id)}`, jsonBody("PATCH", { text }))}
                onForget={() => void forget(fact)}
              />
            ))}
          </ul>
        </section>
      )}
      {forgotten !== null && (
        <UndoBar
          key={forgotten.id}
          sentence={words.forgotten}
          onUndo={() => {
            const { text, language: tag } = forgotten;
            setForgotten(null);
            void change("/memories", jsonBody("POST", { text, language: tag }));
          }}
          onEnd={() => setForgotten(null)}
        />
      )}
    </>
  );
}

function MemoryRow(props: {
  fact: RememberedFact;
  onReword: (text: string) => Promise<Response | null>;
  onForget: () => void;
}): ReactNode {
  const { memory: words, common } = useText();
  const language = useSettings((settings) => settings.language);
  const { fact, onReword, onForget } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const reword = async (text: string): Promise<void> => {
    const response = text === fact.text ? null : await onReword(text);
    if (text === fact.text || response?.ok === true) setDraft(null);
  };
  if (draft !== null) {
    return (
      <li data-row="book" className="rounded-card border-hair border-line bg-raised p-3">
        <form
          className="flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            void reword(draft.trim());
          }}
        >
          <textarea
            className={`${FIELD_LOOK} resize-y py-[10px] leading-[1.5]`}
            rows={2}
            maxLength={MOST_CHARACTERS}
            aria-label={words.edit}
            value={draft}
            // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
            autoFocus
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") setDraft(null);
            }}
          />
          <div className="flex flex-wrap justify-end max-[559px]:-ms-3 max-[559px]:justify-start">
            <Button type="submit" disabled={draft.trim() === ""}>
              {words.save}
            </Button>
            <Button kind="quiet" onClick={() => setDraft(null)}>
              {common.cancel}
            </Button>
          </div>
        </form>
      </li>
    );
  }
  return (
    <li
      data-row="book"
      className="grid items-center gap-x-3 gap-y-1 rounded-card border-hair border-line bg-raised py-3 ps-5 pe-3 min-[560px]:grid-cols-[minmax(0,1fr)_auto] min-[560px]:pe-2"
    >
      <div className="min-w-0 wrap-anywhere">
        <p className="font-medium" lang={fact.language === "und" ? undefined : fact.language}>
          {fact.text}
        </p>
        <p className="text-small text-ink-2">{dayAndTime(fact.updated_at, language)}</p>
      </div>
      <div className="flex flex-wrap justify-end max-[559px]:-ms-3 max-[559px]:justify-start">
        <Button kind="quiet" aria-label={words.editOf(fact.text)} onClick={() => setDraft(fact.text)}>
          {words.edit}
        </Button>
        <Button kind="quiet" tone="remove" aria-label={words.forgetOf(fact.text)} onClick={onForget}>
          {words.forget}
        </Button>
      </div>
    </li>
  );
}
