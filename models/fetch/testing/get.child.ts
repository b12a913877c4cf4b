/** Another process that fetches the same model: `get.child.ts DIRECTORY MIRROR ENTRY`, ENTRY as JSON. */
import { getWeights } from "../get.ts";

const [directory, mirror, entry] = process.argv.slice(2);
const got = await getWeights({
  entry: JSON.parse(entry!),
  directory: directory!,
  mirror,
  onProgress: ({ phase }) => process.stdout.write(`${phase}\n`),
  signal: new AbortController().signal,
});
process.stdout.write(`${got.outcome}\n`);
