import type { ReactNode } from "react";
import { languageOf } from "../../knowledge/language-of.ts";
import { clockOf, type Line, untilWords } from "../agenda/day.ts";
import { hashOf } from "../route.ts";
import { useSettings, useText } from "../services.ts";

/** What comes next today, and how long until then; a touch opens the agenda. */
export function NextCard({ line, now }: { line: Line & { start: Date }; now: Date }): ReactNode {
  const { agenda, rest } = useText();
  const language = useSettings((settings) => settings.language);
  return (
    <a
      href={hashOf({ page: "agenda", day: null })}
      className="flex min-h-14 flex-none items-center gap-4 rounded-card border-hair border-line bg-raised px-5 py-2 text-ink no-underline active:bg-sunk short:min-h-11"
    >
      <span className="unseen">{rest.next}</span>
      <time className="figures text-heading font-semibold" dateTime={line.start.toISOString()}>
        {clockOf(line.start)}
      </time>
      <span className="line-clamp-2 min-w-0 flex-1 wrap-anywhere" lang={languageOf(line.title, language)}>
        {line.title}
      </span>
      <span className="max-w-[45%] flex-none text-end text-small text-ink-2">
        {line.start <= now ? agenda.now : untilWords(line.start, now, language)}
      </span>
    </a>
  );
}
