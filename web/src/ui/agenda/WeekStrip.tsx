import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { useSettings, useText } from "../services.ts";
import { addDays, noonOf, weekOf } from "./day.ts";

/** Seven days from Monday; the chosen one in ink, today marked. */
export function WeekStrip(props: { day: string; today: string; onChoose: (day: string) => void }): ReactNode {
  const { agenda } = useText();
  const language = useSettings((settings) => settings.language);
  const { day, today, onChoose } = props;
  const weekday = new Intl.DateTimeFormat(language, { weekday: "short" });
  const whole = new Intl.DateTimeFormat(language, { weekday: "long", month: "long", day: "numeric" });
  return (
    <nav className="week" aria-label={agenda.week}>
      <button
        type="button"
        className="icon-button"
        aria-label={agenda.weekBefore}
        onClick={() => onChoose(addDays(day, -7))}
      >
        <ChevronLeft size={20} strokeWidth={1.75} aria-hidden="true" />
      </button>
      {weekOf(day).map((each) => (
        <button
          key={each}
          type="button"
          className="week-day"
          aria-current={each === day ? "date" : undefined}
          data-today={each === today}
          aria-label={whole.format(noonOf(each))}
          onClick={() => onChoose(each)}
        >
          <span className="week-name">{weekday.format(noonOf(each))}</span>
          <span className="week-number">{noonOf(each).getDate()}</span>
        </button>
      ))}
      <button
        type="button"
        className="icon-button"
        aria-label={agenda.weekAfter}
        onClick={() => onChoose(addDays(day, 7))}
      >
        <ChevronRight size={20} strokeWidth={1.75} aria-hidden="true" />
      </button>
    </nav>
  );
}
