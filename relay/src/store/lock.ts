import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, realpath, stat, unlink } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { StoreError } from "./port.ts";

/**
 * A socket as lock: the kernel drops it with its process, so nothing is left to judge after a crash. Its name is short
 * (a socket's path has at most 104 bytes on some systems) and the same for every spelling of the directory.
 */
async function addressOf(directory: string): Promise<string> {
  const name = `hisho-${createHash("sha256")
    .update(await realpath(directory))
    .digest("hex")
    .slice(0, 16)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.lock`);
}

const listen = (address: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", reject);
    server.listen(address, () => resolve(server.unref()));
  });

const answers = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(address);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

/** As a recursive `mkdir`, which never ends in Node 20 where the file system says ENOENT to every new name (`/proc`). */
async function makeFolders(directory: string): Promise<void> {
  try {
    await mkdir(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && (await stat(directory)).isDirectory()) return;
    if (code !== "ENOENT" || existsSync(dirname(directory))) throw error;
    await makeFolders(dirname(directory));
    await makeFolders(directory);
  }
}

/**
 * Makes the directory this process's own until the returned function is called or the process ends.
 * @throws StoreError `in-use`
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  await makeFolders(directory);
  const address = await addressOf(directory);
  let server: Server;
  try {
    server = await listen(address);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    if (await answers(address)) {
      throw new StoreError(
        "in-use",
        `another relay is using ${directory}; stop it, or give this one another DATA_DIR`,
        error,
      );
    }
    await unlink(address);
    server = await listen(address);
  }
  return () => new Promise((resolve) => server.close(() => resolve()));
}
