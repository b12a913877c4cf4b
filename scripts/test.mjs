/** `npm test`: sets up what is missing, runs every check and test, ends with one line of counts. */
import { nodeVersionProblem } from "./start/node-version.mjs";

const problem = nodeVersionProblem(process.versions.node);
if (problem === undefined) {
  const { main } = await import("./test/main.mjs");
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
