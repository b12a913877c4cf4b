import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";
import { run } from "./run.mjs";
import { say } from "./say.mjs";

/** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }>} Packages */

/** @param {string} file @returns {Packages | undefined} */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined; // not there, or cut short: install again
  }
}

/**
 * Whether what npm installed is what the lock file asks for.
 * @param {Packages} wanted of package-lock.json
 * @param {Packages | undefined} installed of node_modules/.package-lock.json, which npm writes when all is in place
 */
export function isInstalled(wanted, installed) {
  if (installed === undefined) return false;
  return Object.entries(wanted).every(([path, { version, integrity, optional, devOptional }]) => {
    if (path === "") return true;
    const found = installed[path];
    if (found === undefined) return optional === true || devOptional === true;
    return found.version === version && found.integrity === integrity;
  });
}

/** Runs `npm ci` when packages are missing. Throws a sentence when it fails. */
export async function ensurePackages() {
  const wanted = packagesOf(join(ROOT, "package-lock.json"));
  if (wanted === undefined) throw new Error("package-lock.json is missing or damaged: git checkout package-lock.json");
  if (isInstalled(wanted, packagesOf(join(ROOT, "node_modules/.package-lock.json")))) return;
  say(`Installing ${Object.values(wanted).filter(({ optional }) => !optional).length} packages.`);
  const { code } = await run("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
  if (code !== 0)
    throw new Error(`npm ci failed (exit code ${code}); its own words stand above. Start again when that is mended.`);
}
