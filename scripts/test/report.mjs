import { stripVTControlCharacters } from "node:util";

/**
 * @typedef {object} Failure
 * @property {string} title where and what
 * @property {string} text why, as the tool said it
 */

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} skipped
 * @property {Failure[]} failures one a failed test or check
 */

/** @returns {Tally} */
const nothing = () => ({ passed: 0, skipped: 0, failures: [] });

/** A tool that only says yes or no, and its output. @param {string} title @param {number} code @param {string} output @returns {Tally} */
export function tallyOfCheck(title, code, output) {
  return code === 0 ? { ...nothing(), passed: 1 } : { ...nothing(), failures: [{ title, text: output.trim() }] };
}

/**
 * @typedef {{ fullName: string, status: string, failureMessages?: string[] }} VitestTest
 * @typedef {{ name: string, status: string, message?: string, assertionResults: VitestTest[] }} VitestFile
 */

/** Vitest's `json` reporter. @param {{ testResults: VitestFile[] }} report @returns {Tally} */
export function tallyOfVitest({ testResults }) {
  const tally = nothing();
  for (const { name, status, message, assertionResults } of testResults) {
    for (const test of assertionResults) {
      if (test.status === "passed") tally.passed += 1;
      else if (test.status !== "failed") tally.skipped += 1;
      else tally.failures.push({ title: `${name} > ${test.fullName}`, text: (test.failureMessages ?? []).join("\n") });
    }
    // A file that broke before its tests, or after them.
    const isToldAlready = assertionResults.some((test) => test.status === "failed");
    if (status === "failed" && !isToldAlready) tally.failures.push({ title: name, text: message ?? "" });
  }
  return tally;
}

/**
 * @typedef {{ status: string, results: { errors?: { message?: string }[] }[] }} PlaywrightTest
 * @typedef {{ title: string, file: string, tests: PlaywrightTest[] }} PlaywrightSpec
 * @typedef {{ title: string, specs?: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 */

/** @param {PlaywrightSuite} suite @returns {PlaywrightSpec[]} */
const specsOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(specsOf)];

/** Playwright's `json` reporter. @param {{ suites: PlaywrightSuite[], errors?: { message?: string }[] }} report @returns {Tally} */
export function tallyOfPlaywright({ suites, errors = [] }) {
  const tally = nothing();
  for (const { title, file, tests } of suites.flatMap(specsOf)) {
    for (const { status, results } of tests) {
      if (status === "expected") tally.passed += 1;
      else if (status === "skipped") tally.skipped += 1;
      else {
        const messages = results.flatMap((result) => result.errors ?? []).map(({ message = "" }) => message);
        tally.failures.push({ title: `${file} > ${title}`, text: messages.join("\n") });
      }
    }
  }
  for (const { message = "" } of errors) tally.failures.push({ title: "Playwright", text: message });
  return tally;
}

/**
 * A tool that ended badly although its report names no failure (an unhandled rejection, a crash, no report at all).
 * @param {Tally} tally @param {string} title @param {number} code @param {string} output @returns {Tally}
 */
export function withExitCode(tally, title, code, output) {
  if (code === 0 || tally.failures.length > 0) return tally;
  const tail = output.trim().split("\n").slice(-40).join("\n");
  return { ...tally, failures: [{ title: `${title} (exit code ${code})`, text: tail }] };
}

/** All steps together, their failures as plain text. @param {Tally[]} tallies @returns {Tally} */
export const sum = (tallies) => ({
  passed: tallies.reduce((total, { passed }) => total + passed, 0),
  skipped: tallies.reduce((total, { skipped }) => total + skipped, 0),
  failures: tallies.flatMap(({ failures }) =>
    failures.map(({ title, text }) => ({ title, text: stripVTControlCharacters(text) })),
  ),
});

/** The last line of a run. @param {Tally} tally */
export const closingLine = ({ passed, failures, skipped }) =>
  `${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
