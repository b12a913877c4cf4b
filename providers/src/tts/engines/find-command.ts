import which from "which";

/** Path of an executable on the PATH, or undefined. A few file stats. */
export function findCommand(name: string): string | undefined {
  return which.sync(name, { nothrow: true }) ?? undefined;
}
