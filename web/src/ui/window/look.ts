/** What the round window shows, from the state of the talk. Pure. */
import type { Fallback } from "@hisho/protocol";
import type { Notice, Phase, TalkState } from "../../session/talk.ts";
import { currentTurn } from "../talk/floor.ts";

/** The light in the window. Degraded never replaces it: it opens a gap in the rim. */
export type Light = Phase | "asleep";

export type GlyphName = Light | "degraded" | "muted" | "problem";

export type Role = "stt" | "llm" | "tts" | "embedding";

const ROLE_OF: Record<NonNullable<Fallback>, Role> = { stt: "stt", llm: "llm", tts: "tts", rag: "embedding" };

/** The role that is on its fallback, by the last answer or by what the relay has warned of since. */
export function restingRole(state: Pick<TalkState, "turns" | "notices">): Role | null {
  const fallback = currentTurn(state.turns)?.fallback ?? null;
  if (fallback !== null) return ROLE_OF[fallback];
  for (const notice of state.notices) {
    if (notice.kind === "relay" && notice.code === "stt_language") continue; // nobody fell out: it was never heard
    const role = roleOf(notice);
    if (role !== null) return role;
  }
  return null;
}

/** Another provider does the work of the resting role meanwhile. */
export const isStoodIn = (state: Pick<TalkState, "turns">): boolean =>
  typeof currentTurn(state.turns)?.standIn === "string";

export function roleOf(notice: Notice): Role | null {
  if (notice.kind !== "relay") return null;
  const stage = notice.stage ?? "";
  if (stage === "stt" || stage === "llm" || stage === "tts") return stage;
  return stage === "embedding" || stage === "rag" || stage === "retrieval" ? "embedding" : null;
}

/** Nothing that is said is heard; a held key opens the microphone also while it is muted. */
const isShut = ({ muted, ignoring, microphoneOpen }: TalkState): boolean => ignoring || (muted && !microphoneOpen);

/** The little window beside the state word. */
export function glyphOf(state: TalkState): GlyphName {
  if (state.phase === "offline") return "offline";
  if (isShut(state)) return state.phase === "speaking" ? "speaking" : "muted";
  if (state.phase === "idle" && restingRole(state) !== null) return "degraded";
  return state.phase;
}

/** Ignoring and muted put the window out; the answer that is being spoken keeps its lamp. */
export const lightOf = (state: TalkState): Light =>
  isShut(state) && (state.phase === "listening" || state.phase === "hearing") ? "idle" : state.phase;
