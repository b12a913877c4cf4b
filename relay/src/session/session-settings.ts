/** How a session is held: from what its client asks for to what the conversation works with. Pure. */
import { type Control, NO_PERSONA, type UnnumberedEvent } from "@hisho/protocol";
import type { Roles } from "../roles.ts";
import type { ConversationSettings } from "./floor.ts";

/** For a session that begins without a client of its own. */
export const UNATTENDED: Omit<ConversationSettings, "timeZone"> = {
  language: "auto",
  mode: "text",
  audio: false,
  voice: undefined,
  speakingRate: 1,
  about: "",
  recall: true,
  visitor: false,
  persona: NO_PERSONA,
  addressed: false,
  blocked: [],
};

/** @param former of the same session before this start: a start says nothing of the voice and its rate */
export function settingsOf(
  start: Control<"start">,
  former: Partial<Pick<ConversationSettings, "voice" | "speakingRate">> | undefined,
): ConversationSettings {
  return {
    language: start.language,
    timeZone: start.time_zone,
    mode: start.mode,
    audio: start.audio,
    about: start.about,
    recall: start.recall,
    visitor: start.visitor,
    persona: start.persona,
    addressed: start.addressed,
    blocked: start.blocked,
    voice: former?.voice,
    speakingRate: former?.speakingRate ?? 1,
  };
}

/** @returns what the client names, and nothing else; an empty voice is that of the configuration again */
export function changedBy(change: Control<"settings">): Partial<ConversationSettings> {
  return {
    ...(change.language === undefined ? {} : { language: change.language }),
    ...(change.time_zone === undefined ? {} : { timeZone: change.time_zone }),
    ...(change.voice === undefined ? {} : { voice: change.voice === "" ? undefined : change.voice }),
    ...(change.speaking_rate === undefined ? {} : { speakingRate: change.speaking_rate }),
    ...(change.mode === undefined ? {} : { mode: change.mode }),
    ...(change.audio === undefined ? {} : { audio: change.audio }),
    ...(change.about === undefined ? {} : { about: change.about }),
    ...(change.recall === undefined ? {} : { recall: change.recall }),
    ...(change.persona === undefined ? {} : { persona: change.persona }),
    ...(change.addressed === undefined ? {} : { addressed: change.addressed }),
    ...(change.blocked === undefined ? {} : { blocked: change.blocked }),
  };
}

/** Says that the session's language has no ears or no voice, of those that are asked about. */
export function languageWarnings(
  { language, audio, mode }: Pick<ConversationSettings, "language" | "audio" | "mode">,
  roles: Pick<Roles, "covers" | "whyNot">,
  about: { ears: boolean; voice: boolean },
): UnnumberedEvent[] {
  const missing = [
    ...(about.ears && mode !== "text" && !roles.covers("stt", language) ? ["stt" as const] : []),
    ...(about.voice && audio && !roles.covers("tts", language) ? ["tts" as const] : []),
  ];
  return missing.map((stage) => ({
    type: "warning",
    code: `${stage}_language`,
    stage,
    field: "language",
    message: roles.whyNot(stage, language),
    recoverable: true,
  }));
}
