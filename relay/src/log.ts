/** One JSON line a step. Never a transcript, an answer or a secret: speech and prompts are personal. */
import type { LogLevel } from "./env.ts";

export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

const RANK: Record<LogLevel, number> = { error: 0, warn: 1, info: 2, debug: 3 };

/** @param write takes one line without its end */
export function createLog(level: LogLevel, write: (line: string) => void, date: () => Date = () => new Date()): Log {
  const at =
    (name: LogLevel) =>
    (message: string, fields: Record<string, unknown> = {}): void => {
      if (RANK[name] > RANK[level]) return;
      const plain = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, plainValue(value)]));
      write(JSON.stringify({ at: date().toISOString(), level: name, message, ...plain }));
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

function plainValue(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const reason = "reason" in value ? value.reason : undefined;
  return { name: value.name, message: value.message.slice(0, 300), ...(reason === undefined ? {} : { reason }) };
}
