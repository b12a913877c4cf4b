/** `npm run doctor`: tries every configured provider and says whether to go live. `npm run doctor -- --help` explains it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { nodeVersionProblem } from "./start/node-version.mjs";
import { ROOT } from "./start/paths.mjs";
import { Interrupted, runTypeScript } from "./start/run.mjs";

const problem =
  nodeVersionProblem(process.versions.node) ??
  (existsSync(join(ROOT, "node_modules/tsx"))
    ? undefined
    : "Packages are not installed yet: npm start -- --prepare-only installs them and prepares the models.");
if (problem === undefined) {
  const settings = join(ROOT, ".env");
  if (existsSync(settings)) process.loadEnvFile(settings);
  try {
    process.exitCode = (await runTypeScript("scripts/doctor/main.ts", process.argv.slice(2))).code;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    process.exitCode = error.exitCode;
  }
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 2;
}
