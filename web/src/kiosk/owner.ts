/** What the device's owner had chosen before visitors came. It outlives the page, and comes back when the reception ends. */
import type { KeyValueStorage } from "../session/identity.ts";
import { checkedSettings } from "../session/settings.ts";
import type { Settings } from "../session/talk.ts";

const KEY = "hisho.kiosk.owner";

/** The settings that a reception screen changes for its visitors. */
export type OwnersChoice = Pick<Settings, "language" | "mode" | "audio" | "addressed">;

export interface OwnersBook {
  /** Only the first time: what a visitor's screen has set since is not the owner's. */
  note(settings: OwnersChoice): void;
  /** What was noted and is still readable; nothing is noted afterwards. */
  take(): Partial<OwnersChoice>;
}

export function createOwnersBook(storage: KeyValueStorage): OwnersBook {
  /** For a device that keeps nothing: as long as the page lasts. */
  let unstored: Partial<OwnersChoice> | null = null;

  function read(): Partial<OwnersChoice> | null {
    try {
      const kept: unknown = JSON.parse(storage.getItem(KEY) ?? "null");
      return kept === null ? unstored : pick(checkedSettings(kept));
    } catch {
      return unstored; // unreadable: as if nothing had been noted
    }
  }

  function write(value: Partial<OwnersChoice> | null): void {
    unstored = value;
    try {
      storage.setItem(KEY, JSON.stringify(value));
    } catch {
      // `unstored` has it
    }
  }

  return {
    note(settings) {
      if (read() === null) write(pick(settings));
    },
    take() {
      const noted = read() ?? {};
      write(null);
      return noted;
    },
  };
}

const pick = ({ language, mode, audio, addressed }: Partial<OwnersChoice>): Partial<OwnersChoice> => ({
  ...(language === undefined ? {} : { language }),
  ...(mode === undefined ? {} : { mode }),
  ...(audio === undefined ? {} : { audio }),
  ...(addressed === undefined ? {} : { addressed }),
});
