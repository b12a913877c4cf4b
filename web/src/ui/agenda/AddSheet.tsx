import type { Draft } from "@hisho/protocol";
import { X } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Sheet } from "../parts/Sheet.tsx";
import { useServices, useSettings, useTalk, useText } from "../services.ts";

const PAUSE_MS = 250;

/** One field for natural words; what was understood is shown before it is kept. */
export function AddSheet({ onClose }: { onClose: () => void }): ReactNode {
  const { agenda, common } = useText();
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
      <header className="sheet-head">
        <h2 className="sheet-title">{agenda.addTitle}</h2>
        <button type="button" className="icon-button" aria-label={common.close} onClick={onClose}>
          <X size={24} strokeWidth={1.6} aria-hidden="true" />
        </button>
      </header>
      <form
        className="agenda-form"
        onSubmit={async (event) => {
          event.preventDefault();
          if (drafts.length > 0 && (await planner.add(drafts))) onClose();
        }}
      >
        <label className="sheet-label" htmlFor="agenda-words">
          {agenda.addField}
        </label>
        <input
          id="agenda-words"
          className="field"
          autoComplete="off"
          maxLength={500}
          value={words}
          placeholder={agenda.addExample}
          onChange={(event) => setWords(event.target.value)}
        />
        <div className="drafts" role="status">
          {!connected && <p className="agenda-line">{agenda.addOffline}</p>}
          {drafts.length > 0 && <p className="agenda-line">{agenda.understood}</p>}
          {drafts.map((draft) => (
            <p key={`${draft.kind} ${draft.text}`} className="draft">
              <span className="draft-kind">
                {draft.kind === "entry" ? (draft.list ?? agenda.list) : agenda.kinds[draft.kind]}
              </span>
              <span className="draft-text">{draft.text}</span>
              <span className="draft-when">{whenWords(draft, language)}</span>
            </p>
          ))}
        </div>
        <button type="submit" className="button" data-kind="primary" disabled={drafts.length === 0}>
          {agenda.keep}
        </button>
      </form>
    </Sheet>
  );
}

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
  return words.join("・");
}
