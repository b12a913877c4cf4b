import type { Draft } from "@hisho/protocol";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "../parts/Button.tsx";
import { Field } from "../parts/Field.tsx";
import { Sheet, SheetHead } from "../parts/Sheet.tsx";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import { separatorOf } from "../strings/separator.ts";
import { repeatWords } from "./repeat.ts";

const PAUSE_MS = 250;

/** One field for natural words; what was understood is shown before it is kept. */
export function AddSheet({ onClose }: { onClose: () => void }): ReactNode {
  const { agenda } = useText();
  const { planner } = useServices();
  const language = useSettings((settings) => settings.language);
  const connected = useTalk((state) => state.connection.state === "open");
  const [words, setWords] = useState("");
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  useEffect(() => {
    setDrafts([]);
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
  return (
    <Sheet label={agenda.addTitle} onClose={onClose}>
      <SheetHead title={agenda.addTitle} onClose={onClose} />
      <form
        className="agenda-form flex flex-col gap-3"
        onSubmit={async (event) => {
          event.preventDefault();
          if (drafts.length > 0 && (await planner.add(drafts))) onClose();
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
              <span className="font-semibold wrap-anywhere">{draft.text}</span>
              <span className="col-start-2 text-small text-ink-2">
                {[
                  ...(draft.repeat === undefined ? [] : [repeatWords(draft.repeat.rule, agenda.repeat, language)]),
                  whenWords(draft, language),
                ].join(separatorOf(language))}
              </span>
            </p>
          ))}
        </div>
        <Button type="submit" kind="primary" disabled={drafts.length === 0}>
          {agenda.keep}
        </Button>
      </form>
    </Sheet>
  );
}

/** Between a time and a place. */
/** When it is, with the place: 11月27日(金) 15:00–16:00・駅前. */
export function whenWords(
  { due_at: due, time, place }: Pick<Draft, "due_at" | "time" | "place">,
  language: string,
): string {
  const day = new Intl.DateTimeFormat(language, { month: "long", day: "numeric", weekday: "short" });
  const both = new Intl.DateTimeFormat(language, {
    month: "long",
    day: "numeric",
    weekday: "short",
    hour: "numeric",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const words: string[] = [];
  if (due != null) words.push(both.format(new Date(due)));
  else if (time != null) {
    words.push(
      "start" in time
        ? both.formatRange(new Date(time.start), new Date(time.end))
        : day.format(new Date(`${time.first_day}T12:00`)),
    );
  }
  if (place != null && place !== "") words.push(place);
  return words.join(separatorOf(language));
}
