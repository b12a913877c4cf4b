import type { Phase } from "../session/talk.ts";
import type { Direction } from "./gaze.ts";
import { type GestureName, isGesture } from "./gestures.ts";

/** What the relay asks of the character (docs/protocol.md, `avatar_event` without `visemes`). */
export interface Cue {
  turn: number;
  event: "emotion" | "gesture" | "gaze";
  value: string;
  weight?: number | undefined;
  duration_ms?: number | undefined;
  /** From the turn's first sample; absent: at once. */
  t_ms?: number | undefined;
}

/** What waits for its moment, of one turn; more is nonsense. */
const MOST_WAITING = 200;
/** A cue at the very end of a turn is heard although the last frame is not whole, ms. */
const EARLY_MS = 25;
/** A mood outlives the words it came with by this, seconds. */
const LINGERS_S = 4;
/** A look without a duration, seconds. */
const LOOK_S = 2;
/** How far somebody else may send her eyes, degrees. */
const FARTHEST = 30;
const LOOKS: ReadonlyMap<string, Direction | null> = new Map([
  ["person", null],
  ["aside", { yaw: -14, pitch: 9 }],
  ["down", { yaw: 3, pitch: -10 }],
]);
const ANGLES = /^\s*(-?\d{1,3}(?:\.\d+)?)[\s,]+(-?\d{1,3}(?:\.\d+)?)\s*$/;

/** The person has the floor: moods of the last answer are over. */
const OVER: ReadonlySet<Phase> = new Set(["hearing", "thinking", "interrupted"]);

const share = (weight: number | undefined): number =>
  weight === undefined || Number.isNaN(weight) ? 1 : Math.max(0, Math.min(1, weight));

const seconds = (ms: number | undefined): number => (ms !== undefined && ms > 0 ? ms / 1000 : Number.POSITIVE_INFINITY);

/** @returns undefined for what is no look */
function lookOf(value: string): Direction | null | undefined {
  const named = LOOKS.get(value);
  if (named !== undefined) return named;
  const [, yaw, pitch] = ANGLES.exec(value) ?? [];
  if (yaw === undefined || pitch === undefined) return undefined;
  const held = (angle: string): number => Math.max(-FARTHEST, Math.min(FARTHEST, Number(angle)));
  return { yaw: held(yaw), pitch: held(pitch) };
}

/**
 * Shows each cue when its sound is heard, not when its text arrives. Read `emotion`, `look` and `gesture` after each step;
 * stepping allocates nothing.
 */
export class Score {
  /** Null where nobody asks for one. */
  emotion: { name: string; weight: number } | null = null;
  /** Where the eyes are sent; null: they are free. */
  look: Direction | null = null;
  /** Begins in this step. */
  gesture: GestureName | null = null;

  #waiting: Cue[] = [];
  readonly #gestures: GestureName[] = [];
  #emotionLasts = 0;
  /** It ends by itself, also while she speaks. */
  #isTimed = false;
  #lookLasts = 0;

  /** Takes what the relay says, in its order. What it does not know it ignores. */
  add(cue: Cue): void {
    const last = this.#waiting.at(-1);
    const reopened =
      last?.turn === cue.turn && last.t_ms !== undefined && cue.t_ms !== undefined && cue.t_ms < last.t_ms;
    if (last !== undefined && (last.turn < cue.turn || reopened)) this.#waiting = [];
    if (cue.t_ms === undefined) this.#show(cue);
    else if (this.#waiting.length < MOST_WAITING) this.#waiting.push(cue);
  }

  /** Asks for a gesture at once: of the page's own, such as towards a citation's card. */
  perform(gesture: GestureName): void {
    if (this.#gestures.length < 2) this.#gestures.push(gesture);
  }

  /** @param playedMs ms of a turn that have been heard; 0 before its first sample */
  step(dtS: number, phase: Phase, playedMs: ((turn: number) => number) | null): void {
    if (playedMs !== null)
      for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
        const heard = playedMs(first.turn);
        if (heard === 0 || heard + EARLY_MS < (first.t_ms ?? 0)) break;
        this.#waiting.shift();
        this.#show(first);
      }
    if (OVER.has(phase)) this.#emotionLasts = 0;
    else if (this.#isTimed || phase !== "speaking") this.#emotionLasts -= dtS;
    if (this.#emotionLasts <= 0) this.emotion = null;
    this.#lookLasts -= dtS;
    if (this.#lookLasts <= 0) this.look = null;
    this.gesture = this.#gestures.length > 0 ? (this.#gestures.shift() ?? null) : null;
  }

  #show({ event, value, weight, duration_ms }: Cue): void {
    switch (event) {
      case "emotion":
        this.emotion = { name: value, weight: share(weight) };
        this.#isTimed = duration_ms !== undefined;
        this.#emotionLasts = this.#isTimed ? seconds(duration_ms) : LINGERS_S;
        return;
      case "gesture":
        if (isGesture(value)) this.perform(value);
        return;
      case "gaze": {
        const look = lookOf(value);
        if (look === undefined) return;
        this.look = look;
        this.#lookLasts = duration_ms === undefined ? LOOK_S : seconds(duration_ms);
        return;
      }
      default:
        event satisfies never;
    }
  }
}
