/** Readings as a file that a person keeps, edits in a spreadsheet and gives to somebody else. */
import type { NewReading, Reading } from "@hisho/providers/llm/port.ts";
import { parse } from "csv-parse/sync";
import * as v from "valibot";
import { MOST_READING_CHARACTERS, MOST_READINGS, READING_LANGUAGES } from "./port.ts";

const words = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MOST_READING_CHARACTERS));

/** What is taught over REST, and each entry of a file. */
export const READING = v.object({ written: words, spoken: words, language: v.picklist(READING_LANGUAGES) });

export interface Refused {
  /** Its place in the file, from 1; of CSV the line, the heading being line 1. */
  entry: number;
  field: string;
  expected: string;
}

export interface ReadFile {
  readings: NewReading[];
  refused: Refused[];
}

const COLUMNS = ["written", "spoken", "language"] as const;
/** Spreadsheets take what begins so for a formula (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r]/;

/** RFC 4180 with a byte order mark, without which spreadsheets take it for another encoding. */
export function csvOf(readings: readonly Reading[]): string {
  const rows = readings.map((reading) => COLUMNS.map((column) => cell(reading[column])).join(","));
  return `\uFEFF${[COLUMNS.join(","), ...rows].join("\r\n")}\r\n`;
}

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** @returns undefined when it is no CSV with the three columns */
export function readCsv(text: string): ReadFile | undefined {
  let rows: unknown;
  try {
    rows = parse(text, { bom: true, columns: true, skip_empty_lines: true, trim: true, relax_column_count: true });
  } catch {
    return undefined;
  }
  if (!Array.isArray(rows) || rows.length > MOST_READINGS) return undefined;
  const [first] = rows as Record<string, unknown>[];
  if (first !== undefined && !COLUMNS.every((column) => column in first)) return undefined;
  const unquoted = (rows as Record<string, unknown>[]).map((row) =>
    Object.fromEntries(
      COLUMNS.map((column) => [column, typeof row[column] === "string" ? unescaped(row[column]) : ""]),
    ),
  );
  return sorted(unquoted, 2);
}

const unescaped = (text: string): string => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text);

/** @param entries of a JSON file, untrusted */
export const readEntries = (entries: readonly unknown[]): ReadFile | undefined =>
  entries.length > MOST_READINGS ? undefined : sorted(entries, 1);

function sorted(entries: readonly unknown[], firstPlace: number): ReadFile {
  const read: ReadFile = { readings: [], refused: [] };
  for (const [index, entry] of entries.entries()) {
    const checked = v.safeParse(READING, entry);
    if (checked.success) read.readings.push(checked.output);
    else {
      const field = v.getDotPath(checked.issues[0]) ?? "entry";
      read.refused.push({ entry: index + firstPlace, field, expected: expectedOf(field) });
    }
  }
  return read;
}

export const expectedOf = (field: string): string =>
  field === "language"
    ? `one of ${READING_LANGUAGES.join(", ")}`
    : field === "written" || field === "spoken"
      ? `1 to ${MOST_READING_CHARACTERS} characters`
      : "written, spoken and language";
