import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensurePackages } from "./install.mjs";
import { HELP, readOptions, UsageError } from "./options.mjs";
import { ROOT } from "./paths.mjs";
import { portProblem } from "./port.mjs";
import { prepareAvatar, prepareFaiss, prepareModels, preparePage } from "./prepare.mjs";
import { RELAY_FLAGS } from "./relay-flags.mjs";
import { Interrupted, run } from "./run.mjs";
import { say } from "./say.mjs";

const NO_PAGE = "The page was never built: the relay starts without it. npm start without --no-build builds it.";

/** A port the relay would refuse anyway is left for the relay to explain. */
async function checkPort() {
  const port = Number(process.env.PORT || 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return;
  const problem = await portProblem(process.env.HOST || "127.0.0.1", port);
  if (problem !== undefined) throw new Error(problem);
}

/** @param {import("./options.mjs").StartOptions} options @returns {Promise<number>} the exit code */
async function start({ build, models, relay, lan, mock }) {
  const settings = join(ROOT, ".env");
  if (existsSync(settings)) process.loadEnvFile(settings);
  if (lan) process.env.LAN = "on";
  if (relay) await checkPort();
  await ensurePackages();
  if (models) {
    await prepareModels();
    await prepareAvatar();
  }
  await prepareFaiss();
  if (build) await preparePage();
  if (!relay) return 0;
  if (!existsSync(join(ROOT, "web/dist/index.html"))) say(NO_PAGE);
  const program = mock ? ["--import", "tsx", "scripts/mock/main.ts"] : [...RELAY_FLAGS, "relay/src/main.ts"];
  const { code } = await run(process.execPath, program, { keepInterrupt: true });
  return code;
}

/**
 * @param {readonly string[]} argv without node and the script
 * @returns {Promise<number>} the exit code
 */
export async function main(argv) {
  try {
    const options = readOptions(argv);
    if (!options.help) return await start(options);
    say(HELP);
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) {
      say(`${error.message} The next start goes on from here.`);
      return error.exitCode;
    }
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}
