import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

type Package = {
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};

const packages: Record<string, Package> = JSON.parse(
  readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"),
).packages;

/** Whether `name` is found from the package at `path` as Node looks for it: its own node_modules, then those above. */
function isFoundFrom(path: string, name: string): boolean {
  if (packages[`${path === "" ? "" : `${path}/`}node_modules/${name}`] !== undefined) return true;
  return path !== "" && isFoundFrom(path.slice(0, Math.max(0, path.lastIndexOf("/"))), name);
}

/**
 * npm leaves a package for another system out of the lock when a registry does not have it, and `npm ci` then calls the
 * lock out of sync everywhere. Pin or override its parent to a version whose packages are all there.
 */
it("holds every package for every system, so that npm ci accepts it", () => {
  const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !isFoundFrom(path, name))
      .map((name) => `${name} of ${path}`),
  );
  expect(missing).toEqual([]);
});
