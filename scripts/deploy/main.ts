/** `npm run check:deploy`: ends with 0 when the deployment fits together, with 1 and a line for each problem otherwise. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../start/paths.mjs";
import { checkDeployment } from "./check.ts";

const HELP = `npm run check:deploy -- [--root PATH] [--tools]

Checks docker-compose.yml under every profile, .env.default, Dockerfiles, Caddyfile and Prometheus files.

  --root PATH   another tree than this one
  --tools       a missing caddy or promtool is a problem
  --help        this text
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { root: { type: "string" }, tools: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const { problems, skipped, selections } = await checkDeployment(resolve(values.root ?? ROOT));
  for (const sentence of skipped) process.stdout.write(`skipped  ${sentence}\n`);
  for (const { file, message } of problems) process.stderr.write(`${file}: ${message}\n`);
  const missing = values.tools === true && skipped.some((sentence) => !sentence.startsWith("docker"));
  const seen = new Set(selections.flatMap(({ services }) => services.map(({ name }) => name)));
  process.stdout.write(`${problems.length} problems, ${seen.size} services, ${selections.length} sets of profiles\n`);
  return problems.length > 0 || missing ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
