/** Takes a visitor's words off the device, and off the relay where that was chosen. What an earlier page owes is kept. */
import { SESSION_ID_PATTERN } from "@hisho/protocol";
import type { Erasures } from "../history/erasures.ts";
import type { History } from "../history/history.ts";
import type { KeyValueStorage } from "../session/identity.ts";
import type { Wipe } from "./settings.ts";

const KEY = "hisho.kiosk.visits";
const LEFT_KEY = "hisho.kiosk.left-at-relay";

export interface Wiping {
  /** Noted before a word is said: a device that loses its power still knows what to wipe. */
  begins(conversation: string, wipe: Wipe): void;
  /** @param renew leaves the conversation for another one @returns false when something is still there */
  wipe(conversation: string, wipe: Wipe, renew: () => void): Promise<boolean>;
  /** What an earlier page began and did not wipe. */
  finish(wipe: Wipe): Promise<boolean>;
  /** Whether visits were wiped from the device alone, on this page or an earlier one; false from then on. */
  takeLeftAtRelay(): boolean;
}

export interface WipingParts {
  storage: KeyValueStorage;
  history: Pick<History, "delete" | "purge">;
  erasures: Pick<Erasures, "add">;
  now(): Date;
}

export function createWiping({ storage, history, erasures, now }: WipingParts): Wiping {
  /** For a device that keeps nothing. */
  let unstored: readonly string[] = [];
  let unstoredLeft = false;

  const read = (): readonly string[] => {
    try {
      const value: unknown = JSON.parse(storage.getItem(KEY) ?? "[]");
      if (!Array.isArray(value)) return unstored;
      return value.filter((id) => typeof id === "string" && SESSION_ID_PATTERN.test(id));
    } catch {
      return unstored;
    }
  };
  const write = (conversations: readonly string[]): void => {
    unstored = conversations;
    try {
      storage.setItem(KEY, JSON.stringify(conversations));
    } catch {
      // `unstored` has it for as long as the page lasts
    }
  };

  const isLeft = (): boolean => {
    try {
      return unstoredLeft || storage.getItem(LEFT_KEY) === "1";
    } catch {
      return unstoredLeft;
    }
  };
  const setLeft = (left: boolean): void => {
    unstoredLeft = left;
    try {
      storage.setItem(LEFT_KEY, left ? "1" : "0");
    } catch {
      // `unstoredLeft` has it for as long as the page lasts
    }
  };

  async function clear(conversations: readonly string[], wipe: Wipe): Promise<boolean> {
    // Before anything goes: a device that loses its power in the middle still knows.
    if (wipe === "device" && !isLeft()) setLeft(true);
    const at = now();
    if ((await history.delete({ conversations }, at)) === null) return false;
    const purged = await history.purge(new Date(at.getTime() + 1), 0);
    if (purged === null) return false;
    // What the operator has deleted on this device ends with it, and the relay hears of that as ever.
    erasures.add(purged.conversations.filter((id) => !conversations.includes(id)));
    if (wipe === "device-and-relay") erasures.add(conversations);
    write(read().filter((id) => !conversations.includes(id)));
    return true;
  }

  return {
    begins(conversation, wipe) {
      if (wipe !== "off" && !read().includes(conversation)) write([...read(), conversation]);
    },
    async wipe(conversation, wipe, renew) {
      renew();
      return wipe === "off" || clear([...new Set([...read(), conversation])], wipe);
    },
    async finish(wipe) {
      const owed = read();
      return wipe === "off" || owed.length === 0 || clear(owed, wipe);
    },
    takeLeftAtRelay() {
      const left = isLeft();
      if (left) setLeft(false);
      return left;
    },
  };
}
