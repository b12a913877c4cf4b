/** `npm run asr`: the recognisers of providers.yaml as an HTTP service of their own (docs/asr.md). */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { nodeVersionProblem } from "./start/node-version.mjs";
import { ROOT } from "./start/paths.mjs";
import { runTypeScript } from "./start/run.mjs";

const HELP = `npm run asr
Serves the recognisers of providers.yaml to other programs on PORT, ASR_PORT or 5005. docs/asr.md lists its settings.
`;

const problem =
  nodeVersionProblem(process.versions.node) ??
  (existsSync(join(ROOT, "node_modules/tsx"))
    ? undefined
    : "Packages are not installed yet: npm start -- --prepare-only installs them and prepares the models.");
if (process.argv.length > 2) {
  const isQuestion = ["--help", "-h"].includes(process.argv[2] ?? "");
  (isQuestion ? process.stdout : process.stderr).write(HELP);
  process.exitCode = isQuestion ? 0 : 2;
} else if (problem === undefined) {
  const { PORT } = process.env;
  const settings = join(ROOT, ".env");
  if (existsSync(settings)) process.loadEnvFile(settings);
  // The file's PORT is the relay's, which may run beside it.
  process.env.PORT = PORT || process.env.ASR_PORT || "";
  const { code } = await runTypeScript("relay/src/asr/main.ts", [], { keepInterrupt: true });
  process.exitCode = code;
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 2;
}
