import * as v from "valibot";

/** A path inside a folder: forward slashes, perhaps spaces, no way out of it. */
export const insidePath = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_][\w.\- /]*$/),
  v.check((path) => !path.split("/").includes(".."), "a path may not climb"),
);

export const bytes = v.pipe(v.number(), v.integer(), v.minValue(0));

/** In hexadecimal digits. */
export const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
