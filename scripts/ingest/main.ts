/** Reads a folder of documents into the secretary; `npm run ingest -- --help` says how. */
import { realpath, watch } from "node:fs/promises";
import { constants } from "node:os";
import { ConfigError } from "../../providers/src/config/config-error.ts";
import { ProviderError } from "../../providers/src/errors.ts";
import { EnvironmentError } from "../../relay/src/env.ts";
import { StoreError } from "../../relay/src/store/port.ts";
import { HELP, type Options, readOptions, UsageError } from "./options.ts";
import { createBar, summaryText } from "./report.ts";
import { ingest, type Summary, TargetError } from "./run.ts";
import { openTarget } from "./target.ts";

const DONE = 0;
const REFUSED = 1;
const COULD_NOT = 2;
/** Programs write a file in several steps. */
const QUIET_MS = 1_000;

async function main(options: Options, signal: AbortSignal): Promise<number> {
  const root = await folder(options.source);
  const target = await openTarget(options.index, process.env);
  const { isTTY, columns } = process.stderr;
  const bar = createBar(isTTY === true, columns ?? 80, (text) => process.stderr.write(text));
  const pass = async (): Promise<Summary> => {
    const startedAt = performance.now();
    try {
      const { include, exclude } = options;
      const selection = { include, exclude };
      const { maxUploadBytes, request } = target;
      const onProgress = bar.show;
      const summary = await ingest(
        { root, selection, prune: options.prune, maxUploadBytes, request, onProgress },
        signal,
      );
      bar.end();
      process.stdout.write(summaryText(summary, (performance.now() - startedAt) / 1000));
      return summary;
    } finally {
      bar.end();
    }
  };
  try {
    process.stdout.write(`${root} into ${target.name}\n`);
    const { refused } = await pass();
    if (!options.watch) return refused.length === 0 ? DONE : REFUSED;
    process.stdout.write(`watching ${root}; Ctrl-C ends it\n`);
    for await (const _ of quietly(root, signal)) {
      try {
        await pass();
      } catch (error) {
        if (!(error instanceof TargetError)) throw error;
        process.stderr.write(`${error.message}\n`); // the next change tries again
      }
    }
    return DONE;
  } finally {
    await target.close();
  }
}

async function folder(source: string): Promise<string> {
  try {
    return await realpath(source);
  } catch {
    throw new UsageError(`there is no folder ${source}`);
  }
}

/** Once after each burst of changes. */
async function* quietly(root: string, signal: AbortSignal): AsyncGenerator<void> {
  let wake: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let changed = false;
  const following = (async () => {
    for await (const _ of watch(root, { recursive: true, signal })) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        changed = true;
        wake?.();
      }, QUIET_MS);
    }
  })();
  const failed = following.catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  while (!signal.aborted) {
    if (!changed) await Promise.race([new Promise<void>((resolve) => (wake = resolve)), failed]);
    if (signal.aborted) return;
    changed = false;
    yield;
  }
}

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.on(name, () => {
    if (stop.signal.aborted) process.exit(128 + constants.signals[name]);
    stop.abort(name);
  });
}
const EXPECTED = [UsageError, TargetError, ConfigError, ProviderError, EnvironmentError, StoreError];
try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(HELP);
  process.exitCode = options.help ? DONE : await main(options, stop.signal);
} catch (error) {
  if (stop.signal.aborted) {
    process.stderr.write("Stopped; the same command goes on from here.\n");
    process.exitCode = 128 + constants.signals[stop.signal.reason as NodeJS.Signals];
  } else {
    const isExpected = EXPECTED.some((kind) => error instanceof kind);
    process.stderr.write(`${isExpected ? (error as Error).message : (error as Error).stack}\n`);
    process.exitCode = COULD_NOT;
  }
}
