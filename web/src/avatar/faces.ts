import { Follower, type Gliding, gliding, VALUE } from "./ease.ts";
import { EMOTION_NAMES, type Emotion, MOST_BESIDE_WORDS } from "./mouth.ts";

/** What an expression of a model does to its mouth, eyelids or eyes while it is worn (VRMC_vrm, expressions). */
export type Override = "none" | "block" | "blend";
export interface FaceRule {
  mouth: Override;
  blink: Override;
}
export type FaceRules = Readonly<Record<Emotion, FaceRule>>;

const FREE: FaceRule = { mouth: "none", blink: "none" };

/** Half-life of an expression, and the shortest time from none to all of it, seconds. */
const HALF_LIFE = 0.04;
const RISE_S = 0.28;
/** Less than this is not seen, but would still block the mouth or the eyelids. */
const LEAST = 0.01;
/** Of an expression that shares the mouth, the most that leaves the words their half. */
const BLENDED_MOST = 0.5;

/** Emotions over time. Read `weights` and `stopsBlink` after each step, which allocates nothing. */
export class Faces {
  /** 0 to 1, in the order of `EMOTION_NAMES`. The same array for ever. */
  readonly weights: Float64Array = new Float64Array(EMOTION_NAMES.length);
  /** What the next step is asked for, 0 to 1 each. */
  readonly asked: Float64Array = new Float64Array(EMOTION_NAMES.length);
  /** 0 silent to 1 speaking: the words have the mouth then. */
  readonly speech: Gliding = gliding(0);
  /** An expression that is worn shuts the eyes itself: nobody blinks with it. */
  stopsBlink = false;
  readonly #rules: FaceRule[] = EMOTION_NAMES.map(() => FREE);
  readonly #aims = new Float64Array(EMOTION_NAMES.length);
  readonly #followers = EMOTION_NAMES.map(() => new Follower(HALF_LIFE));

  set rules(rules: FaceRules) {
    for (const [i, name] of EMOTION_NAMES.entries()) this.#rules[i] = rules[name];
  }

  /**
   * @param areLidsDown an expression that stops the lids waits until they are up
   */
  step(areLidsDown: boolean, dtS: number): void {
    this.stopsBlink = false;
    const speech = this.speech[VALUE]!;
    const most = dtS / RISE_S;
    for (let i = 0; i < EMOTION_NAMES.length; i++) {
      const rule = this.#rules[i]!;
      const asked = Math.max(0, Math.min(1, this.asked[i]!));
      // An emotion moves the mouth too; while she speaks, the words have it.
      let target = asked + (Math.min(asked, MOST_BESIDE_WORDS[i]!) - asked) * speech;
      if (rule.mouth === "block") target *= 1 - speech;
      else if (rule.mouth === "blend" && speech > 0 && target > BLENDED_MOST)
        target += (BLENDED_MOST - target) * speech;
      const waits = rule.blink !== "none" && this.weights[i] === 0 && areLidsDown;
      if (waits) target = 0;
      const aim = this.#aims[i]!;
      this.#aims[i] = aim + Math.max(-most, Math.min(most, target - aim));
      const follower = this.#followers[i]!;
      follower.target = this.#aims[i]!;
      follower.step(dtS);
      this.weights[i] = follower.value < LEAST ? 0 : follower.value;
      if (rule.blink !== "none" && this.weights[i]! > 0) this.stopsBlink = true;
    }
  }
}
