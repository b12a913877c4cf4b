/** What the round key looks like, is called and does. Pure. */
import type { TalkState } from "../../session/talk.ts";

/** A press is a hold after this long; the sound from the moment of the press is kept. */
export const HOLD_AFTER_MS = 250;

export type TalkKeyFace = "microphone" | "stop" | "struck";
export type TalkKeyRing = "none" | "seiji" | "oki";
export type Tap = "begin" | "mute" | "unmute" | "stop" | "press" | "release" | "show-way";
/** The key's name is what it does next. */
export type TalkKeyName = "open" | "mute" | "unmute" | "stop" | "memo" | "way" | "hold" | "finish";

export interface TalkKeyState {
  face: TalkKeyFace;
  /** An ink disc, or an outlined one. */
  solid: boolean;
  ring: TalkKeyRing;
  name: TalkKeyName;
  tap: Tap;
  /** False: holding does nothing. */
  canHold: boolean;
}

const REFUSED: ReadonlySet<string> = new Set(["denied", "insecure", "unsupported"]);

export const microphoneRefused = (state: Pick<TalkState, "notices">): boolean =>
  state.notices.some((notice) => notice.kind === "microphone" && REFUSED.has(notice.problem));

export function talkKeyOf(state: TalkState): TalkKeyState {
  if (state.phase === "thinking" || state.phase === "speaking") {
    return { face: "stop", solid: false, ring: "none", name: "stop", tap: "stop", canHold: !microphoneRefused(state) };
  }
  if (microphoneRefused(state)) {
    return { face: "struck", solid: false, ring: "none", name: "way", tap: "show-way", canHold: false };
  }
  const key = { face: "microphone", solid: true, canHold: true } as const;
  if (state.mode !== "hands_free") {
    // Holding is the way; a tap to begin and a tap to end is its alternative. In text mode it opens the microphone for one utterance.
    return state.microphoneOpen
      ? { ...key, ring: "seiji", name: "finish", tap: "release" }
      : { ...key, ring: state.phase === "offline" ? "oki" : "none", name: "hold", tap: "press" };
  }
  if (state.muted) return { ...key, face: "struck", ring: "none", name: "unmute", tap: "unmute" };
  if (state.phase === "offline") {
    return { ...key, ring: "oki", name: "memo", tap: state.microphoneOpen ? "mute" : "begin" };
  }
  if (state.microphoneOpen) return { ...key, ring: "seiji", name: "mute", tap: "mute" };
  return { ...key, ring: "none", name: "open", tap: "begin" };
}
