import type { WireItem, WireItemChange } from "@hisho/protocol";
import { type ReactNode, useState } from "react";
import { Button } from "../parts/Button.tsx";
import { Field } from "../parts/Field.tsx";
import { Sheet, SheetHead } from "../parts/Sheet.tsx";
import { useServices, useText } from "../services.ts";
import { clockOf, dayOf, noonOf } from "./day.ts";
import { RepeatFields } from "./RepeatFields.tsx";
import { choiceOf } from "./repeat.ts";
import { withRepeat } from "./repeat-change.ts";

/** What was kept that is no event, to be put right or deleted. */
export function EditSheet({ item, onClose }: { item: WireItem; onClose: () => void }): ReactNode {
  const { agenda } = useText();
  const { planner } = useServices();
  const [form, setForm] = useState(() => fieldsOf(item));
  const set = (change: Partial<typeof form>): void => setForm({ ...form, ...change });
  const [again, setAgain] = useState(() => choiceOf(item.repeat?.rule ?? null));
  const change = changeOf(item, form, again);
  const isTimed = item.due_at !== null;
  const field = (name: keyof typeof form, label: string, type: "text" | "date" | "time"): ReactNode => (
    <Field
      label={label}
      type={type}
      maxLength={500}
      value={form[name]}
      onChange={(event) => set({ [name]: event.target.value })}
    />
  );
  return (
    <Sheet label={agenda.edit(item.text)} onClose={onClose}>
      <SheetHead title={agenda.editTitle} onClose={onClose} />
      <form
        className="flex flex-col gap-3"
        onSubmit={async (event) => {
          event.preventDefault();
          if (change !== null && (await planner.change(item.id, change))) onClose();
        }}
      >
        {field("text", agenda.what, "text")}
        {isTimed && field("day", agenda.day, "date")}
        {isTimed && field("from", agenda.from, "time")}
        {item.kind === "reminder" && item.due_at !== null && (
          <RepeatFields
            rule={item.repeat?.rule ?? null}
            {...again}
            onChange={(choice, days) => {
              const isFirst = choice === "week" && days.length === 0 && again.choice !== "week";
              setAgain({ choice, days: isFirst ? [noonOf(form.day).getDay()] : days });
            }}
          />
        )}
        {item.kind === "entry" && field("list", agenda.list, "text")}
        <div className="grid grid-cols-2 gap-3">
          <Button type="submit" kind="primary" disabled={change === null}>
            {agenda.save}
          </Button>
          <Button
            tone="remove"
            onClick={() => {
              void planner.remove({ id: item.id, text: item.text });
              onClose();
            }}
          >
            {agenda.remove}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

function fieldsOf({ text, due_at: due, list }: WireItem) {
  const at = due === null ? null : new Date(due);
  return {
    text,
    list: list ?? "",
    day: at === null ? "" : dayOf(at),
    from: at === null ? "" : clockOf(at),
  };
}

/** @returns null while something that is needed is missing */
function changeOf(
  item: WireItem,
  form: ReturnType<typeof fieldsOf>,
  again: ReturnType<typeof choiceOf>,
): WireItemChange | null {
  if (form.text.trim() === "" && item.kind !== "timer") return null;
  const change: WireItemChange = { text: form.text.trim() };
  const begin = new Date(`${form.day}T${form.from}`);
  if (item.due_at !== null && Number.isNaN(begin.getTime())) return null;
  if (item.kind === "entry") return form.list.trim() === "" ? null : { ...change, list: form.list.trim() };
  if (item.due_at !== null && (form.day !== fieldsOf(item).day || form.from !== fieldsOf(item).from)) {
    change.due_at = begin.toISOString();
  }
  if (item.kind !== "reminder" || item.due_at === null) return change;
  return withRepeat(item, change, { before: fieldsOf(item).day, now: form.day }, again);
}
