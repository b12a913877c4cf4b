import { ensureChromium } from "../chromium.mjs";
import { ensurePackages } from "../start/install.mjs";
import { prepareAvatar, prepareFaiss, prepareModels, preparePage } from "../start/prepare.mjs";
import { Interrupted } from "../start/run.mjs";
import { say } from "../start/say.mjs";
import { closingLine, sum } from "./report.mjs";
import { ensureServers } from "./servers.mjs";
import { ensureSpeech } from "./speech.mjs";
import { STEPS } from "./steps.mjs";

const HELP = `npm test -- [names]

Sets up what is missing, then checks and tests everything, or only the named steps:
${STEPS.map(({ name, title }) => `  ${name.padEnd(9)} ${title}`).join("\n")}`;

/**
 * A set-up step that the tests can go on without; they say what they miss.
 * @param {string} title @param {() => unknown} prepare @returns {Promise<import("./report.mjs").Tally>}
 */
async function setUp(title, prepare) {
  try {
    await prepare();
    return { passed: 0, skipped: 0, failures: [] };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    const text = error instanceof Error ? error.message : String(error);
    say(text);
    return { passed: 0, skipped: 0, failures: [{ title, text }] };
  }
}

/** @param {import("./steps.mjs").Step} step */
async function runStep({ title, isQuiet, run }) {
  const startedMs = performance.now();
  if (!isQuiet) say(`\n── ${title}`);
  const tally = await run();
  say(`── ${title}: ${closingLine(tally)} (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`);
  return tally;
}

/** @param {readonly import("./steps.mjs").Step[]} steps @returns {Promise<number>} the exit code */
async function test(steps) {
  await ensurePackages();
  const [quiet, loud] = [steps.filter(({ isQuiet }) => isQuiet), steps.filter(({ isQuiet }) => !isQuiet)];
  const tallies = [
    await setUp("models", prepareModels),
    await setUp("character", prepareAvatar),
    await setUp("FAISS", prepareFaiss),
    await setUp("Chromium", () => ensureChromium()),
    await setUp("page", preparePage),
    await setUp("speech", ensureSpeech),
    await setUp("servers", ensureServers),
  ];
  tallies.push(...(await Promise.all(quiet.map(runStep))));
  for (const step of loud) tallies.push(await runStep(step));
  const total = sum(tallies);
  if (total.failures.length > 0) say("\nFailures:");
  for (const { title, text } of total.failures) say(`\n✗ ${title}\n${text}`);
  say(`\n${closingLine(total)}`);
  return total.failures.length > 0 ? 1 : 0;
}

/** @param {readonly string[]} names @returns {Promise<number>} the exit code */
export async function main(names) {
  const unknown = names.filter((name) => STEPS.every((step) => step.name !== name));
  if (unknown.length > 0) {
    const isQuestion = unknown.every((name) => name === "--help" || name === "-h");
    say(isQuestion ? HELP : `There is no step "${unknown.join('", "')}".\n${HELP}`);
    return isQuestion ? 0 : 2;
  }
  try {
    return await test(names.length > 0 ? STEPS.filter(({ name }) => names.includes(name)) : STEPS);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof Interrupted ? error.exitCode : 1;
  }
}
