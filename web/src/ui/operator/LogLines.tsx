import type { OperatorLogLine } from "@hisho/protocol";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "../parts/Button.tsx";
import { Segmented } from "../parts/Segmented.tsx";
import { useSettings, useText } from "../services.ts";
import { askLog } from "./operations-client.ts";

const EVERY_MS = 5_000;
type Level = "info" | "warn";

/** The last lines of the relay's log, of one turn or of all. */
export function LogLines({ trace, onWhole }: { trace: string | null; onWhole: () => void }): ReactNode {
  const words = useText().operator;
  const language = useSettings((settings) => settings.language);
  const [level, setLevel] = useState<Level>("warn");
  const shown: Level = trace === null ? level : "info";
  const lines = useLog(shown, trace);
  const at = new Intl.DateTimeFormat(language, { timeStyle: "medium" });
  return (
    <section aria-labelledby="operator-log">
      <header className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 id="operator-log" className="text-heading">
          {words.log}
        </h2>
        {trace === null ? (
          <div className="min-w-56">
            <Segmented
              label={words.levels.label}
              value={level}
              choices={[
                { value: "warn", label: words.levels.warn },
                { value: "info", label: words.levels.info },
              ]}
              onChange={setLevel}
            />
          </div>
        ) : (
          <p className="flex flex-wrap items-center gap-3 text-small text-ink-2">
            {words.ofTurn(trace)}
            <Button size="small" onClick={onWhole}>
              {words.wholeLog}
            </Button>
          </p>
        )}
      </header>
      {lines.length === 0 ? (
        <p className="text-small text-ink-2">{words.noLines}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        <ol className="max-h-96 overflow-y-auto text-small" tabIndex={0} aria-labelledby="operator-log">
          {lines.map((line, place) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be the same
              key={place}
              className="flex flex-wrap gap-x-3 border-t-hair border-line py-2"
              data-level={line.level}
            >
              <time className="text-ink-2 tabular-nums" dateTime={line.at}>
                {at.format(new Date(line.at))}
              </time>
              <span className={line.level === "info" ? "" : "font-semibold text-shu-text"} lang="en">
                {line.message}
              </span>
              <span className="min-w-0 text-ink-2 wrap-anywhere" lang="en">
                {fieldsOf(line)}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** The rest of a line, as short as it can be read. */
const fieldsOf = ({ fields }: OperatorLogLine): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" · ");

function useLog(level: Level, trace: string | null): readonly OperatorLogLine[] {
  const token = useSettings((settings) => settings.token);
  const [lines, setLines] = useState<readonly OperatorLogLine[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    const look = async (): Promise<void> => {
      const found = await askLog(token, { level, trace }, abort.signal).catch(() => null);
      // What was shown stays while the relay is away.
      if (!abort.signal.aborted && found !== null) setLines(found);
    };
    void look();
    const timer = setInterval(() => {
      if (!document.hidden) void look();
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [token, level, trace]);
  return lines;
}
