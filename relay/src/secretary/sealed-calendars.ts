import type { Log } from "../log.ts";
import type { CalendarSource, CalendarStore } from "./port.ts";
import type { Vault } from "./vault.ts";

/**
 * The same store, which keeps passwords sealed. Those that an earlier version kept in plain are sealed first. One that
 * this relay's key does not open is as if it were not there: its server refuses the calendar, and the page says so.
 * While the store cannot seal them, they are used as they are.
 */
export async function sealedCalendars(store: CalendarStore, vault: Vault, log: Log): Promise<CalendarStore> {
  try {
    for (const { id, password } of await store.passwords()) {
      if (!vault.isSealed(password)) await store.setPassword(id, password, vault.seal(password));
    }
  } catch (error) {
    // The relay talks without its store too.
    log.warn("passwords of calendars could not be sealed: they are at the next start", { error });
  }
  const opened = (source: CalendarSource): CalendarSource => {
    if (source.password === null || !vault.isSealed(source.password)) return source;
    const password = vault.open(source.password) ?? null;
    if (password === null) log.warn("the password of a calendar was sealed with another key", { calendar: source.id });
    return { ...source, password };
  };
  return {
    ...store,
    list: async () => (await store.list()).map(opened),
    add: async (calendar, read) => {
      const { password } = calendar;
      return opened(await store.add({ ...calendar, password: password === null ? null : vault.seal(password) }, read));
    },
  };
}
