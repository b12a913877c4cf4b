/**
 * One JSON line a step, by pino. Never a transcript, an answer or a secret: speech and prompts are personal. What is
 * logged is chosen where it is logged; this module hides what slips through: known secrets, keys that are called like
 * one, and messages of errors that repeat what was said.
 */
import { isSecretKey } from "@hisho/providers/config/secret-keys.ts";
import { type Logger, pino } from "pino";
import type { LogLevel } from "./env.ts";
import { plainError } from "./plain-error.ts";

export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
  /**
   * The same log with `fields` on each line.
   * @param said the words that no line may repeat, asked for when an error is logged
   */
  child(fields: Record<string, unknown>, said?: () => readonly string[]): Log;
}

export interface LogOptions {
  date?: () => Date;
  /** Values that no line may hold; it may grow later. */
  secrets?: ReadonlySet<string>;
}

/** A shorter value would be found in words that are none of its business. */
const SHORTEST_SECRET = 6;
const HIDDEN = "[hidden]";

/** @param write takes one line without its end */
export function createLog(
  level: LogLevel,
  write: (line: string) => void,
  { date = () => new Date(), secrets = new Set() }: LogOptions = {},
): Log {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: "message",
      timestamp: () => `,"at":"${date().toISOString()}"`,
      formatters: { level: (name) => ({ level: name }) },
    },
    { write: (line: string) => write(withoutSecrets(line.trimEnd(), secrets)) },
  );
  return logOf(logger, () => []);
}

function logOf(logger: Logger, said: () => readonly string[]): Log {
  const at =
    (name: LogLevel) =>
    (message: string, fields: Record<string, unknown> = {}): void => {
      if (logger.isLevelEnabled(name)) logger[name](plainFields(fields, said), message);
    };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: (fields, more = () => []) => logOf(logger.child(plainFields(fields, said)), () => [...said(), ...more()]),
  };
}

function plainFields(fields: Record<string, unknown>, said: () => readonly string[]): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (isSecretKey(key)) plain[key] = HIDDEN;
    else plain[key] = value instanceof Error ? plainError(value, said()) : value;
  }
  return plain;
}

/** The line with each secret hidden, as it stands and as it stands in JSON or in an address. */
function withoutSecrets(line: string, secrets: ReadonlySet<string>): string {
  let clean = line;
  for (const secret of secrets) {
    if (secret.length < SHORTEST_SECRET) continue;
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) {
      clean = clean.replaceAll(form, HIDDEN);
    }
  }
  return clean;
}
