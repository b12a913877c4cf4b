/** What passes between the relay and its store's thread. */
import type { StoreErrorReason } from "./port.ts";
import type { Row, Statement } from "./sql.ts";

export type StoreCall =
  /**
   * Comes first. Where the database lies (null keeps it in memory) and the folder of backups. Answered with a row
   * `{ backup }`, a path, when the database was backed up to be upgraded.
   */
  | { type: "open"; directory: string | null; backups: string }
  | { type: "run"; statements: Statement[] }
  | { type: "close" };

export interface StoreFailure {
  reason: StoreErrorReason;
  message: string;
}

/** The rows of each statement (none for `close`), or why there are none. */
export type StoreAnswer = { rows: Row[][] } | { failure: StoreFailure };
