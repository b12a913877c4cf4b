import type { Desk } from "./port.ts";

const nothing = (): Promise<never> => Promise.reject(new Error("nothing is kept here"));

/** For programs that make providers and keep nothing: there is nothing on it, and nothing is taken. */
export const noDesk: Desk = {
  add: nothing,
  list: () => Promise.resolve([]),
  rung: () => Promise.resolve([]),
  change: () => Promise.resolve(null),
  remove: () => Promise.resolve(false),
  undo: () => Promise.resolve([]),
  agenda: () => Promise.resolve({ events: [], unread: [], cut: [] }),
};
