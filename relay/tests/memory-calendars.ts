import type { CalendarObject, CalendarSource, CalendarStore, KeptBodies } from "../src/secretary/port.ts";

export interface MemoryCalendars extends CalendarStore {
  readonly rows: (CalendarSource & KeptBodies & { removed: readonly CalendarObject[] })[];
}

/** Calendars in memory, whose clock goes on by a millisecond at each change. */
export function memoryCalendars(): MemoryCalendars {
  const rows: MemoryCalendars["rows"] = [];
  const row = (id: string) => rows.find((candidate) => candidate.id === id);
  const fresh = {
    readAt: null,
    failingSince: null,
    failure: null,
    etag: null,
    lastModified: null,
    createdAt: new Date(0),
  };
  const without = (objects: readonly CalendarObject[] = [], href: string) =>
    objects.filter((each) => each.href !== href);
  const readAnew = (id: string, change: Partial<MemoryCalendars["rows"][number]>): void => {
    Object.assign(row(id) ?? {}, change, { readAt: new Date((row(id)?.readAt?.getTime() ?? 0) + 1) });
  };
  return {
    rows,
    list: async () => rows.map((each) => ({ ...each })),
    bodies: async (id) => ({ bodies: row(id)?.bodies ?? [], objects: row(id)?.objects ?? [] }),
    removedObjects: async (id) => row(id)?.removed ?? [],
    async saveObject(id, object) {
      const { objects, removed } = row(id) ?? {};
      readAnew(id, { objects: [...without(objects, object.href), object], removed: without(removed, object.href) });
    },
    async removeObject(id, href, canReturn) {
      const { objects = [], removed = [] } = row(id) ?? {};
      const gone = objects.filter((each) => each.href === href);
      readAnew(id, { objects: without(objects, href), removed: canReturn ? [...removed, ...gone] : removed });
    },
    async saveCollections(id, collections) {
      Object.assign(row(id) ?? {}, { collections });
    },
    async writeTo(id, collection) {
      for (const each of rows) if (collection !== null || each.id === id) each.writesTo = null;
      Object.assign(row(id) ?? {}, { writesTo: collection });
      return row(id) !== undefined;
    },
    async add(calendar, read) {
      const kept = { collections: [], bodies: [], objects: [], ...read };
      const added = { ...calendar, ...fresh, writesTo: null, removed: [], id: String(rows.length), ...kept };
      rows.push({ ...added, readAt: new Date(1) });
      return added;
    },
    passwords: async () => rows.flatMap(({ id, password }) => (password === null ? [] : [{ id, password }])),
    async setPassword(id, before, password) {
      const found = row(id);
      if (found?.password === before) found.password = password;
    },
    rename: async () => true,
    async saveRead(id, read, before) {
      if (row(id)?.readAt?.getTime() !== before?.getTime()) return false;
      readAnew(id, { ...read, failure: null, failingSince: null });
      return true;
    },
    async saveFailure(id, failure) {
      Object.assign(row(id) ?? {}, { failure, failingSince: new Date(5) });
    },
    remove: async () => true,
    restore: async () => true,
  };
}
