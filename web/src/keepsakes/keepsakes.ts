/**
 * Files that a person gave this device to keep: characters, motions, pictures for the room. What is known of each lies in
 * one store and its bytes in another, so that a list costs no reading of files.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

export interface Keepsake<Facts = unknown> {
  id: string;
  /** "avatar", "motion", "background" and whatever else somebody keeps. */
  kind: string;
  /** As the person calls it. */
  name: string;
  /** ISO 8601. */
  addedAt: string;
  bytes: number;
  /** Something to choose by; null where there is none. */
  picture: Blob | null;
  facts: Facts;
  /** Removed a moment ago: gone for good with the next start of the page. */
  removed?: true;
}

interface KeepsakeSchema extends DBSchema {
  entries: { key: string; value: Keepsake; indexes: { kind: string } };
  files: { key: string; value: Blob };
}

const NAME = "hisho-keepsakes";
const VERSION = 1;

/** The device keeps nothing more: no room, or a browser that has no place for it. */
export class KeepsakeError extends Error {
  readonly reason: "full" | "unavailable";
  constructor(reason: KeepsakeError["reason"], options?: ErrorOptions) {
    super(`keepsakes ${reason}`, options);
    this.name = "KeepsakeError";
    this.reason = reason;
  }
}

const asKeepsakeError = (cause: unknown): KeepsakeError =>
  new KeepsakeError(cause instanceof DOMException && cause.name === "QuotaExceededError" ? "full" : "unavailable", {
    cause,
  });

export interface Keepsakes {
  /** In the order in which they came, without those removed. @throws KeepsakeError, as all of these */
  list<Facts>(kind: string): Promise<Keepsake<Facts>[]>;
  /** Its bytes; null where there are none under this name. */
  file(id: string): Promise<Blob | null>;
  /** Both or neither are written. */
  add(entry: Keepsake, file: Blob): Promise<void>;
  /** Nothing where it is not there any more. */
  change(id: string, change: Partial<Pick<Keepsake, "name" | "facts">>): Promise<void>;
  /** Out of sight; `takeBack` brings it back. */
  remove(id: string): Promise<void>;
  takeBack(id: string): Promise<void>;
  /** Deletes what was removed, for good: of one kind, or of all. */
  sweep(kind?: string): Promise<void>;
}

/** Opened at the first use, and again when the browser or a newer version of the page had it closed. */
export function createKeepsakes(factory: typeof openDB = openDB): Keepsakes {
  let opened: Promise<IDBPDatabase<KeepsakeSchema>> | null = null;
  const open = (): Promise<IDBPDatabase<KeepsakeSchema>> => {
    opened ??= factory<KeepsakeSchema>(NAME, VERSION, {
      upgrade(database, from) {
        if (from < 1) {
          database.createObjectStore("entries", { keyPath: "id" }).createIndex("kind", "kind");
          database.createObjectStore("files");
        }
      },
      // A newer page wants to change the stores: this one opens them again when it needs them.
      blocking: (_now, _blocked, event) => {
        opened = null;
        (event.target as IDBDatabase).close();
      },
      terminated: () => {
        opened = null;
      },
    });
    opened.catch(() => {
      opened = null;
    });
    return opened;
  };
  const use = async <Result>(work: (database: IDBPDatabase<KeepsakeSchema>) => Promise<Result>): Promise<Result> => {
    try {
      return await work(await open());
    } catch (error) {
      throw asKeepsakeError(error);
    }
  };
  const edit = (id: string, edited: (entry: Keepsake) => Keepsake): Promise<void> =>
    use(async (database) => {
      const transaction = database.transaction("entries", "readwrite");
      const entry = await transaction.store.get(id);
      if (entry !== undefined) await transaction.store.put(edited(entry));
      await transaction.done;
    });
  return {
    list: <Facts>(kind: string) =>
      use(async (database) => {
        const all = await database.getAllFromIndex("entries", "kind", kind);
        const shown = all.filter(({ removed }) => removed !== true);
        return shown.sort((a, b) => a.addedAt.localeCompare(b.addedAt)) as Keepsake<Facts>[];
      }),
    file: (id) => use(async (database) => (await database.get("files", id)) ?? null),
    add: (entry, file) =>
      use(async (database) => {
        const transaction = database.transaction(["entries", "files"], "readwrite");
        await Promise.all([
          transaction.objectStore("files").put(file, entry.id),
          transaction.objectStore("entries").put(entry),
          transaction.done,
        ]);
      }),
    change: (id, change) => edit(id, (entry) => ({ ...entry, ...change })),
    remove: (id) => edit(id, (entry) => ({ ...entry, removed: true })),
    takeBack: (id) => edit(id, ({ removed: _, ...entry }) => entry),
    sweep: (kind) =>
      use(async (database) => {
        const transaction = database.transaction(["entries", "files"], "readwrite");
        for (const entry of await transaction.objectStore("entries").getAll()) {
          if (entry.removed !== true || (kind !== undefined && entry.kind !== kind)) continue;
          const { id } = entry;
          await transaction.objectStore("entries").delete(id);
          await transaction.objectStore("files").delete(id);
        }
        await transaction.done;
      }),
  };
}
