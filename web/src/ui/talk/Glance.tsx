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
    <time className="glance" dateTime={now.toLocaleDateString("sv")}>
      {day}
    </time>
  );
}
