import type { Draft } from "@hisho/protocol";
import { type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Refusal } from "../../agenda/desk-client.ts";
import { writtenCalendar } from "../../agenda/planner.ts";
import { languageOf } from "../../knowledge/language-of.ts";
import { Button } from "../parts/Button.tsx";
import { Field } from "../parts/Field.tsx";
import { Segmented } from "../parts/Segmented.tsx";
import { Sheet, SheetHead } from "../parts/Sheet.tsx";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import { separatorOf } from "../strings/separator.ts";
import { eventUids } from "./event-uids.ts";
import { repeatWords } from "./repeat.ts";
import { whenWords } from "./when-words.ts";

const PAUSE_MS = 250;

/** One field for natural words; what was understood is shown before it is kept. */
export function AddSheet({ onClose }: { onClose: () => void }): ReactNode {
  const { agenda } = useText();
  const { planner } = useServices();
  const language = useSettings((settings) => settings.language);
  const connected = useTalk((state) => state.connection.state === "open");
  const [words, setWords] = useState("");
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  const calendars = useStore(planner.store, (state) => state.calendars);
  const [where, setWhere] = useState<"calendar" | "here">("calendar");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [writing, setWriting] = useState(false);
  const [uidOf] = useState(eventUids);
  const target = writtenCalendar(calendars ?? []);
  const hasEvent = drafts.some(({ kind }) => kind === "event");
  const into = hasEvent && where === "calendar" ? target : null;
  useEffect(() => {
    setDrafts([]);
    setRefusal(null);
    if (words.trim() === "") return;
    let current = true;
    const timer = setTimeout(async () => {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const understood = await planner.client.understand(words, language, timeZone);
      if (current) setDrafts(understood ?? []);
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [words, language, planner]);
  /** What was written leaves the drafts, so that another press writes only what is left. */
  async function keep(): Promise<Refusal | null> {
    const own: Draft[] = [];
    for (const draft of drafts) {
      const { kind, text: title, time, place } = draft;
      if (into === null || kind !== "event" || time === undefined) {
        own.push(draft);
        continue;
      }
      const event = { title, time, ...(place === undefined ? {} : { place }) };
      const refused = await planner.addEvent(into.id, { ...event, uid: uidOf(event) });
      // Changed: an earlier press has written it, and somebody has put it right since.
      if (refused !== null && refused !== "changed") return refused;
      setDrafts((left) => left.filter((each) => each !== draft));
    }
    return own.length === 0 || (await planner.add(own)) ? null : "away";
  }
  return (
    <Sheet label={agenda.addTitle} onClose={onClose}>
      <SheetHead title={agenda.addTitle} onClose={onClose} />
      <form
        className="agenda-form flex flex-col gap-3"
        onSubmit={async (event) => {
          event.preventDefault();
          setWriting(true);
          const refused = await keep();
          setWriting(false);
          setRefusal(refused);
          if (refused === null) onClose();
        }}
      >
        <Field
          label={agenda.addField}
          autoComplete="off"
          maxLength={500}
          value={words}
          placeholder={agenda.addExample}
          onChange={(event) => setWords(event.target.value)}
        />
        <div className="flex min-h-[92px] flex-col gap-3" role="status">
          {!connected && <p className="text-small text-ink-2 empty:hidden">{agenda.addOffline}</p>}
          {drafts.length > 0 && <p className="text-small text-ink-2 empty:hidden">{agenda.understood}</p>}
          {drafts.map((draft) => (
            <p
              key={`${draft.kind} ${draft.text}`}
              className="draft grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-[2px] rounded-control border-hair border-line bg-raised px-4 py-3"
            >
              <span className="text-small leading-[1.8] text-ink-2">
                {draft.kind === "entry" ? (draft.list ?? agenda.list) : agenda.kinds[draft.kind]}
              </span>
              <span className="font-semibold wrap-anywhere" lang={languageOf(draft.text, language)}>
                {draft.text}
              </span>
              <span className="col-start-2 text-small text-ink-2">
                {[
                  ...(draft.repeat === undefined ? [] : [repeatWords(draft.repeat.rule, agenda.repeat, language)]),
                  whenWords(draft, language),
                ].join(separatorOf(language))}
              </span>
            </p>
          ))}
        </div>
        {hasEvent && target !== null && (
          <Segmented
            label={agenda.where}
            value={where}
            choices={[
              { value: "calendar", label: target.name, lang: languageOf(target.name, language) },
              { value: "here", label: agenda.onlyHere },
            ]}
            onChange={setWhere}
          />
        )}
        <p className="text-shu-text empty:hidden" role="status">
          {refusal === null ? "" : agenda.refusals[refusal]}
        </p>
        <Button type="submit" kind="primary" disabled={drafts.length === 0 || writing}>
          {into === null ? agenda.keep : agenda.keepIn(into.name)}
        </Button>
      </form>
    </Sheet>
  );
}
