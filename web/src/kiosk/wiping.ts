/** Takes a visitor's words off the device, and off the relay where that was chosen. What an earlier page owes is kept. */
import { SESSION_ID_PATTERN } from "@hisho/protocol";
import type { Erasures } from "../history/erasures.ts";
import type { History } from "../history/history.ts";
import type { KeyValueStorage } from "../session/identity.ts";
import type { Wipe } from "./settings.ts";

const KEY = "hisho.kiosk.visits";
/** "1" where an earlier version wiped visits from this device alone, which bear no mark at the relay. */
const LEFT_KEY = "hisho.kiosk.left-at-relay";

export interface Wiping {
  /** Noted before a word is said: a device that loses its power still knows what to wipe. */
  begins(conversation: string, wipe: Wipe): void;
  /**
   * Ends a visit, and what earlier ones have left.
   * @param visit null: whatever was begun before and is not wiped
   * @param renew leaves the conversation for another one, unless nothing was said in it; what it returns is open now and stays
   * @returns false when something is still there
   */
  wipe(visit: string | null, wipe: Wipe, renew: () => string): Promise<boolean>;
  /** Whether the relay has visits of an earlier version that sharing would bring back; false from then on. */
  takeLeftAtRelay(): boolean;
}

export interface WipingParts {
  storage: KeyValueStorage;
  history: Pick<History, "wipe">;
  erasures: Pick<Erasures, "add">;
}

export function createWiping({ storage, history, erasures }: WipingParts): Wiping {
  /** For a device that keeps nothing. */
  let unstored: readonly string[] = [];

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

  async function clear(conversations: readonly string[], wipe: Wipe): Promise<boolean> {
    if (!(await history.wipe(conversations))) return false;
    if (wipe === "device-and-relay") erasures.add(conversations);
    write(read().filter((id) => !conversations.includes(id)));
    return true;
  }

  return {
    begins(conversation, wipe) {
      if (wipe !== "off" && !read().includes(conversation)) write([...read(), conversation]);
    },
    async wipe(visit, wipe, renew) {
      const owed = [...new Set([...read(), ...(visit === null ? [] : [visit])])];
      const open = renew();
      const conversations = owed.filter((id) => id !== open);
      return wipe === "off" || conversations.length === 0 || clear(conversations, wipe);
    },
    takeLeftAtRelay() {
      let isLeft = false;
      try {
        isLeft = storage.getItem(LEFT_KEY) === "1";
        if (isLeft) storage.setItem(LEFT_KEY, "0");
      } catch {
        // What cannot be noted as told is told again.
      }
      return isLeft;
    },
  };
}
