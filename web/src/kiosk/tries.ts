/** How often a wrong passcode was entered: it outlives the page, so that a reload does not give new tries. */
import type { KeyValueStorage } from "../session/identity.ts";
import type { Tries } from "./passcode.ts";

const KEY = "hisho.kiosk.tries";
const NONE: Tries = { wrong: 0, lastMs: 0 };

export function readTries(storage: KeyValueStorage): Tries {
  try {
    const value: unknown = JSON.parse(storage.getItem(KEY) ?? "null");
    if (typeof value !== "object" || value === null) return NONE;
    const { wrong, lastMs } = value as Record<string, unknown>;
    return typeof wrong === "number" && wrong >= 0 && typeof lastMs === "number" ? { wrong, lastMs } : NONE;
  } catch {
    return NONE; // unreadable: as if there had been none
  }
}

export function writeTries(storage: KeyValueStorage, tries: Tries): void {
  try {
    storage.setItem(KEY, JSON.stringify(tries));
  } catch {
    // A device that keeps nothing counts them for as long as the page lasts.
  }
}
