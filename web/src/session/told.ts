/** Which of the person's settings the relay is told, and how (docs/protocol.md, `start` and `settings`). Pure. */
import type { ClientMessageInput } from "@hisho/protocol";
import { languageTag } from "./settings.ts";
import type { Settings } from "./talk.ts";

type SettingsTold = Omit<Extract<ClientMessageInput, { action: "settings" }>, "type" | "action">;

/** What `start` says of them. */
export const toldAtStart = ({ language, mode, recall, persona, addressed }: Settings) => ({
  language: languageTag(language),
  mode,
  ...(recall ? {} : { recall }),
  persona,
  addressed,
});

/** @param audio whether answers are spoken now. @returns what has changed, or null where the relay need not know */
export function toldOfChange(before: Settings, now: Settings, audio: boolean): SettingsTold | null {
  const told: SettingsTold = {
    ...(now.language === before.language ? {} : { language: languageTag(now.language) }),
    ...(now.voice === before.voice ? {} : { voice: now.voice ?? "" }),
    ...(now.speakingRate === before.speakingRate ? {} : { speaking_rate: now.speakingRate }),
    ...(now.mode === before.mode ? {} : { mode: now.mode }),
    ...(now.audio === before.audio && now.captions === before.captions ? {} : { audio }),
    ...(now.recall === before.recall ? {} : { recall: now.recall }),
    ...(now.persona === before.persona ? {} : { persona: now.persona }),
    ...(now.addressed === before.addressed ? {} : { addressed: now.addressed }),
  };
  return Object.keys(told).length > 0 ? told : null;
}
