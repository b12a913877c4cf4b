import { Bell, MapPin } from "lucide-react";
import type { ReactNode } from "react";
import { useSettings, useText } from "../services.ts";
import { isOver, type Line, untilWords } from "./day.ts";

/** One line of a day; the next one raised, with a bar of lamplight. */
export function DayLine(props: { line: Line; now: Date; isNext: boolean; onEdit: () => void }): ReactNode {
  const { agenda } = useText();
  const language = useSettings((settings) => settings.language);
  const { line, now, isNext } = props;
  const clock = (date: Date): string => date.toLocaleTimeString("sv", { hour: "2-digit", minute: "2-digit" });
  const over = isOver(line, now);
  const words: string[] = [];
  if (line.place !== "") words.push(line.place);
  if (line.isReminder) {
    words.push(line.item?.rung_at != null ? agenda.rang : over ? agenda.missed : agenda.willRing);
  } else if (over) words.push(agenda.over);
  else if (isNext && line.start !== null)
    words.push(line.start <= now ? agenda.now : untilWords(line.start, now, language));
  if (line.calendar !== null) words.push(line.calendar);
  const Icon = line.isReminder ? Bell : line.place !== "" ? MapPin : null;
  const body = (
    <>
      <span className="line-title">{line.title}</span>
      {words.length > 0 && (
        <span className="line-words">
          {Icon !== null && <Icon size={16} strokeWidth={1.75} aria-hidden="true" />}
          <span>{words.join("・")}</span>
        </span>
      )}
    </>
  );
  return (
    <li className="line" data-next={isNext} data-over={over}>
      <span className="line-time">
        {line.start === null ? (
          <span className="line-from">{agenda.allDay}</span>
        ) : (
          <time className="line-from">{clock(line.start)}</time>
        )}
        {line.end !== null && line.start !== null && line.end > line.start && (
          <time className="line-to">{clock(line.end)}</time>
        )}
      </span>
      {line.item === null ? (
        <div className="line-body">{body}</div>
      ) : (
        <button type="button" className="line-body" aria-label={agenda.edit(line.title)} onClick={props.onEdit}>
          {body}
        </button>
      )}
    </li>
  );
}
