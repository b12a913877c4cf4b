import { type ReactNode, useEffect, useState } from "react";
import type { Language } from "../../session/talk.ts";

const MINUTE_MS = 60_000;

/** Today's date, only at rest. */
export function Glance({ language }: { language: Language }): ReactNode {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  const day = new Intl.DateTimeFormat(language, { month: "long", day: "numeric", weekday: "short" }).format(now);
  return (
    <time
      className="z-30 mt-[calc(48px+var(--safe-top))] self-start font-medium [grid-column:words] [grid-row:stage] [text-autospace:no-autospace] medium:mt-[calc(32px+var(--safe-top))] beside:ms-[calc(28px+var(--safe-left))] beside:mt-[calc(28px+var(--safe-top))] beside:[grid-column:stage] beside:[grid-row:1/-1]"
      dateTime={now.toLocaleDateString("sv")}
    >
      {day}
    </time>
  );
}
