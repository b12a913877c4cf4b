import { join, resolve } from "node:path";
import { failureOf } from "./failure.ts";
import { lockDirectory } from "./lock.ts";
import { IN_MEMORY, PgliteThread } from "./pglite-thread.ts";
import { type Store, StoreError } from "./port.ts";
import { sqlStore } from "./sql-store.ts";

/** In the data directory: the database, and the backups that are made of it. */
export const STORE = "store";
export const BACKUPS = "backups";

const systemNow = (): Date => new Date();

/**
 * Opens the relay's store in `dataDirectory`/store, making it when it is not there. On a disk that does not take it, or
 * with a damaged store, the relay still talks: everything is then kept in memory and `health()` says why.
 * @param now the wall clock, for when a desk item was made and rang
 * @param onUpgrade an earlier version wrote it: it was backed up, to this file, and upgraded
 * @throws StoreError `in-use` when another process has it open, `newer` when a later version wrote it
 */
export async function openStore(
  dataDirectory: string,
  now: () => Date = systemNow,
  onUpgrade: (backup: string) => void = () => {},
): Promise<Store> {
  const directory = resolve(dataDirectory);
  let unlock = async (): Promise<void> => {};
  try {
    unlock = await lockDirectory(directory);
    const sql = await PgliteThread.open({
      directory: join(directory, STORE),
      backups: join(directory, BACKUPS),
      onUpgrade,
    });
    return closingWith(sqlStore(sql, now), unlock);
  } catch (error) {
    await unlock();
    const { reason, message } = failureOf(error);
    if (reason === "in-use" || reason === "newer") throw new StoreError(reason, message, error);
    return inMemory(
      `${directory} cannot be used (${message}): conversations and documents are lost when the relay ends`,
      now,
    );
  }
}

async function inMemory(reason: string, now: () => Date): Promise<Store> {
  const sql = await PgliteThread.open(IN_MEMORY);
  return { ...sqlStore(sql, now), health: () => ({ status: "degraded", reason }) };
}

const closingWith = (store: Store, unlock: () => Promise<void>): Store => ({
  ...store,
  close: async () => {
    await store.close();
    await unlock();
  },
});
