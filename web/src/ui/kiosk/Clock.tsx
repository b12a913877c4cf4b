import { type ReactNode, useEffect, useState } from "react";
import type { Language } from "../../session/talk.ts";

/** The time, and the day in words. */
export function Clock({ language }: { language: Language }): ReactNode {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = new Intl.DateTimeFormat(language, { month: "long", day: "numeric", weekday: "long" });
  return (
    <p
      className="flex items-baseline gap-8 text-[max(15px,32*var(--k))] text-ink-2 [text-autospace:no-autospace]"
      lang={language}
    >
      <time className="text-[calc(112*var(--k))] leading-[1.1] font-light text-ink tabular-nums">
        {time.format(now)}
      </time>
      <span>{day.format(now).replace(/日(?=.曜日)/, "日 ")}</span>
    </p>
  );
}
