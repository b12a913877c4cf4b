import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Path of an executable on the PATH, or undefined. A few file stats. */
export function findCommand(name: string, path = process.env.PATH ?? ""): string | undefined {
  for (const folder of path.split(delimiter)) {
    if (folder === "") continue;
    const candidate = join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not in this folder: the next one may have it.
    }
  }
  return undefined;
}
