import { constants } from "node:fs";
import { access, chmod, copyFile, cp, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { PrepareError } from "./errors.ts";
import { SOURCE_FOLDER } from "./extract.ts";
import { findCommand } from "./machine.ts";
import type { AssetBuild } from "./manifest.ts";
import { run } from "./run.ts";

/** Left beside the source when the build failed, so that the next start does not try again. */
export const BUILD_LOG = "build-failed.log";

export type BuildState =
  | { state: "built" }
  | { state: "not-needed"; reason: string }
  | { state: "impossible"; reason: string }
  | { state: "failed-before"; log: string }
  | { state: "to-do" };

/** What is there to do for an asset's engine. A few stats. */
export async function buildState(build: AssetBuild, folder: string): Promise<BuildState> {
  if (findCommand(build.unlessCommand) !== undefined) {
    return { state: "not-needed", reason: `${build.unlessCommand} is installed` };
  }
  if (await exists(join(folder, "bin", basename(build.result)))) return { state: "built" };
  const missing = build.needsCommands.filter((command) => findCommand(command) === undefined);
  if (missing.length > 0) return { state: "impossible", reason: `${missing.join(" and ")} not found` };
  const log = join(folder, BUILD_LOG);
  return (await exists(log)) ? { state: "failed-before", log } : { state: "to-do" };
}

/**
 * Builds in a copy of the source and puts the program into `bin/` by a rename; the source goes then.
 * @throws PrepareError `build`; the log is kept
 * @throws the signal's reason when aborted; nothing is kept
 */
export async function buildEngine(
  build: AssetBuild,
  folder: string,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const work = join(folder, ".build");
  const log: string[] = [];
  await rm(work, { recursive: true, force: true });
  try {
    await cp(join(folder, SOURCE_FOLDER), work, { recursive: true, preserveTimestamps: true });
    const jobs = Math.min(4, availableParallelism());
    for (const target of build.targets) {
      const result = await run("make", [`-j${jobs}`, target], {
        cwd: work,
        env: { ...process.env, ...build.environment, MAKEFLAGS: build.makeFlags },
        onLine: (line) => {
          log.push(line);
          onLine(line);
        },
        signal,
      });
      if (result.code !== 0) throw new Error(`make ${target} ended with ${result.code}`);
    }
    const program = join(folder, "bin", basename(build.result));
    await mkdir(join(folder, "bin"), { recursive: true });
    await copyFile(join(work, build.result), `${program}.new`);
    await chmod(`${program}.new`, 0o755);
    await rename(`${program}.new`, program);
    await rm(join(folder, SOURCE_FOLDER), { recursive: true, force: true });
  } catch (cause) {
    signal.throwIfAborted();
    const path = join(folder, BUILD_LOG);
    await writeFile(path, `${log.join("\n")}\n${String(cause)}\n`);
    throw new PrepareError("build", `the engine did not build, see ${path}; delete that file to try again`, { cause });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
