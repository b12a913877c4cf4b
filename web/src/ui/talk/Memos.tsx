import { Keyboard, Mic, Pencil, Play, Trash2 } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { languageOf } from "../../knowledge/language-of.ts";
import type { KeptQuestion } from "../../session/talk.ts";
import { FIELD_LOOK } from "../parts/Field.tsx";
import { UndoBar } from "../parts/UndoBar.tsx";
import { useServices, useSettings, useTalk, useText } from "../services.ts";

const KEY = "flex min-h-11 min-w-11 flex-none items-center justify-center gap-3 text-ink-2 hover:text-ink";
const ICON = { size: 20, strokeWidth: 1.6 } as const;

/** Minutes and seconds as players show them. */
const clockTime = (ms: number): string => {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

/** Questions kept until there is a connection. */
export function Memos(): ReactNode {
  const text = useText();
  const { actions } = useServices();
  const kept = useTalk((state) => state.kept);
  const [editing, setEditing] = useState<string | null>(null);
  const [undo, setUndo] = useState<(() => void) | null>(null);
  const [late, setLate] = useState(false);
  const remove = (id: string): void => {
    const way = actions.removeKept(id);
    setLate(way === null);
    setUndo(() => way);
  };
  const save = (id: string, words: string): void => {
    setEditing(null);
    setLate(words !== "" && !actions.editKept(id, words));
  };
  return (
    <section
      className="relative z-50 flex min-h-0 flex-col [grid-column:words] [grid-row:said/dock]"
      aria-label={text.offline.kept(kept.length)}
    >
      {kept.some((question) => !question.unheard) && (
        <p className="text-[calc(var(--caption-size)*var(--caption-scale))] leading-[calc(var(--caption-line)*var(--caption-scale))] font-medium text-pretty">
          {kept.every((question) => question.durable) ? text.offline.taken : text.offline.takenHere}
        </p>
      )}
      <h2 className="mt-[10px] mb-[6px] text-small font-semibold text-ink-2">{text.offline.kept(kept.length)}</h2>
      {late && (
        <p className="text-small text-ink-2" role="status">
          {text.offline.tooLate}
        </p>
      )}
      <ul className="min-h-0 flex-1 overflow-y-auto">
        {kept.toReversed().map((question) => (
          <li key={question.id} className="flex min-h-11 items-center gap-[14px] border-t-hair border-line text-ink-2">
            {editing === question.id ? (
              <Editing question={question} onSave={save} onClose={() => setEditing(null)} />
            ) : (
              <Row question={question} onEdit={setEditing} onRemove={remove} />
            )}
          </li>
        ))}
      </ul>
      {undo !== null && (
        <UndoBar
          sentence={text.offline.removed}
          onUndo={() => {
            undo();
            setUndo(null);
          }}
          onEnd={() => setUndo(null)}
        />
      )}
    </section>
  );
}

interface RowProps {
  question: KeptQuestion;
  onEdit: (id: string) => void;
  onRemove: (id: string) => void;
}

function Row({ question, onEdit, onRemove }: RowProps): ReactNode {
  const words = useText().offline;
  const language = useSettings((settings) => settings.language);
  const { actions } = useServices();
  const { id, text, durationMs, changeable, unheard } = question;
  const spoken = durationMs !== null;
  return (
    <>
      {spoken ? <Mic {...ICON} aria-label={words.spoken} /> : <Keyboard {...ICON} aria-label={words.typed} />}
      <span
        className={`min-w-0 flex-1 truncate ${text === "" ? "text-ink-3" : "text-ink"}`}
        lang={unheard ? language : languageOf(text, language)}
      >
        {unheard ? words.unheard : text === "" ? words.pending : text}
      </span>
      {spoken ? (
        <button
          type="button"
          className={KEY}
          aria-label={words.play(clockTime(durationMs))}
          onClick={() => actions.playKept(id)}
        >
          <span className="tabular-nums">{clockTime(durationMs)}</span>
          <Play {...ICON} aria-hidden />
        </button>
      ) : (
        changeable && (
          <button type="button" className={KEY} aria-label={words.edit(text)} onClick={() => onEdit(id)}>
            <Pencil {...ICON} aria-hidden />
          </button>
        )
      )}
      {changeable && (
        <button
          type="button"
          className={KEY}
          aria-label={text === "" ? words.removeSpoken : words.remove(text)}
          onClick={() => onRemove(id)}
        >
          <Trash2 {...ICON} aria-hidden />
        </button>
      )}
    </>
  );
}

interface EditingProps {
  question: KeptQuestion;
  onSave: (id: string, words: string) => void;
  onClose: () => void;
}

function Editing({ question, onSave, onClose }: EditingProps): ReactNode {
  const text = useText();
  const language = useSettings((settings) => settings.language);
  const [words, setWords] = useState(question.text);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSave(question.id, words.trim());
  };
  return (
    <form className="flex flex-1 gap-2" onSubmit={submit}>
      <input
        className={`${FIELD_LOOK} h-11 flex-1 px-3`}
        aria-label={text.offline.editing}
        lang={languageOf(words, language)}
        value={words}
        // biome-ignore lint/a11y/noAutofocus: the person asked for this field
        autoFocus
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          onClose();
        }}
      />
      <button type="submit" className={KEY}>
        {text.offline.save}
      </button>
    </form>
  );
}
