import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../parts/Button.tsx";
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
    <nav className="-mx-1 grid grid-cols-7" aria-label={agenda.week}>
      {weekOf(day).map((each) => (
        <button
          key={each}
          type="button"
          className="group relative flex min-h-15 min-w-11 flex-col items-center gap-[2px] rounded-control py-2 leading-[1.3] active:bg-sunk aria-[current]:bg-ink aria-[current]:text-on-ink forced-colors:aria-[current]:outline-2 forced-colors:aria-[current]:-outline-offset-2"
          aria-current={each === day ? "date" : undefined}
          data-today={each === today}
          onClick={() => onChoose(each)}
        >
          <span className="unseen">{whole.format(noonOf(each))}</span>
          <span aria-hidden="true" className="text-meta leading-[1.3] text-ink-2 group-aria-[current]:text-inherit">
            {weekday.format(noonOf(each))}
          </span>
          <span
            aria-hidden="true"
            className="figures text-[1.1875rem] leading-[1.3] font-semibold group-data-[today=true]:underline group-data-[today=true]:decoration-2 group-data-[today=true]:underline-offset-[0.28em]"
          >
            {noonOf(each).getDate()}
          </span>
        </button>
      ))}
    </nav>
  );
}

/** To the weeks before and after. */
export function WeekSteps({ day, onChoose }: { day: string; onChoose: (day: string) => void }): ReactNode {
  const { agenda } = useText();
  return (
    <>
      <IconButton
        label={agenda.weekBefore}
        icon={ChevronLeft}
        iconSize={22}
        onClick={() => onChoose(addDays(day, -7))}
      />
      <IconButton
        label={agenda.weekAfter}
        icon={ChevronRight}
        iconSize={22}
        onClick={() => onChoose(addDays(day, 7))}
      />
    </>
  );
}
