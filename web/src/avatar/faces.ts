import { Follower } from "./ease.ts";
import { EMOTION_NAMES, type Emotion, emotionBeside } from "./mouth.ts";

/** What an expression of a model does to its mouth, eyelids or eyes while it is worn (VRMC_vrm, expressions). */
export type Override = "none" | "block" | "blend";
export interface FaceRule {
  mouth: Override;
  blink: Override;
}
export type FaceRules = Readonly<Record<Emotion, FaceRule>>;

const FREE: FaceRule = { mouth: "none", blink: "none" };
export const NO_RULES: FaceRules = { happy: FREE, angry: FREE, sad: FREE, relaxed: FREE, surprised: FREE };

/** Half-life of an expression, and the shortest time from none to all of it, seconds. */
const HALF_LIFE = 0.04;
const RISE_S = 0.28;
/** Less than this is not seen, but would still block the mouth or the eyelids. */
const LEAST = 0.01;
/** Lids further down than this are let up before an expression that stops them is put on. */
const LIDS_OPEN = 0.05;
/** Of an expression that shares the mouth, the most that leaves the words their half. */
const BLENDED_MOST = 0.5;

/** Emotions over time. Read `weights` and `stopsBlink` after each step, which allocates nothing. */
export class Faces {
  /** 0 to 1. The same object for ever. */
  readonly weights: Record<Emotion, number> = { happy: 0, angry: 0, sad: 0, relaxed: 0, surprised: 0 };
  /** An expression that is worn shuts the eyes itself: nobody blinks with it. */
  stopsBlink = false;
  rules: FaceRules = NO_RULES;
  readonly #aims: Record<Emotion, number> = { happy: 0, angry: 0, sad: 0, relaxed: 0, surprised: 0 };
  readonly #followers: Record<Emotion, Follower> = {
    happy: new Follower(HALF_LIFE),
    angry: new Follower(HALF_LIFE),
    sad: new Follower(HALF_LIFE),
    relaxed: new Follower(HALF_LIFE),
    surprised: new Follower(HALF_LIFE),
  };

  /**
   * @param asked 0 to 1 each; not kept
   * @param speech 0 silent to 1 speaking: the words have the mouth then
   * @param closed of the eyelids, 0 open to 1 closed
   */
  step(asked: Readonly<Record<Emotion, number>>, speech: number, closed: number, dtS: number): void {
    this.stopsBlink = false;
    for (const name of EMOTION_NAMES) {
      const rule = this.rules[name];
      let target = emotionBeside(name, asked[name], speech);
      if (rule.mouth === "block") target *= 1 - speech;
      else if (rule.mouth === "blend" && speech > 0 && target > BLENDED_MOST)
        target += (BLENDED_MOST - target) * speech;
      const waits = rule.blink !== "none" && this.weights[name] === 0 && closed > LIDS_OPEN;
      if (waits) target = 0;
      const step = dtS / RISE_S;
      const aim = this.#aims[name];
      this.#aims[name] = aim + Math.max(-step, Math.min(step, target - aim));
      const follower = this.#followers[name];
      const weight = follower.step(this.#aims[name], dtS);
      this.weights[name] = weight < LEAST ? 0 : weight;
      if (rule.blink !== "none" && this.weights[name] > 0) this.stopsBlink = true;
    }
  }
}
