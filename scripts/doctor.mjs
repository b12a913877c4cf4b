/** `npm run doctor`: tries every configured provider and says whether to go live. `npm run doctor -- --help` explains it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { nodeVersionProblem } from "./start/node-version.mjs";
import { ROOT } from "./start/paths.mjs";
import { runTypeScript } from "./start/run.mjs";

const DOCTOR = "scripts/doctor/main.ts";

const problem =
  nodeVersionProblem(process.versions.node) ??
  (existsSync(join(ROOT, "node_modules/tsx"))
    ? undefined
    : "Packages are not installed yet: npm start -- --prepare-only installs them and prepares the models.");
if (problem === undefined) {
  const settings = join(ROOT, ".env");
  if (existsSync(settings)) process.loadEnvFile(settings);
  const asked = process.argv.slice(2);
  const args = asked.filter((arg) => arg !== "--mock");
  // The stand-in servers of the mock profile live for as long as the doctor that looks at them.
  const { code } = asked.includes("--mock")
    ? await runTypeScript("scripts/mock/main.ts", [DOCTOR, ...args], { keepInterrupt: true })
    : await runTypeScript(DOCTOR, args, { keepInterrupt: true });
  process.exitCode = code;
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 2;
}
