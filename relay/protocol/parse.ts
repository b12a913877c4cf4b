import * as v from "valibot";
import { WireError } from "./errors.ts";

/**
 * Reads one JSON message by its schema.
 * @param discriminators fields whose unknown value makes the message an unknown type rather than a bad field
 * @throws WireError `not-json`, `unknown-type` or `bad-field`
 */
export function parseMessage<Schema extends v.GenericSchema>(
  json: string,
  schema: Schema,
  discriminators: readonly string[],
): v.InferOutput<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new WireError("not-json", "the message is not JSON");
  }
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const issue = result.issues[0];
  const field = v.getDotPath(issue) ?? undefined;
  if (field !== undefined && discriminators.includes(field)) {
    throw new WireError("unknown-type", `${field}: ${issue.message}`, field);
  }
  throw new WireError("bad-field", field === undefined ? issue.message : `${field}: ${issue.message}`, field);
}
