/** The last lines of the log, for the operator's page: what standard error was given, bounded. */
import { LOG_LEVELS, type LogLevel } from "../env.ts";

export interface LogLine {
  at: string;
  level: LogLevel;
  message: string;
  /** The rest of the line: figures, names, errors; `trace` and `session` where it belongs to a turn. */
  fields: Readonly<Record<string, unknown>>;
}

export interface LogQuery {
  /** Of one turn. */
  trace?: string | undefined;
  /** This level and graver ones. */
  least: LogLevel;
  /** At most so many, the newest. */
  most: number;
}

const KEPT_LINES = 2000;
/** Longer ones are left to the log itself. */
const LONGEST_LINE = 8192;

export class LogTail {
  readonly #lines: string[] = [];

  /** @param line of JSON, as the log writes it */
  add(line: string): void {
    if (line.length > LONGEST_LINE) return;
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
  }

  /** Newest first. */
  last({ trace, least, most }: LogQuery): LogLine[] {
    const found: LogLine[] = [];
    for (let place = this.#lines.length - 1; place >= 0 && found.length < most; place -= 1) {
      const text = this.#lines[place] ?? "";
      if (trace !== undefined && !text.includes(trace)) continue;
      const line = readLine(text);
      if (line === undefined || LOG_LEVELS.indexOf(line.level) > LOG_LEVELS.indexOf(least)) continue;
      if (trace === undefined || line.fields.trace === trace) found.push(line);
    }
    return found;
  }
}

function readLine(text: string): LogLine | undefined {
  try {
    const { at, level, message, ...fields } = JSON.parse(text);
    const known = LOG_LEVELS.find((name) => name === level);
    return typeof at === "string" && typeof message === "string" && known !== undefined
      ? { at, level: known, message, fields }
      : undefined;
  } catch {
    return undefined; // not a line of this log
  }
}
