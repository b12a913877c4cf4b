import { Calendar, Timer } from "lucide-react";
import type { ReactNode } from "react";
import { languageOf } from "../../knowledge/language-of.ts";
import { clockOf, countdown } from "../agenda/day.ts";
import { useNow } from "../agenda/use-now.ts";
import { useToday } from "../agenda/use-today.ts";
import { useSettings, useText } from "../services.ts";

const PLACE =
  "z-30 mt-[calc(48px+var(--safe-top))] max-w-full flex-wrap items-center gap-3 self-start [grid-column:words] [grid-row:stage] medium:mt-[calc(32px+var(--safe-top))] beside:ms-[calc(28px+var(--safe-left))] beside:mt-[calc(28px+var(--safe-top))] beside:[grid-column:stage] beside:[grid-row:1/-1]";
const PILL =
  "figures flex min-h-9 max-w-full min-w-0 items-center gap-2 rounded-full border-hair border-line bg-raised px-4 py-1 leading-[1.4] font-medium contrast:border-edge [&>svg]:flex-none";
const ICON = { size: 18, strokeWidth: 1.75, "aria-hidden": true } as const;

/** Today in the corner of the stage: the date and a running timer at rest; beside a talk, what comes next and the timer. */
export function Glance({ resting }: { resting: boolean }): ReactNode {
  const { rest } = useText();
  const language = useSettings((settings) => settings.language);
  const { now, next, timer } = useToday();
  return (
    <div className={`${PLACE} ${resting ? "flex" : "hidden medium:flex short:hidden"}`}>
      {resting ? (
        <time className="font-medium [text-autospace:no-autospace]" dateTime={now.toLocaleDateString("sv")}>
          {new Intl.DateTimeFormat(language, { month: "short", day: "numeric", weekday: "short" }).format(now)}
        </time>
      ) : (
        next?.start != null && (
          <p className={PILL}>
            <Calendar {...ICON} />
            <span className="unseen">{rest.next}</span>
            <time dateTime={next.start.toISOString()}>{clockOf(next.start)}</time>
            <span className="truncate" lang={languageOf(next.title, language)}>
              {next.title}
            </span>
          </p>
        )
      )}
      {timer?.due_at != null && <TimerPill endsAt={new Date(timer.due_at)} name={timer.text} />}
    </div>
  );
}

function TimerPill({ endsAt, name }: { endsAt: Date; name: string }): ReactNode {
  const { agenda } = useText();
  const now = useNow(1_000);
  return (
    <p className={PILL}>
      <Timer {...ICON} />
      <span role="timer" aria-label={name === "" ? agenda.timer : agenda.timerOf(name)}>
        {countdown(endsAt.getTime() - now.getTime())}
      </span>
    </p>
  );
}
