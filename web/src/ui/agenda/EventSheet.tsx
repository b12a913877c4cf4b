import type { WireCalendar, WireEvent } from "@hisho/protocol";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { NotWritten, Refusal } from "../../agenda/desk-client.ts";
import { type Planner, writtenCalendar } from "../../agenda/planner.ts";
import { languageOf } from "../../knowledge/language-of.ts";
import { Ask } from "../parts/Ask.tsx";
import { Button } from "../parts/Button.tsx";
import { Field } from "../parts/Field.tsx";
import { Sheet, SheetHead } from "../parts/Sheet.tsx";
import { useServices, useSettings, useText } from "../services.ts";
import { changeOf, fieldsOf, merged, withDay } from "./event-change.ts";
import { whenWords } from "./when-words.ts";

/** An event, to be put right or deleted where it stands: on the desk, or in the calendar that is written to. */
export function EventSheet({ event, onClose }: { event: WireEvent; onClose: () => void }): ReactNode {
  const { agenda } = useText();
  const language = useSettings((settings) => settings.language);
  const head =
    event.why == null ? { title: agenda.editTitle } : { title: event.title, lang: languageOf(event.title, language) };
  return (
    <Sheet label={agenda.edit(event.title)} onClose={onClose}>
      <SheetHead {...head} onClose={onClose} />
      {event.why == null ? <EventForm event={event} onClose={onClose} /> : <EventFacts event={event} why={event.why} />}
    </Sheet>
  );
}

/** What cannot be changed here, and why. */
function EventFacts({ event, why }: { event: WireEvent; why: NonNullable<WireEvent["why"]> }): ReactNode {
  const { agenda } = useText();
  const language = useSettings((settings) => settings.language);
  return (
    <>
      <p>{whenWords(event, language)}</p>
      <p className="text-ink-2">{agenda.why[why](event.calendar ?? "")}</p>
    </>
  );
}

function EventForm({ event, onClose }: { event: WireEvent; onClose: () => void }): ReactNode {
  const { agenda, common } = useText();
  const { planner } = useServices();
  const language = useSettings((settings) => settings.language);
  /** As it was read last: what is written is what differs from it. */
  const [known, setKnown] = useState(event);
  const [form, setForm] = useState(() => fieldsOf(event));
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [writing, setWriting] = useState(false);
  /** `changed`: asked again, as it is not what it was. */
  const [asking, setAsking] = useState<"first" | "changed" | null>(null);
  const whole = useRef<HTMLFormElement>(null);
  // Why it was refused stands above the buttons, which may be out of sight.
  useEffect(() => {
    if (refusal !== null) whole.current?.scrollIntoView({ block: "end" });
  }, [refusal]);
  const calendar = useStore(planner.store, ({ calendars }) => nameOf(event, calendars ?? []));
  const before = fieldsOf(known);
  const change = changeOf(before, form);
  const isWhole = before.from === "";

  async function write(done: Promise<NotWritten | null>): Promise<NotWritten | null> {
    setWriting(true);
    const notWritten = await done;
    setWriting(false);
    setRefusal(notWritten?.reason ?? null);
    if (notWritten === null) onClose();
    else if (notWritten.now !== null) {
      setKnown(notWritten.now);
      setForm(merged(before, form, fieldsOf(notWritten.now)));
    }
    return notWritten;
  }
  async function remove(): Promise<void> {
    setAsking(null);
    const notWritten = await write(planner.removeEvent(known));
    if (notWritten === null || notWritten.now === null) return;
    setRefusal(null);
    setAsking("changed");
  }
  const field = (name: keyof typeof form, label: string, type: "text" | "date" | "time"): ReactNode => (
    <Field
      label={label}
      type={type}
      maxLength={500}
      value={form[name]}
      onChange={({ target: { value } }) => setForm(name === "day" ? withDay(form, value) : { ...form, [name]: value })}
    />
  );
  return (
    <form
      ref={whole}
      className="flex flex-col gap-3"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        if (change !== null)
          void write(calendar === null ? changeOwn(planner, known, change) : planner.changeEvent(known, change));
      }}
    >
      {field("title", agenda.what, "text")}
      {field("day", isWhole ? agenda.firstDay : agenda.day, "date")}
      {(isWhole || before.day !== before.lastDay) && field("lastDay", agenda.lastDay, "date")}
      {!isWhole && (
        <div className="grid grid-cols-2 gap-3">
          {field("from", agenda.from, "time")}
          {field("to", agenda.to, "time")}
        </div>
      )}
      {field("place", agenda.place, "text")}
      <div className="flex flex-col gap-1 empty:hidden" role="status">
        {refusal === "changed" && known !== event && calendar !== null && (
          <p className="rounded-control border-hair border-line bg-raised px-4 py-3">
            <span className="block text-small text-ink-2">{agenda.changedTo(calendar)}</span>
            <span className="block font-semibold wrap-anywhere" lang={languageOf(known.title, language)}>
              {known.title}
            </span>
            <span className="block text-small wrap-anywhere">{whenWords(known, language)}</span>
          </p>
        )}
        {refusal !== null && <p className="text-shu-text">{agenda.refusals[refusal]}</p>}
      </div>
      <div className="grid grid-cols-2 gap-3">
        <Button type="submit" kind="primary" disabled={change === null || writing}>
          {calendar === null ? agenda.save : agenda.saveIn(calendar)}
        </Button>
        <Button
          tone="remove"
          disabled={writing}
          onClick={() => {
            if (calendar !== null) return setAsking("first");
            void planner.remove({ id: event.id, text: event.title });
            onClose();
          }}
        >
          {agenda.remove}
        </Button>
      </div>
      {asking !== null && calendar !== null && (
        <Ask
          title={asking === "first" ? agenda.removeAsk(known.title) : agenda.removeStill(known.title)}
          sentence={
            asking === "first"
              ? agenda.removeFrom(calendar)
              : agenda.removeChanged(calendar, whenWords(known, language))
          }
          confirm={agenda.remove}
          cancel={common.cancel}
          onConfirm={() => void remove()}
          onCancel={() => setAsking(null)}
        />
      )}
    </form>
  );
}

/** As it was chosen to be written to; null for the person's own. */
const nameOf = ({ calendar }: WireEvent, calendars: readonly WireCalendar[]): string | null =>
  calendar === null ? null : (writtenCalendar(calendars)?.name ?? calendar);

async function changeOwn(
  planner: Planner,
  { id }: WireEvent,
  { title, time, place }: NonNullable<ReturnType<typeof changeOf>>,
): Promise<NotWritten | null> {
  const change = {
    ...(title === undefined ? {} : { text: title }),
    ...(time === undefined ? {} : { time }),
    ...(place === undefined ? {} : { place }),
  };
  return Object.keys(change).length === 0 || (await planner.change(id, change)) ? null : { reason: "away", now: null };
}
