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
/** Appendix A: no connection, or one too many; an operator's shutdown, a start under way, a statement given up. */
const UNREACHABLE_STATES = /^(08|57|53300)/;
/** Appendix A: not let in, no such database, no right to do it. */
const REFUSED_STATES = /^(28|3D000|42501)/;
const UNIQUE_VIOLATION = "23505";

/** What went wrong, in the store's words. */
export function failureOf(error: unknown): StoreFailure {
  if (error instanceof StoreError) return { reason: error.reason, message: error.message };
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) };
  if (code === UNIQUE_VIOLATION) return { reason: "conflict", message };
  if (code !== undefined && UNREACHABLE_STATES.test(code)) return { reason: "unreachable", message };
  if (code !== undefined && (DISK_CODES.has(code) || DISK_STATES.test(code))) return { reason: "disk", message };
  if (code !== undefined && REFUSED_STATES.test(code)) return { reason: "refused", message };
  return { reason: "unreadable", message };
}
