import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { CACHE, ROOT } from "../start/paths.mjs";
import { run } from "../start/run.mjs";
import { tallyOfCheck, tallyOfPlaywright, tallyOfVitest, withExitCode } from "./report.mjs";

/**
 * @typedef {import("./report.mjs").Tally} Tally
 * @typedef {object} Step
 * @property {string} name what `npm test -- NAME` calls it
 * @property {string} title
 * @property {boolean} isQuiet it prints nothing, and others of its kind may run beside it
 * @property {() => Promise<Tally>} run
 */

/** @type {NodeJS.ProcessEnv} */
const env = { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}) };

/** A check of package.json's scripts. @param {string} name @param {string} title @returns {Step} */
const check = (name, title) => ({
  name,
  title,
  isQuiet: true,
  run: async () => {
    const { code, output } = await run("npm", ["run", "--silent", name], { show: "nobody", env });
    return tallyOfCheck(title, code, output);
  },
});

/** @template Report @param {string} file @param {(report: Report) => Tally} tally @returns {Tally} */
function readReport(file, tally) {
  try {
    return tally(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    return { passed: 0, skipped: 0, failures: [{ title: `No report in ${file}`, text: String(error) }] };
  }
}

/** @param {string} name */
function emptyReport(name) {
  const file = join(CACHE, "test", `${name}.json`);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/** @param {string} name @param {string} title @param {"node" | "browser"} project @returns {Step} */
const vitest = (name, title, project) => ({
  name,
  title,
  isQuiet: false,
  run: async () => {
    const file = emptyReport(name);
    const cli = join(ROOT, "node_modules/vitest/vitest.mjs");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const { code, output } = await run(process.execPath, [cli, "run", "--project", project, ...reporters], {
      show: "both",
      env,
    });
    return withExitCode(readReport(file, tallyOfVitest), title, code, output);
  },
});

/** @param {string} name @param {string} title @param {"pages" | "voice"} project @returns {Step} */
const playwright = (name, title, project) => ({
  name,
  title,
  isQuiet: false,
  run: async () => {
    const file = emptyReport(name);
    const cli = join(ROOT, "node_modules/@playwright/test/cli.js");
    const { code, output } = await run(
      process.execPath,
      [cli, "test", `--project=${project}`, "--reporter=list,json"],
      {
        show: "both",
        env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
      },
    );
    return withExitCode(readReport(file, tallyOfPlaywright), title, code, output);
  },
});

/** Everything `npm test` runs, cheapest first. @type {readonly Step[]} */
export const STEPS = [
  check("types", "types"),
  check("lint", "lint"),
  check("imports", "import rules"),
  check("unused", "unused code"),
  vitest("unit", "unit tests", "node"),
  vitest("browser", "worklets and page in Chromium", "browser"),
  playwright("e2e", "end to end", "pages"),
  playwright("voice", "end to end, by ear", "voice"),
];
