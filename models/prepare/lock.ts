import { link, readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 300;

/** What somebody in this process holds or waits for. */
const claimed = new Set<string>();

/**
 * Runs `work` while nobody else, in this process or another, holds the same lock file; a lock whose process is gone is
 * taken over.
 * @throws the signal's reason when aborted while waiting
 */
export async function withLock<T>(
  path: string,
  signal: AbortSignal,
  onWait: (pid: number) => void,
  work: () => Promise<T>,
): Promise<T> {
  for (; claimed.has(path); await nextLook(signal)) onWait(process.pid);
  signal.throwIfAborted();
  claimed.add(path);
  try {
    for (; !(await take(path)); signal.throwIfAborted()) {
      const holder = await holderOf(path);
      if (holder === undefined) {
        await rm(path, { force: true });
        continue;
      }
      onWait(holder);
      await nextLook(signal);
    }
    try {
      return await work();
    } finally {
      await rm(path, { force: true });
    }
  } finally {
    claimed.delete(path);
  }
}

const nextLook = (signal: AbortSignal): Promise<void> =>
  delay(POLL_MS, undefined, { signal }).catch(() => signal.throwIfAborted());

async function take(path: string): Promise<boolean> {
  const mine = `${path}.${process.pid}`;
  try {
    await writeFile(mine, String(process.pid));
    await link(mine, path); // appears with its content or not at all
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(mine, { force: true });
  }
}

/** The living process that holds the lock. */
async function holderOf(path: string): Promise<number | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  const pid = Number(text);
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return undefined;
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? pid : undefined;
  }
}
