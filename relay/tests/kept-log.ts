import { createLog, type Log } from "../src/log.ts";

/** A log whose lines are kept, to be read. */
export function keptLog(): { log: Log; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  return { log: createLog("debug", (line) => lines.push(JSON.parse(line) as Record<string, unknown>)), lines };
}
