import { parseMemories, type RememberedFact } from "@hisho/protocol";
import { Download } from "lucide-react";
import { type ReactNode, useState } from "react";
import { save } from "../../history/save.ts";
import { Switch } from "../../parts/Switch.tsx";
import { UndoBar } from "../../parts/UndoBar.tsx";
import { useServices, useSettings, useText } from "../../services.ts";
import { dayAndTime } from "../devices/times.ts";
import { BookSkeleton } from "./BookSkeleton.tsx";
import { jsonBody } from "./relay-book.ts";
import { useBook } from "./use-book.ts";
import "./memory.css";

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
      <p className="settings-lead">{words.lead}</p>
      <Switch
        label={words.recall}
        note={words.recallNote}
        on={recall}
        onChange={(on) => actions.settings({ recall: on })}
      />
      <form
        className="book-form"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <label className="settings-heading" htmlFor="memory-new">
          {words.add}
        </label>
        <div className="settings-row">
          <input
            id="memory-new"
            className="field"
            autoComplete="off"
            maxLength={MOST_CHARACTERS}
            placeholder={words.example}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <button type="submit" className="button" data-kind="secondary" disabled={typed.trim() === ""}>
            {words.keep}
          </button>
        </div>
      </form>
      <p className="settings-failed" role="status">
        {away ? words.away : ""}
      </p>
      {entries === null ? (
        !away && <BookSkeleton label={words.loading} />
      ) : entries.length === 0 ? (
        <p className="settings-note">{words.empty}</p>
      ) : (
        <section className="settings-section" aria-labelledby="memory-list">
          <div className="settings-head">
            <h3 className="settings-heading" id="memory-list">
              {words.count(entries.length)}
            </h3>
            <button
              type="button"
              className="button"
              data-kind="quiet"
              onClick={() => save(JSON.stringify({ memories: entries }, null, 2), "memories.json")}
            >
              <Download size={20} strokeWidth={1.75} aria-hidden="true" />
              {words.export}
            </button>
          </div>
          <ul className="book">
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
      <li className="book-row" data-editing="true">
        <form
          className="book-edit"
          onSubmit={(event) => {
            event.preventDefault();
            void reword(draft.trim());
          }}
        >
          <textarea
            className="field"
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
          <div className="book-keys">
            <button type="submit" className="button" data-kind="secondary" disabled={draft.trim() === ""}>
              {words.save}
            </button>
            <button type="button" className="button" data-kind="quiet" onClick={() => setDraft(null)}>
              {common.cancel}
            </button>
          </div>
        </form>
      </li>
    );
  }
  return (
    <li className="book-row">
      <div className="book-words">
        <p className="book-text" lang={fact.language === "und" ? undefined : fact.language}>
          {fact.text}
        </p>
        <p className="book-when">{dayAndTime(fact.updated_at, language)}</p>
      </div>
      <div className="book-keys">
        <button
          type="button"
          className="button"
          data-kind="quiet"
          aria-label={words.editOf(fact.text)}
          onClick={() => setDraft(fact.text)}
        >
          {words.edit}
        </button>
        <button
          type="button"
          className="button"
          data-kind="quiet"
          data-tone="remove"
          aria-label={words.forgetOf(fact.text)}
          onClick={onForget}
        >
          {words.forget}
        </button>
      </div>
    </li>
  );
}
