import { type ImportedReadings, parseImportedReadings, parseReadings, type TaughtReading } from "@hisho/protocol";
import { ArrowRight, Download, Upload } from "lucide-react";
import { type ReactNode, useId, useRef, useState } from "react";
import type { Language } from "../../../session/talk.ts";
import { save } from "../../history/save.ts";
import { Button } from "../../parts/Button.tsx";
import { Field } from "../../parts/Field.tsx";
import { FileInput } from "../../parts/FileInput.tsx";
import { Segmented } from "../../parts/Segmented.tsx";
import { UndoBar } from "../../parts/UndoBar.tsx";
import { useSettings, useText } from "../../services.ts";
import { LANGUAGE_NAMES, LANGUAGES } from "../../strings/languages.ts";
import { FAILED, HEADING, LEAD, NOTE, SECTION } from "../classes.ts";
import { BookSkeleton } from "../memory/BookSkeleton.tsx";
import { askRelay, jsonBody } from "../memory/relay-book.ts";
import { useBook } from "../memory/use-book.ts";

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
      <p className={LEAD}>{words.lead}</p>
      <NewReading onTeach={(reading) => change("/readings", jsonBody("POST", reading))} />
      <p className={FAILED} role="status">
        {away ? words.away : ""}
      </p>
      {entries === null
        ? !away && <BookSkeleton label={words.loading} />
        : entries.length === 0 && <p className={NOTE}>{words.empty}</p>}
      {LANGUAGES.map((language) => {
        const own = entries?.filter((entry) => entry.language === language) ?? [];
        return own.length === 0 ? null : (
          <ReadingList key={language} language={language} readings={own} onRemove={(reading) => void remove(reading)} />
        );
      })}
      <div className="mt-4 flex flex-wrap gap-2">
        <Button onClick={() => picker.current?.click()} icon={Upload}>
          {words.import}
        </Button>
        <Button disabled={entries === null || entries.length === 0} onClick={() => void give()} icon={Download}>
          {words.export}
        </Button>
        <FileInput input={picker} endings={[".csv", ".json"]} onFile={(file) => void take(file)} />
      </div>
      <div role="status">
        {outcome === "unreadable" && <p className={FAILED}>{words.unreadable}</p>}
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
      <ul className="mt-2 list-disc ps-[1.4em] text-small text-ink-2">
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
      className="mt-4"
      onSubmit={(event) => {
        event.preventDefault();
        void teach();
      }}
    >
      <div className="mb-3 grid grid-cols-[repeat(auto-fit,minmax(180px,1fr))] gap-3">
        <Field
          label={words.written}
          autoComplete="off"
          maxLength={MOST_CHARACTERS}
          placeholder={words.examples[language].written}
          value={written}
          onChange={(event) => setWritten(event.target.value)}
        />
        <Field
          label={words.spoken}
          autoComplete="off"
          maxLength={MOST_CHARACTERS}
          placeholder={words.examples[language].spoken}
          value={spoken}
          onChange={(event) => setSpoken(event.target.value)}
        />
      </div>
      <Segmented
        label={words.language}
        value={language}
        choices={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value], lang: value }))}
        onChange={setLanguage}
      />
      <div className="mt-4 flex flex-wrap gap-2">
        <Button type="submit" kind="primary" disabled={written.trim() === "" || spoken.trim() === ""}>
          {words.teach}
        </Button>
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
    <section className={SECTION} aria-labelledby={heading}>
      <h3 className={HEADING} id={heading} lang={props.language}>
        {LANGUAGE_NAMES[props.language]}
      </h3>
      <ul className="mt-3 flex flex-col gap-3">
        {props.readings.map((reading) => (
          <li
            data-row="book"
            key={reading.id}
            className="grid items-center gap-x-3 gap-y-1 rounded-card border-hair border-line bg-raised py-3 ps-5 pe-3 min-[560px]:grid-cols-[minmax(0,1fr)_auto] min-[560px]:pe-2"
          >
            <p className="min-w-0 wrap-anywhere flex flex-wrap items-center gap-x-[10px]" lang={reading.language}>
              <span className="font-medium">{reading.written}</span>
              <ArrowRight className="text-ink-2" size={18} strokeWidth={1.75} aria-label={words.readAs} />
              <span>{reading.spoken}</span>
            </p>
            <div className="flex flex-wrap justify-end max-[559px]:-ms-3 max-[559px]:justify-start">
              <Button
                kind="quiet"
                tone="remove"
                aria-label={words.removeOf(reading.written)}
                onClick={() => props.onRemove(reading)}
              >
                {words.remove}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
