/** What is going on, in words. Pure. */
import type { Notice, TalkState } from "../../session/talk.ts";
import type { Strings } from "../strings/languages.ts";
import { isStoodIn, restingRole, roleOf } from "../window/look.ts";

/** What does not go as configured; null when all does. */
function restingWord(state: TalkState, text: Strings): string | null {
  const words = isStoodIn(state) ? text.stoodIn : text.resting;
  switch (restingRole(state)) {
    case "stt":
      return words.ears;
    case "llm":
      return words.thinking;
    case "tts":
      return words.voice;
    case "embedding":
      return text.resting.looking;
    case null:
      return null;
  }
}

/**
 * Listening, speaking and the others are never replaced by what is resting; rest is.
 * @param name what the character is called
 */
export function stateWordOf(state: TalkState, text: Strings, name: string): string {
  if (state.phase === "offline" || state.phase === "speaking") return text.state[state.phase];
  if (state.ignoring) return text.state.ignoring;
  if (state.muted && !state.microphoneOpen && (state.phase === "idle" || state.phase === "listening"))
    return text.state.muted;
  if (state.phase === "listening" && state.waitsForName) return text.talking.callMe(name);
  if (state.phase !== "idle") return text.state[state.phase];
  return restingWord(state, text) ?? text.state.idle;
}

/** The second phrase at the right of the state word: what is being mended or missing, and what that means. */
export function hintOf(state: TalkState, text: Strings): string | null {
  if (state.connection.state === "reconnecting") return text.hint.reconnecting;
  if (state.connection.state === "refused" && state.connection.why === "full") return text.hint.full;
  if (state.passedOver) return text.talking.passedOver;
  return state.phase === "offline" || state.phase === "idle" ? null : restingWord(state, text);
}

/** A warning of the relay in the person's words; its own are English and for operators. */
export function noticeSentence(notice: Notice, text: Strings): string | null {
  if (notice.kind === "storage") return text.hint.storage;
  if (notice.kind === "no-webgl") return text.hint.noPicture;
  if (notice.kind === "microphone") return null;
  if (notice.kind === "microphone-stand-in") return text.sound.standIn(notice.label);
  if (notice.code === "opus_corrupt") return text.hint.soundLost;
  if (notice.code === "not_saved") return text.hint.notSaved;
  if (notice.code === "stt_language") return text.hint.notHeard;
  switch (roleOf(notice)) {
    case "stt":
      return text.hint.notUnderstood;
    case "llm":
      return text.hint.thinkingDown;
    case "tts":
      return text.hint.voiceDown;
    case "embedding":
      return text.hint.lookingDown;
    case null:
      return text.hint.somethingWrong;
  }
}

/**
 * The newest of what the person should know, as a sentence. That their language is not heard matters only while they
 * could be speaking, and the talk key has said it already: anything else comes first.
 */
export function noticeToTell(state: Pick<TalkState, "notices" | "microphoneOpen">, text: Strings): string | null {
  const newest = (about: (notice: Notice) => boolean): string | null =>
    state.notices
      .filter(about)
      .map((notice) => noticeSentence(notice, text))
      .findLast((sentence) => sentence !== null) ?? null;
  const deaf = (notice: Notice): boolean => notice.kind === "relay" && notice.code === "stt_language";
  return newest((notice) => !deaf(notice)) ?? (state.microphoneOpen ? newest(deaf) : null);
}
