/** What `POST /api/v1/config/providers/reload` answers (docs/protocol.md, "HTTP beside it"). */
import * as v from "valibot";

const words = v.pipe(v.string(), v.maxLength(1000));
const taken = v.object({ awaiting_restart: v.array(words) });
const refused = v.object({
  detail: words,
  problems: v.optional(v.array(v.object({ line: v.number(), key: words, expected: words })), []),
});

export interface ReloadTaken {
  /** Roles whose change waits for the next start. */
  awaiting_restart: readonly string[];
}

/** Status 422: nothing has changed. */
export interface ReloadRefused {
  detail: string;
  /** In the file, from its first line on; none where the providers it names are at fault. */
  problems: readonly { line: number; key: string; expected: string }[];
}

/** @returns undefined when `value` is no such answer */
export function parseReloadTaken(value: unknown): ReloadTaken | undefined {
  const result = v.safeParse(taken, value);
  return result.success ? result.output : undefined;
}

/** @returns undefined when `value` is no such answer */
export function parseReloadRefused(value: unknown): ReloadRefused | undefined {
  const result = v.safeParse(refused, value);
  return result.success ? result.output : undefined;
}
