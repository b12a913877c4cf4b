import { mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { PrepareError } from "./errors.ts";
import { type RunResult, run } from "./run.ts";

const dist = v.object({ tarball: v.pipe(v.string(), v.url()), integrity: v.string() });

/** Where a package's tarball is, and what it must hash to. */
export type TarballAddress = v.InferOutput<typeof dist>;

/**
 * Asks npm, so that the person's registry, mirror, proxy and credentials are the ones used.
 * @throws PrepareError `npm`
 * @throws the signal's reason when aborted
 */
export async function tarballAddress(name: string, version: string, signal: AbortSignal): Promise<TarballAddress> {
  const result = await npm(["view", `${name}@${version}`, "dist", "--json"], signal);
  try {
    return v.parse(dist, JSON.parse(result.stdout));
  } catch (cause) {
    throw new PrepareError("npm", `npm view ${name}@${version} answered something unexpected`, { cause });
  }
}

/**
 * Lets npm fetch the tarball to `destination`: with the person's credentials and proxy, without resuming.
 * @throws PrepareError `npm`
 * @throws the signal's reason when aborted
 */
export async function packTarball(
  name: string,
  version: string,
  destination: string,
  signal: AbortSignal,
): Promise<void> {
  const folder = await mkdtemp(join(dirname(destination), ".pack-"));
  try {
    await npm(["pack", `${name}@${version}`, "--ignore-scripts", "--pack-destination", folder], signal);
    const made = (await readdir(folder)).find((entry) => entry.endsWith(".tgz"));
    if (made === undefined) throw new PrepareError("npm", `npm pack ${name}@${version} left no tarball`);
    await rename(join(folder, made), destination);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function npm(args: readonly string[], signal: AbortSignal): Promise<RunResult> {
  const script = process.env.npm_execpath; // set when npm itself started us: the same npm, and no .cmd on Windows
  const useScript = script !== undefined && /npm-cli\.c?js$/.test(script);
  let result: RunResult;
  try {
    result = useScript
      ? await run(process.execPath, [script, ...args], { signal })
      : await run("npm", args, { signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new PrepareError("npm", "npm could not be started", { cause });
  }
  if (result.code !== 0) throw new PrepareError("npm", `npm ${args.join(" ")} failed: ${result.stderr.trim()}`);
  return result;
}
