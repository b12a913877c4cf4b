/** `npm start`: from a fresh clone to a running relay. `npm start -- --help` explains it. */
import { nodeVersionProblem } from "./start/node-version.mjs";

const problem = nodeVersionProblem(process.versions.node);
if (problem === undefined) {
  // Loaded only now: an older Node could not even read the rest.
  const { main } = await import("./start/main.mjs");
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
