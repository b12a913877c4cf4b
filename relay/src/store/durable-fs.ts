import { fsyncSync } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

type PostgresMod = Parameters<NodeFS["init"]>[1];

interface NodeStream {
  nfd: number;
}

/** PGlite's files on disk. Its own file system answers fsync with success and does nothing; this one does it. */
class DurableNodeFS extends NodeFS {
  override async init(pg: PGlite, options: PostgresMod): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(pg, options);
    const syncFiles = (module: object): void => {
      const { NODEFS } = module as { NODEFS: { stream_ops: { fsync?(stream: NodeStream): number } } };
      NODEFS.stream_ops.fsync = ({ nfd }) => {
        fsyncSync(nfd);
        return 0;
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), syncFiles] } };
  }
}

/**
 * A commit is on disk when it is answered: PGlite starts PostgreSQL with `-F` (no fsync), which is left out, and asks for
 * fdatasync by default, which Emscripten drops; `fsync` reaches the file system.
 */
export function durableOptions(directory: string): PGliteOptions {
  return {
    fs: new DurableNodeFS(directory),
    startParams: [...PGlite.defaultStartParams.filter((flag) => flag !== "-F"), "-c", "wal_sync_method=fsync"],
  };
}

/** Puts every file and folder below `directory` on disk. */
export async function syncTree(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() || entry.isDirectory()) await syncPath(join(entry.parentPath, entry.name));
  }
  await syncPath(directory);
}

/** Puts one file, or one folder's list of names, on disk. Windows syncs no folders and needs none. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } catch (error) {
    if (process.platform !== "win32") throw error;
  } finally {
    await handle.close();
  }
}
