import { type ImportedReadings, parseImportedReadings, parseReadings, type TaughtReading } from "@hisho/protocol";
import { ArrowRight, Download, Upload } from "lucide-react";
import { type ReactNode, useId, useRef, useState } from "react";
import type { Language } from "../../../session/talk.ts";
import { save } from "../../history/save.ts";
import { Segmented } from "../../parts/Segmented.tsx";
import { UndoBar } from "../../parts/UndoBar.tsx";
import { useSettings, useText } from "../../services.ts";
import { CATALOGUES, LANGUAGES } from "../../strings/catalogue.ts";
import { BookSkeleton } from "../memory/BookSkeleton.tsx";
import { askRelay, jsonBody } from "../memory/relay-book.ts";
import { useBook } from "../memory/use-book.ts";
import "../memory/memory.css";

const MOST_CHARACTERS = 100;
const MOST_REFUSED_SHOWN = 8;

type Outcome = { read: ImportedReadings } | "unreadable" | null;

/** 読み方: how words and names are read aloud, to be taught, taken back, and carried elsewhere. */
export function ReadingsGroup(): ReactNode {
  const { readings: words } = useText();
  const { entries, away, token, change } = useBook("/readings", parseReadings);
  const [gone, setGone] = useState<TaughtReading | null>(null);
  const [outcome, setOutcome] = useState<Outcome>(null);
  const picker = useRef<HTMLInputElement>(null);

  const remove = async (reading: TaughtReading): Promise<void> => {
    const response = await change(`/readings/${encodeURIComponent(reading.id)}`, { method: "DELETE" });
    if (response?.ok === true) setGone(reading);
  };
  const take = async (file: File): Promise<void> => {
    const type = /\.csv$/i.test(file.name) || file.type === "text/csv" ? "text/csv" : "application/json";
    const body = await file.text();
    const response = await change("/readings/import", { method: "POST", headers: { "Content-Type": type }, body });
    const read = response?.ok === true ? parseImportedReadings(await response.json().catch(() => null)) : undefined;
    if (response !== null) setOutcome(read === undefined ? "unreadable" : { read });
  };
  const give = async (): Promise<void> => {
    const response = await askRelay("/readings?format=csv", token, {});
    if (response?.ok === true) save(await response.text(), "readings.csv", "text/csv");
  };
  return (
    <>
      <p className="settings-lead">{words.lead}</p>
      <NewReading onTeach={(reading) => change("/readings", jsonBody("POST", reading))} />
      <p className="settings-failed" role="status">
        {away ? words.away : ""}
      </p>
      {entries === null
        ? !away && <BookSkeleton label={words.loading} />
        : entries.length === 0 && <p className="settings-note">{words.empty}</p>}
      {LANGUAGES.map((language) => {
        const own = entries?.filter((entry) => entry.language === language) ?? [];
        return own.length === 0 ? null : (
          <ReadingList key={language} language={language} readings={own} onRemove={(reading) => void remove(reading)} />
        );
      })}
      <div className="reading-keys">
        <button type="button" className="button" data-kind="secondary" onClick={() => picker.current?.click()}>
          <Upload size={20} strokeWidth={1.75} aria-hidden="true" />
          {words.import}
        </button>
        <button
          type="button"
          className="button"
          data-kind="secondary"
          disabled={entries === null || entries.length === 0}
          onClick={() => void give()}
        >
          <Download size={20} strokeWidth={1.75} aria-hidden="true" />
          {words.export}
        </button>
        <input
          ref={picker}
          className="unseen"
          type="file"
          accept=".csv,.json,text/csv,application/json"
          tabIndex={-1}
          aria-label={words.import}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = "";
            if (file !== undefined) void take(file);
          }}
        />
      </div>
      <div role="status">
        {outcome === "unreadable" && <p className="settings-failed">{words.unreadable}</p>}
        {outcome !== null && outcome !== "unreadable" && <Imported read={outcome.read} />}
      </div>
      {gone !== null && (
        <UndoBar
          key={gone.id}
          sentence={words.removed(gone.written)}
          onUndo={() => {
            const { written, spoken, language } = gone;
            setGone(null);
            void change("/readings", jsonBody("POST", { written, spoken, language }));
          }}
          onEnd={() => setGone(null)}
        />
      )}
    </>
  );
}

function Imported({ read: { taught, refused } }: { read: ImportedReadings }): ReactNode {
  const { readings: words } = useText();
  return (
    <>
      <p>{words.imported(taught, refused.length)}</p>
      <ul className="reading-refused">
        {refused.slice(0, MOST_REFUSED_SHOWN).map(({ entry, field }) => (
          <li key={entry}>{words.refused(entry, field)}</li>
        ))}
      </ul>
    </>
  );
}

function NewReading(props: {
  onTeach: (reading: Pick<TaughtReading, "written" | "spoken" | "language">) => Promise<Response | null>;
}): ReactNode {
  const { readings: words } = useText();
  const own = useSettings((settings) => settings.language);
  const id = useId();
  const [language, setLanguage] = useState<Language>(own);
  const [written, setWritten] = useState("");
  const [spoken, setSpoken] = useState("");
  const teach = async (): Promise<void> => {
    const reading = { written: written.trim(), spoken: spoken.trim(), language };
    if ((await props.onTeach(reading))?.ok !== true) return;
    setWritten("");
    setSpoken("");
  };
  return (
    <form
      className="book-form"
      onSubmit={(event) => {
        event.preventDefault();
        void teach();
      }}
    >
      <div className="reading-fields">
        <div>
          <label htmlFor={`${id}-written`}>{words.written}</label>
          <input
            id={`${id}-written`}
            className="field"
            autoComplete="off"
            maxLength={MOST_CHARACTERS}
            placeholder={words.examples[language].written}
            value={written}
            onChange={(event) => setWritten(event.target.value)}
          />
        </div>
        <div>
          <label htmlFor={`${id}-spoken`}>{words.spoken}</label>
          <input
            id={`${id}-spoken`}
            className="field"
            autoComplete="off"
            maxLength={MOST_CHARACTERS}
            placeholder={words.examples[language].spoken}
            value={spoken}
            onChange={(event) => setSpoken(event.target.value)}
          />
        </div>
      </div>
      <Segmented
        label={words.language}
        value={language}
        choices={LANGUAGES.map((value) => ({ value, label: CATALOGUES[value].languageName, lang: value }))}
        onChange={setLanguage}
      />
      <div className="reading-keys">
        <button
          type="submit"
          className="button"
          data-kind="primary"
          disabled={written.trim() === "" || spoken.trim() === ""}
        >
          {words.teach}
        </button>
      </div>
    </form>
  );
}

function ReadingList(props: {
  language: Language;
  readings: readonly TaughtReading[];
  onRemove: (reading: TaughtReading) => void;
}): ReactNode {
  const { readings: words } = useText();
  const heading = useId();
  return (
    <section className="settings-section" aria-labelledby={heading}>
      <h3 className="settings-heading" id={heading} lang={props.language}>
        {CATALOGUES[props.language].languageName}
      </h3>
      <ul className="book">
        {props.readings.map((reading) => (
          <li key={reading.id} className="book-row">
            <p className="book-words reading-words" lang={reading.language}>
              <span className="book-text">{reading.written}</span>
              <ArrowRight className="reading-arrow" size={18} strokeWidth={1.75} aria-label={words.readAs} />
              <span>{reading.spoken}</span>
            </p>
            <div className="book-keys">
              <button
                type="button"
                className="button"
                data-kind="quiet"
                data-tone="remove"
                aria-label={words.removeOf(reading.written)}
                onClick={() => props.onRemove(reading)}
              >
                {words.remove}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
