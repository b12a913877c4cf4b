import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as tar from "tar";
import { fileDigest } from "./digest.ts";
import { PrepareError } from "./errors.ts";
import type { Asset } from "./manifest.ts";

/** Where an asset's source tree is kept, inside its folder. */
export const SOURCE_FOLDER = "source";

/**
 * Unpacks the listed files, checks each, and puts the folder into place in one rename: a reader sees all or nothing.
 * Scripts of the package are never run and links are never followed.
 * @throws PrepareError `corrupt`
 * @throws the signal's reason when aborted
 */
export async function extract(
  asset: Asset,
  withSource: boolean,
  tarball: string,
  directory: string,
  signal: AbortSignal,
): Promise<void> {
  const target = join(directory, asset.name);
  const unpacked = join(directory, `.unpack-${asset.name}`);
  const staged = join(directory, `.stage-${asset.name}`);
  await rm(unpacked, { recursive: true, force: true });
  await rm(staged, { recursive: true, force: true });
  await mkdir(unpacked, { recursive: true });
  await mkdir(staged, { recursive: true });
  try {
    const wanted = new Set(asset.files.map((file) => file.from));
    const sources = withSource ? (asset.build?.sources ?? []) : [];
    await tar.extract({
      file: tarball,
      cwd: unpacked,
      preserveOwner: false,
      strip: 1, // npm packs everything under one folder
      filter: (path, entry) => {
        const inside = path.slice(path.indexOf("/") + 1);
        const regular = "type" in entry && (entry.type === "File" || entry.type === "OldFile");
        return regular && (wanted.has(inside) || isSource(inside, sources));
      },
    });
    signal.throwIfAborted();
    for (const file of asset.files) await takeFile(join(unpacked, file.from), staged, file, signal);
    for (const source of sources) await takeSource(unpacked, staged, source);
    await rm(target, { recursive: true, force: true });
    await rename(staged, target);
  } finally {
    await rm(unpacked, { recursive: true, force: true });
    await rm(staged, { recursive: true, force: true });
  }
}

async function takeFile(from: string, staged: string, file: Asset["files"][number], signal: AbortSignal) {
  const found = await stat(from).catch((cause) => {
    throw new PrepareError("corrupt", `${file.from} is not in the package`, { cause });
  });
  if (found.size !== file.bytes || (await fileDigest(from, "sha256", "hex", signal)) !== file.sha256) {
    throw new PrepareError("corrupt", `${file.from} is not what the manifest says`);
  }
  const to = join(staged, file.to);
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
}

async function takeSource(unpacked: string, staged: string, source: string) {
  const to = join(staged, SOURCE_FOLDER, source);
  await mkdir(dirname(to), { recursive: true });
  await rename(join(unpacked, source), to);
}

function isSource(path: string, sources: readonly string[]): boolean {
  return sources.some((source) => (source.endsWith("/") ? path.startsWith(source) : path === source));
}
