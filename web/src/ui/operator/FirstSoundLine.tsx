import type { Operations } from "@hisho/protocol";
import type { ReactNode } from "react";
import { useSettings, useText } from "../services.ts";
import { PROMISED, pathsOf, timeIn } from "./figures.ts";

const STEP_MS = 600_000;
/** The mark of two seconds lies at four fifths of the height. */
const TOP_MS = PROMISED.firstSoundMs * 1.25;

/** First sound by ten minutes: the median, and dotted the slowest twentieth, under the promised time. */
export function FirstSoundLine({ line }: { line: Operations["line"] }): ReactNode {
  const words = useText().operator;
  const language = useSettings((settings) => settings.language);
  const last = line.at(-1);
  if (last === undefined) return null;
  const { median, slowest } = pathsOf(line, TOP_MS, STEP_MS);
  const clock = new Intl.DateTimeFormat(language, { timeStyle: "short" });
  const mark = 100 - (PROMISED.firstSoundMs / TOP_MS) * 100;
  return (
    <section aria-labelledby="operator-line">
      <header className="flex flex-wrap items-baseline justify-between gap-x-4 text-small text-ink-2">
        <h2 id="operator-line" className="font-semibold">
          {words.line}
        </h2>
        <p>
          <span className="me-2 inline-block w-4 border-t-2 border-ink align-middle" />
          p50
          <span className="ms-4 me-2 inline-block w-4 border-t-2 border-dotted border-ink align-middle" />
          p95
          <span className="ms-4 me-2 inline-block w-4 border-t-hair border-dashed border-shu align-middle" />
          {timeIn(PROMISED.firstSoundMs, language)}
        </p>
      </header>
      <svg
        className="mt-3 h-28 w-full overflow-visible border-b-hair border-line"
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={words.lineSummary(timeIn(last.p50_ms, language), timeIn(last.p95_ms, language))}
        fill="none"
        strokeLinecap="round"
      >
        <path d={`M0 ${mark}H100`} className="stroke-shu" strokeDasharray="4 4" vectorEffect="non-scaling-stroke" />
        <path
          d={slowest}
          className="stroke-ink"
          strokeWidth="2"
          strokeDasharray="0.1 4"
          vectorEffect="non-scaling-stroke"
        />
        <path d={median} className="stroke-ink" strokeWidth="2.5" vectorEffect="non-scaling-stroke" />
      </svg>
      <p className="flex justify-between text-meta text-ink-2 tabular-nums" aria-hidden="true">
        <span>{clock.format(new Date(line[0]?.at ?? last.at))}</span>
        <span>{clock.format(new Date(last.at))}</span>
      </p>
    </section>
  );
}
