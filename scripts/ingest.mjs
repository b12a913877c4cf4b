/** `npm run ingest -- --source DIR`: reads a folder into the secretary's documents. `npm run ingest -- --help` explains it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { nodeVersionProblem } from "./start/node-version.mjs";
import { ROOT } from "./start/paths.mjs";
import { runTypeScript } from "./start/run.mjs";

const problem =
  nodeVersionProblem(process.versions.node) ??
  (existsSync(join(ROOT, "node_modules/tsx"))
    ? undefined
    : "Packages are not installed yet: npm start -- --prepare-only installs them and prepares the models.");
if (problem === undefined) {
  const settings = join(ROOT, ".env");
  if (existsSync(settings)) process.loadEnvFile(settings);
  const { code } = await runTypeScript("scripts/ingest/main.ts", process.argv.slice(2), { keepInterrupt: true });
  process.exitCode = code;
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 2;
}
