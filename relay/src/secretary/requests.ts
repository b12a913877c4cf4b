/** What the routes of the agenda ask of a request before they use it. */
import { localTime } from "@hisho/providers/llm/secretary/calendar.ts";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { problem } from "../problem.ts";

export const MAX_BODY_BYTES = 64 * 1024;

export const EXPECTED_ZONE = "expected an IANA time zone such as Asia/Tokyo";
export const bad = (field: string, expected: string): Response =>
  problem(400, "Bad request", `${field}: ${expected}`, { field });
export const nothingSuch = (what: string): Response => problem(404, "Not found", `There is no such ${what}.`);
export const limit = (maxSize: number) =>
  bodyLimit({ maxSize, onError: () => problem(413, "Too large", `At most ${maxSize} bytes are taken.`) });

export async function bodyOf<S extends v.GenericSchema>(
  context: Context,
  schema: S,
): Promise<v.InferOutput<S> | Response> {
  const given = v.safeParse(schema, await context.req.json().catch(() => undefined));
  if (given.success) return given.output;
  const [issue] = given.issues;
  return bad(v.getDotPath(issue) ?? "body", issue.expected === null ? issue.message : `expected ${issue.expected}`);
}

export function isZone(timeZone: string): boolean {
  try {
    localTime(new Date(0), timeZone);
    return true;
  } catch {
    return false;
  }
}
