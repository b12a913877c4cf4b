import { createHash } from "node:crypto";
import { mkdir, realpath, unlink } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

/**
 * Makes the directory this process's own until the returned function is called or the process ends.
 * @throws StoreError `in-use`
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  await mkdir(directory, { recursive: true });
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
