import { type ReactNode, useState } from "react";
import type { Deletion } from "../../history/deletion.ts";
import { Button } from "../parts/Button.tsx";
import { Field } from "../parts/Field.tsx";
import { Sheet } from "../parts/Sheet.tsx";
import { useText } from "../services.ts";
import { localDate } from "./days.ts";

/** The instants between which whole local days lie; null where the last is before the first or one is no day. */
export function rangeOfDays(from: string, to: string): { from: string; to: string } | null {
  const [start, end] = [new Date(`${from}T00:00`), new Date(`${to}T00:00`)];
  if (Number.isNaN(start.getTime()) || Number.isNaN(end.getTime()) || start > end) return null;
  end.setDate(end.getDate() + 1);
  return { from: start.toISOString(), to: end.toISOString() };
}

/** Days to delete, the first and the last included. */
export function DeleteRange(props: { remove: (what: Deletion) => Promise<number>; onClose: () => void }): ReactNode {
  const { record } = useText();
  const today = localDate(new Date());
  const [from, setFrom] = useState(today);
  const [to, setTo] = useState(today);
  const [isEmpty, setIsEmpty] = useState(false);
  const range = rangeOfDays(from, to);
  const wrong = range === null ? record.rangeWrong : isEmpty ? record.rangeEmpty : undefined;
  return (
    <Sheet label={record.deleteRange} onClose={props.onClose}>
      <h2 className="text-heading">{record.deleteRange}</h2>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (range === null) return;
          void props.remove(range).then((count) => (count === 0 ? setIsEmpty(true) : props.onClose()));
        }}
      >
        <Field
          label={record.from}
          type="date"
          max={today}
          value={from}
          onChange={(event) => {
            setFrom(event.target.value);
            setIsEmpty(false);
          }}
        />
        <Field
          label={record.to}
          type="date"
          max={today}
          value={to}
          error={wrong}
          onChange={(event) => {
            setTo(event.target.value);
            setIsEmpty(false);
          }}
        />
        <Button type="submit" tone="remove" disabled={range === null}>
          {record.deleteThese}
        </Button>
      </form>
    </Sheet>
  );
}
