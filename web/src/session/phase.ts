/**
 * The window's state from facts and the time, and when it will change by itself (design, "Window"). Pure: the session
 * feeds facts and looks again at `nextChangeMs`.
 */
import type { Phase } from "./talk.ts";

/** A faster answer goes straight from hearing to speaking. */
export const THINKING_AFTER_MS = 250;
/** A shorter gap is a roam and is not announced. */
export const OFFLINE_AFTER_MS = 2_000;
/** How long the window shows that it has stopped for the person. */
export const INTERRUPTED_FOR_MS = 600;

export interface PhaseFacts {
  /** Hands-free, not muted, not told to ignore. */
  microphoneOpen: boolean;
  /** An utterance of the person is open. */
  speechOpen: boolean;
  /** Sound of the assistant is audible. */
  audible: boolean;
  /** Since when an answer is awaited: the end of speech or the sending of text. */
  awaitingSinceMs: number | null;
  interruptedAtMs: number | null;
  /** Since when there is no socket although there should be one. A resting session is not without. */
  disconnectedSinceMs: number | null;
}

export const QUIET: PhaseFacts = {
  microphoneOpen: false,
  speechOpen: false,
  audible: false,
  awaitingSinceMs: null,
  interruptedAtMs: null,
  disconnectedSinceMs: null,
};

const passed = (sinceMs: number | null, delayMs: number, nowMs: number): boolean =>
  sinceMs !== null && nowMs >= sinceMs + delayMs;

export function phaseAt(facts: PhaseFacts, nowMs: number): Phase {
  if (facts.audible) return "speaking";
  if (passed(facts.disconnectedSinceMs, OFFLINE_AFTER_MS, nowMs)) return "offline";
  if (facts.interruptedAtMs !== null && !passed(facts.interruptedAtMs, INTERRUPTED_FOR_MS, nowMs)) return "interrupted";
  if (facts.speechOpen) return "hearing";
  if (passed(facts.awaitingSinceMs, THINKING_AFTER_MS, nowMs)) return "thinking";
  return facts.microphoneOpen ? "listening" : "idle";
}

/** When to look again although no fact changes. Null: never. */
export function nextChangeMs(facts: PhaseFacts, nowMs: number): number | null {
  const instants = [
    facts.disconnectedSinceMs === null ? null : facts.disconnectedSinceMs + OFFLINE_AFTER_MS,
    facts.interruptedAtMs === null ? null : facts.interruptedAtMs + INTERRUPTED_FOR_MS,
    facts.awaitingSinceMs === null ? null : facts.awaitingSinceMs + THINKING_AFTER_MS,
  ].filter((instant): instant is number => instant !== null && instant > nowMs);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** What can happen to the window. Times are `atMs` of the clock. */
export type PhaseEvent =
  | { type: "microphone"; open: boolean }
  | { type: "speech_start" }
  /** `expected`: it will be answered; false where that is not known yet. */
  | { type: "speech_end"; atMs: number; expected: boolean }
  /** What was said is meant for the assistant, and was understood. */
  | { type: "understood"; atMs: number }
  | { type: "speech_cancel" }
  | { type: "asked"; atMs: number }
  /** The first audible sample of an answer. */
  | { type: "audible" }
  /** The sound is over, or has run dry. */
  | { type: "silent" }
  | { type: "interrupted"; atMs: number }
  /** Nothing is awaited any more: the answer has ended, or its text came and no sound will. */
  | { type: "answered" }
  | { type: "disconnected"; atMs: number }
  | { type: "connected" };

export function reducePhase(facts: PhaseFacts, event: PhaseEvent): PhaseFacts {
  switch (event.type) {
    case "microphone":
      return { ...facts, microphoneOpen: event.open };
    case "speech_start":
      return { ...facts, speechOpen: true };
    case "speech_end":
      return {
        ...facts,
        speechOpen: false,
        awaitingSinceMs: event.expected ? event.atMs : facts.awaitingSinceMs,
      };
    case "understood":
      return { ...facts, awaitingSinceMs: facts.awaitingSinceMs ?? event.atMs };
    case "speech_cancel":
      return { ...facts, speechOpen: false };
    case "asked":
      return { ...facts, awaitingSinceMs: event.atMs };
    case "audible":
      return { ...facts, audible: true, awaitingSinceMs: null, interruptedAtMs: null };
    case "silent":
      return { ...facts, audible: false };
    case "interrupted":
      return { ...facts, audible: false, awaitingSinceMs: null, interruptedAtMs: event.atMs };
    case "answered":
      return { ...facts, awaitingSinceMs: null };
    case "disconnected":
      return { ...facts, disconnectedSinceMs: facts.disconnectedSinceMs ?? event.atMs };
    case "connected":
      return { ...facts, disconnectedSinceMs: null };
    default:
      return event satisfies never;
  }
}
