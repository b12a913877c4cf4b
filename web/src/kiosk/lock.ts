/** The operator's passcode at a screen that anybody touches: wrong ones wait longer each time, over the page's end, too. */
import type { Clock } from "../session/clock.ts";
import type { KeyValueStorage } from "../session/identity.ts";
import { isRight, newPasscode, type Passcode, type Subtle, waitMs } from "./passcode.ts";
import { readTries, writeTries } from "./tries.ts";

export type Unlocking =
  | { outcome: "open" }
  | { outcome: "wrong"; waitMs: number }
  | { outcome: "wait"; waitMs: number };

export interface Lock {
  /** @returns null where none can be kept, or it is not four to twelve digits */
  made(digits: string): Promise<Passcode | null>;
  /** @param passcode null: none was set, and whoever asks is in */
  unlock(digits: string, passcode: Passcode | null): Promise<Unlocking>;
}

export interface LockParts {
  storage: KeyValueStorage;
  clock: Pick<Clock, "date">;
  /** Undefined where crypto cannot be had: an insecure origin. */
  subtle: Subtle | undefined;
  randomBytes(count: number): Uint8Array;
}

export function createLock({ storage, clock, subtle, randomBytes }: LockParts): Lock {
  let tries = readTries(storage);
  const nowMs = (): number => clock.date().getTime();
  const note = (wrong: number, lastMs: number): void => {
    tries = { wrong, lastMs };
    writeTries(storage, tries);
  };
  return {
    async made(digits) {
      if (subtle === undefined) return null;
      try {
        return await newPasscode(digits, subtle, randomBytes);
      } catch (error) {
        if (error instanceof RangeError) return null;
        throw error;
      }
    },
    async unlock(digits, passcode) {
      const wait = waitMs(tries, nowMs());
      if (wait > 0) return { outcome: "wait", waitMs: wait };
      if (passcode !== null && subtle !== undefined && !(await isRight(digits, passcode, subtle))) {
        note(tries.wrong + 1, nowMs());
        return { outcome: "wrong", waitMs: waitMs(tries, tries.lastMs) };
      }
      note(0, 0);
      return { outcome: "open" };
    },
  };
}
