import { CalendarDays } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { IconButton } from "../parts/Button.tsx";
import { useText } from "../services.ts";
import { localDate } from "./days.ts";

/** Leads to a day. @param props.onChoose `YYYY-MM-DD` */
export function DayKey(props: { onChoose: (day: string) => void }): ReactNode {
  const { record } = useText();
  const field = useRef<HTMLInputElement>(null);
  return (
    <span className="relative">
      <IconButton
        label={record.jump}
        icon={CalendarDays}
        onClick={() => {
          try {
            field.current?.showPicker();
          } catch {
            field.current?.focus(); // no picker of its own: the date is typed
          }
        }}
      />
      <input
        ref={field}
        type="date"
        tabIndex={-1}
        aria-label={record.jump}
        max={localDate(new Date())}
        className="pointer-events-none absolute inset-0 -z-1 opacity-0 focus:pointer-events-auto focus:z-auto focus:w-44 focus:opacity-100"
        onChange={(event) => {
          if (event.target.value !== "") props.onChoose(event.target.value);
        }}
      />
    </span>
  );
}
