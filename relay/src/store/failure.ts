import { StoreError } from "./port.ts";
import type { StoreFailure } from "./thread-messages.ts";

/** Node's error codes of a disk that does not take or give. */
const DISK_CODES = new Set([
  "ENOSPC",
  "EDQUOT",
  "EROFS",
  "EACCES",
  "EPERM",
  "ENOENT",
  "ENOTDIR",
  "EEXIST",
  "EIO",
  "EMFILE",
]);
/** PostgreSQL's (manual, appendix A): resources, read-only transaction, system errors. */
const DISK_STATES = /^(53|58|25006)/;
const UNIQUE_VIOLATION = "23505";

/** What went wrong, in the store's words. */
export function failureOf(error: unknown): StoreFailure {
  if (error instanceof StoreError) return { reason: error.reason, message: error.message };
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) };
  if (code === UNIQUE_VIOLATION) return { reason: "conflict", message };
  if (code !== undefined && (DISK_CODES.has(code) || DISK_STATES.test(code))) return { reason: "disk", message };
  return { reason: "unreadable", message };
}
