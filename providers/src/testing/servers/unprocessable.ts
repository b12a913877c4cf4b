import type * as v from "valibot";

/** One complaint as pydantic writes it. */
interface Complaint {
  type: string;
  loc: (string | number)[];
  msg: string;
  input: unknown;
}

/** What FastAPI says of a request that is not of its model, as `detail`. @param where `body` or `query` */
export function complaintsOf(issues: readonly v.BaseIssue<unknown>[], where: "body" | "query"): Complaint[] {
  return issues.map(({ path, message, input, type }) => {
    const missing = input === undefined;
    return {
      type: missing ? "missing" : `${type}_type`,
      loc: [where, ...(path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)))],
      msg: missing ? "Field required" : message,
      input: input ?? null,
    };
  });
}
