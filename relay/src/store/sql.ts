import type { Health } from "@hisho/providers/health.ts";

/** One SQL statement with its values for `$1`, `$2` …; values are strings, numbers, booleans, dates and null. */
export interface Statement {
  text: string;
  values: readonly unknown[];
}

/** A row by column name; timestamps are dates, jsonb is parsed. */
export type Row = Readonly<Record<string, unknown>>;

/** A PostgreSQL database. What is written against it runs on PGlite and on a server alike. */
export interface Sql {
  /**
   * Runs the statements in one transaction, after all that was asked before.
   * @returns the rows of each
   * @throws StoreError
   */
  run(...statements: Statement[]): Promise<Row[][]>;
  health(): Health;
  close(): Promise<void>;
}

/** One connection to a PostgreSQL, for what is done to the whole store: migrations, backups, restores. */
export interface SqlSession {
  /** Runs a script of one statement or several. */
  execute(script: string): Promise<void>;
  query(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export const statement = (text: string, ...values: unknown[]): Statement => ({ text, values });

/** PostgreSQL holds neither NUL (section 8.3 of its manual) nor half a surrogate pair: both become U+FFFD. */
export const storable = (text: string): string => text.replaceAll("\0", "\uFFFD").replace(/\p{Surrogate}/gu, "\uFFFD");

/** JSON for a jsonb column. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "string" ? storable(inner) : inner));
