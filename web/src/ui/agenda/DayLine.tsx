import { Bell, MapPin } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { languageOf } from "../../knowledge/language-of.ts";
import { useSettings, useText } from "../services.ts";
import { separatorOf } from "../strings/separator.ts";
import { CalendarMark } from "./CalendarMark.tsx";
import { clockOf, isOver, type Line, untilWords } from "./day.ts";
import { repeatWords } from "./repeat.ts";

const BODY =
  "flex min-h-16 flex-col items-start justify-center border-hair border-s-[3px] border-transparent border-s-line px-[14px] py-[10px] text-start group-data-[next=true]:rounded-e-card group-data-[next=true]:border-line group-data-[next=true]:border-s-lamp group-data-[next=true]:bg-raised";

/** One line of a day; the next one raised, with a bar of lamplight. */
export function DayLine(props: { line: Line; now: Date; isNext: boolean; onEdit: () => void }): ReactNode {
  const { agenda } = useText();
  const language = useSettings((settings) => settings.language);
  const { line, now, isNext } = props;
  const over = isOver(line, now);
  const words: string[] = [];
  if (line.place !== "") words.push(line.place);
  if (line.isReminder) {
    words.push(line.item?.rung_at != null ? agenda.rang : over ? agenda.missed : agenda.willRing);
    const again = line.item?.repeat == null ? "" : repeatWords(line.item.repeat.rule, agenda.repeat, language);
    if (again !== "") words.push(again);
  } else if (over) words.push(agenda.over);
  else if (isNext && line.start !== null)
    words.push(line.start <= now ? agenda.now : untilWords(line.start, now, language));
  const Icon = line.isReminder ? Bell : line.place !== "" ? MapPin : null;
  const body = (
    <>
      <span
        lang={languageOf(line.title, language)}
        className="text-[1.0625rem] leading-[1.5] font-semibold wrap-anywhere group-data-[over=true]:text-ink-3"
      >
        {line.title}
      </span>
      {(words.length > 0 || line.calendar !== null) && (
        <span className="flex w-full flex-wrap items-center gap-x-3 text-small text-ink-2">
          {words.length > 0 && (
            <span className="flex min-w-0 items-center gap-[6px]">
              {Icon !== null && <Icon className="flex-none" size={16} strokeWidth={1.75} aria-hidden="true" />}
              <span className="min-w-0 wrap-anywhere">
                {words.map((each, at) => (
                  <Fragment key={each}>
                    {at > 0 && separatorOf(language)}
                    <span lang={languageOf(each, language)}>{each}</span>
                  </Fragment>
                ))}
              </span>
            </span>
          )}
          {line.calendar !== null && <CalendarMark name={line.calendar} />}
        </span>
      )}
    </>
  );
  return (
    <li className="line group mb-2 grid grid-cols-[3.5rem_minmax(0,1fr)]" data-next={isNext} data-over={over}>
      <span className="figures flex flex-col pt-3 leading-[1.5]">
        {line.start === null ? (
          <span className="group-data-[over=true]:text-ink-3">{agenda.allDay}</span>
        ) : (
          <time className="group-data-[over=true]:text-ink-3">{clockOf(line.start)}</time>
        )}
        {line.end !== null && line.start !== null && line.end > line.start && (
          <time className="text-small leading-[1.5] text-ink-2">{clockOf(line.end)}</time>
        )}
      </span>
      {line.item === null && line.event === null ? (
        <div className={BODY}>{body}</div>
      ) : (
        <button
          type="button"
          className={`${BODY} active:bg-sunk`}
          aria-description={agenda.edit(line.title)}
          onClick={props.onEdit}
        >
          {body}
        </button>
      )}
    </li>
  );
}
