import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseManifest } from "../prepare/manifest.ts";
import { createProgressLines, progressBar } from "../prepare/progress.ts";
import { runCli } from "./cli.ts";

const models = fileURLToPath(new URL("..", import.meta.url));
const settings = fileURLToPath(new URL("../../.env", import.meta.url));
const CLEAR = "\r\u001b[2K";

const stop = new AbortController();
// Not once: a terminal and npm both pass the same Ctrl-C on, and the second would end the process in its tracks.
process.on("SIGINT", () => stop.abort(new Error("stopped")));
process.on("SIGTERM", () => stop.abort(new Error("stopped")));
if (existsSync(settings)) process.loadEnvFile(settings);

const { isTTY } = process.stdout;
const nextLine = createProgressLines();
process.exitCode = await runCli(process.argv.slice(2), {
  manifest: parseManifest(JSON.parse(await readFile(join(models, "manifest.json"), "utf8"))),
  directory: join(models, "weights"),
  env: process.env,
  print: (line) => process.stdout.write(`${isTTY ? CLEAR : ""}${line}\n`),
  show: (progress) => {
    const line = isTTY ? progressBar(progress) : nextLine(progress);
    if (line !== undefined) process.stdout.write(isTTY ? `${CLEAR}${line}` : `${line}\n`);
  },
  signal: stop.signal,
});
