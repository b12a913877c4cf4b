/** Reads the configuration, runs the doctor over what it names, prints what came out. */
import { mkdtemp, rm } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { noDesk } from "@hisho/providers/llm/no-desk.ts";
import { ConfigError, type ConfigProblem } from "../../providers/src/config/config-error.ts";
import { type ProvidersConfig, readProvidersConfig } from "../../providers/src/config/providers-config.ts";
import { readClips } from "../../providers/src/doctor/clips.ts";
import { runDoctor } from "../../providers/src/doctor/doctor.ts";
import { subjectsOf } from "../../providers/src/doctor/subjects.ts";
import { ProviderError } from "../../providers/src/errors.ts";
import { licenceOf } from "../../providers/src/licences.ts";
import { createProviders, everyProvider, type Providers } from "../../providers/src/registry.ts";
import type { DoctorReport } from "../../relay/protocol/index.ts";
import { HELP, type Options, readOptions, UsageError } from "./options.ts";
import { createProgress } from "./progress.ts";
import { reportTable } from "./table.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CLOSING_MS = 5_000;
/** A large model may be read from a slow disk first. */
const PREPARE_MS = 120_000;
const GO_LIVE = 0;
const NOT_FIT = 1;
const UNREADABLE = 2;

async function main(argv: readonly string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(argv);
  if (options.help) {
    await print(HELP);
    return GO_LIVE;
  }
  const file = resolve(ROOT, options.config ?? (process.env.PROVIDERS_CONFIG_PATH || "providers/providers.yaml"));
  const folder = await mkdtemp(join(tmpdir(), "hisho-doctor-"));
  try {
    const config = await readProvidersConfig(file, process.env);
    const providers = make(config, folder, file);
    const report = await examine(providers, options, signal);
    await print(
      options.json
        ? `${JSON.stringify(report, null, 2)}\n`
        : reportTable(report, process.stdout.isTTY && !process.env.NO_COLOR),
    );
    return report.go_live ? GO_LIVE : NOT_FIT;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    if (options.json) await print(`${JSON.stringify({ version: 1, problems: error.problems }, null, 2)}\n`);
    return UNREADABLE;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @throws ConfigError where the configuration names something that this machine has not */
function make(config: ProvidersConfig, folder: string, file: string): Providers {
  try {
    const weightsDirectory = join(ROOT, "models/weights");
    return createProviders(config, { weightsDirectory, dataDirectory: folder, desk: noDesk });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const problem: ConfigProblem = { file, line: 1, key: error.role, expected: error.message };
    throw new ConfigError([problem]);
  }
}

async function examine(
  providers: Providers,
  { samples, allowMock }: Options,
  signal: AbortSignal,
): Promise<DoctorReport> {
  const { isTTY } = process.stderr;
  const progress = createProgress(isTTY, (text) => process.stderr.write(text));
  try {
    return await runDoctor(
      {
        subjects: subjectsOf(providers),
        clips: await readClips(),
        deadlinesMs: providers.deadlinesMs,
        clock: () => performance.now(),
        now: () => new Date(),
        samples,
        prepareMs: PREPARE_MS,
        mayGoOn: () => Promise.resolve(),
        licenceOf,
        allowMock,
        onProgress: (step) => progress.show(step),
      },
      signal,
    );
  } finally {
    progress.end();
    const closing = Promise.allSettled(everyProvider(providers).map((provider) => provider.close()));
    await Promise.race([closing, new Promise((done) => setTimeout(done, CLOSING_MS).unref())]);
  }
}

const print = (text: string): Promise<void> =>
  new Promise((done, fail) => process.stdout.write(text, (error) => (error ? fail(error) : done())));

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.on(name, () => {
    if (stop.signal.aborted) process.exit(128 + constants.signals[name]);
    stop.abort(name);
  });
}
let code: number;
try {
  code = await main(process.argv.slice(2), stop.signal);
} catch (error) {
  if (stop.signal.aborted) {
    process.stderr.write("Stopped.\n");
    code = 128 + constants.signals[stop.signal.reason as NodeJS.Signals];
  } else {
    process.stderr.write(`${error instanceof UsageError ? error.message : (error as Error).stack}\n`);
    code = UNREADABLE;
  }
}
// A provider that does not close in time must not keep the operator waiting.
process.exit(code);
