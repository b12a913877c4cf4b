import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parseManifest } from "./manifest.ts";
import { prepareModels } from "./prepare.ts";
import { createProgressLines, outcomeLine, progressBar } from "./progress.ts";

const HELP = `Prepares the models Hisho runs in its own process.

  node --import tsx models/prepare/main.ts [options]

  --required          only what a default provider cannot do without
  --optional          only the rest (Japanese speech: 33 MB, and a build of about half a minute)
  --only NAME         one asset of models/manifest.json; may be repeated
  --directory PATH    where the files go (models/weights)
  --verify            compare every file's hash again, not only its size
  --quiet             say nothing about what is ready already

It may be stopped at any time and goes on where it was. It ends with 1 when a required asset is missing.
`;

const models = fileURLToPath(new URL("..", import.meta.url));

const { values } = parseArgs({
  options: {
    required: { type: "boolean" },
    optional: { type: "boolean" },
    only: { type: "string", multiple: true },
    directory: { type: "string" },
    verify: { type: "boolean" },
    quiet: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  },
});

if (values.help) {
  process.stdout.write(HELP);
} else {
  process.exitCode = await main();
}

async function main(): Promise<number> {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort(new Error("stopped")));
  process.once("SIGTERM", () => stop.abort(new Error("stopped")));

  const manifest = parseManifest(JSON.parse(await readFile(resolve(models, "manifest.json"), "utf8")));
  const only = values.only ?? (values.required ? "required" : values.optional ? "optional" : undefined);
  const tty = process.stdout.isTTY;
  const nextLine = createProgressLines();
  try {
    const outcomes = await prepareModels({
      directory: resolve(values.directory ?? resolve(models, "weights")),
      manifest,
      ...(only === undefined ? {} : { only }),
      verify: values.verify ?? false,
      signal: stop.signal,
      onProgress: (progress) => {
        const line = tty ? progressBar(progress) : nextLine(progress);
        if (line !== undefined) process.stdout.write(tty ? `\r\u001b[2K${line}` : `${line}\n`);
      },
    });
    if (tty) process.stdout.write("\r\u001b[2K");
    for (const outcome of outcomes) {
      if (values.quiet && (outcome.outcome === "present" || outcome.outcome === "skipped")) continue;
      process.stdout.write(`${outcomeLine(outcome)}\n`);
    }
    return outcomes.some((outcome) => outcome.outcome === "failed" && outcome.required) ? 1 : 0;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    process.stdout.write("\nStopped; the next run goes on from here.\n");
    return 130;
  }
}
