import type { Acting } from "./acting.ts";
import { Breath, type BreathMood } from "./breath.ts";
import { Follower, glide, gliding, TARGET, VALUE } from "./ease.ts";
import type { Direction } from "./gaze.ts";
import { CHANNELS, channelOf, REST } from "./joints.ts";
import type { Attitude } from "./posture.ts";
import type { Random } from "./random.ts";
import { Wander } from "./wander.ts";

/** What the body is asked for in one frame. */
export interface BodyWish {
  attitude: Attitude;
  breath: BreathMood;
  /** She takes a deep breath: she is about to speak, or sleeps. */
  deep: boolean;
  /** Breathing and the look only. */
  quiet: boolean;
  /** A stressed syllable begins: 0 to 1. */
  stress: number;
  /** The head's share of the look, degrees. */
  head: Direction;
}

/** Seconds to go half of the way into another posture. */
const POSTURE_HALF_LIFE = 0.22;
const SWAY_HALF_LIFE = 0.5;
/** Degrees of a full breath. The head stays level. */
const BREATH = { chest: -0.8, shoulder: 0.6, head: 0.4 } as const;
/** The breath before she speaks is deeper, and so is sleep's. */
const DEEP = 1.5;
const DEPTH_HALF_LIFE = 0.6;
/** Weight goes from leg to leg. */
const SHIFT = { hold: [7, 15], move: [1.8, 1.8] } as const;
const SHIFT_DEGREES = { hips: 1.2, spine: -0.8, head: -0.6 } as const;
/** The head never rests: about 0.15 Hz. */
const DRIFT = { hold: [0, 0.5], move: [2.4, 4.2] } as const;
const DRIFT_DEGREES = { x: 1, y: 1.6, z: 0.8 } as const;
/** A stressed syllable moves the head, half-life in seconds. */
const STRESS_DEGREES = { x: 2.5, z: 1.5 } as const;
const STRESS_HALF_LIFE = 0.1;

const [HIPS, SPINE, CHEST, UPPER_CHEST] = [
  channelOf("hips"),
  channelOf("spine"),
  channelOf("chest"),
  channelOf("upperChest"),
] as const;
const [NECK, HEAD] = [channelOf("neck"), channelOf("head")] as const;
const [LEFT_LEG, RIGHT_LEG] = [channelOf("leftUpperLeg"), channelOf("rightUpperLeg")] as const;
const [LEFT_SHOULDER, RIGHT_SHOULDER] = [channelOf("leftShoulder"), channelOf("rightShoulder")] as const;
/** Of a turn of the head, the neck's share. */
const NECK_SHARE = 0.4;

/** The layers of the body, summed into one pose a frame. Stepping allocates nothing. */
export class Body {
  /** As in `JOINTS`, not yet damped. */
  readonly target: Float32Array = new Float32Array(CHANNELS);
  /** What the head does for the look, degrees. */
  readonly turned: Direction = { yaw: 0, pitch: 0 };

  readonly #breath: Breath;
  readonly #shift: Wander;
  readonly #driftX: Wander;
  readonly #driftY: Wander;
  readonly #driftZ: Wander;
  readonly #lean = new Follower(POSTURE_HALF_LIFE);
  readonly #headX = new Follower(POSTURE_HALF_LIFE);
  readonly #headY = new Follower(POSTURE_HALF_LIFE);
  readonly #headZ = new Follower(POSTURE_HALF_LIFE);
  readonly #sway = gliding(1);
  readonly #depth = gliding(1);
  readonly #stress = gliding(0);
  #side = 1;

  constructor(random: Random) {
    this.#breath = new Breath(random);
    this.#shift = new Wander(random, SHIFT);
    this.#driftX = new Wander(random, DRIFT);
    this.#driftY = new Wander(random, DRIFT);
    this.#driftZ = new Wander(random, DRIFT);
  }

  step({ attitude, breath, deep, quiet, stress, head }: BodyWish, acting: Acting, dtS: number): void {
    this.target.set(REST);
    this.#sway[TARGET] = quiet ? 0 : attitude.sway;
    glide(this.#sway, SWAY_HALF_LIFE, dtS);
    this.#breathe(breath, deep, dtS);
    this.#stand(attitude, quiet, dtS);
    this.#moveHead(attitude, quiet ? 0 : 1, stress, head, dtS);
    acting.apply(this.target);
  }

  #breathe(mood: BreathMood, deep: boolean, dtS: number): void {
    const { target } = this;
    this.#depth[TARGET] = deep ? DEEP : 1;
    glide(this.#depth, DEPTH_HALF_LIFE, dtS);
    this.#breath.step(dtS, mood);
    const air = this.#breath.air * this.#depth[VALUE]!;
    target[UPPER_CHEST]! += BREATH.chest * air;
    target[LEFT_SHOULDER + 2]! += BREATH.shoulder * air;
    target[RIGHT_SHOULDER + 2]! -= BREATH.shoulder * air;
    target[HEAD]! += BREATH.head * air;
  }

  #stand({ posture }: Attitude, quiet: boolean, dtS: number): void {
    const { target } = this;
    this.#shift.step(dtS);
    this.#lean.target = quiet ? 0 : posture.lean;
    this.#lean.step(dtS);
    const shift = this.#shift.value * this.#sway[VALUE]!;
    const lean = this.#lean.value;
    target[HIPS + 2]! += SHIFT_DEGREES.hips * shift;
    // The feet stay flat.
    target[LEFT_LEG + 2]! -= SHIFT_DEGREES.hips * shift;
    target[RIGHT_LEG + 2]! -= SHIFT_DEGREES.hips * shift;
    target[SPINE + 2]! += SHIFT_DEGREES.spine * shift;
    target[HEAD + 2]! += SHIFT_DEGREES.head * shift;
    target[SPINE]! += lean * 0.6;
    target[CHEST]! += lean * 0.4;
    // She leans towards the person and keeps her face level.
    target[NECK]! -= lean * 0.7 * NECK_SHARE;
    target[HEAD]! -= lean * 0.7 * (1 - NECK_SHARE);
  }

  #moveHead({ posture }: Attitude, alive: number, stress: number, look: Direction, dtS: number): void {
    if (stress > 0) this.#side = -this.#side;
    glide(this.#stress, STRESS_HALF_LIFE, dtS);
    if (stress > this.#stress[VALUE]!) this.#stress[VALUE] = stress;
    this.turned.yaw = look.yaw * alive;
    this.turned.pitch = look.pitch * alive;
    this.#headX.target = posture.headX * alive;
    this.#headY.target = posture.headY * alive;
    this.#headZ.target = posture.headZ * alive;
    this.#headX.step(dtS);
    this.#headY.step(dtS);
    this.#headZ.step(dtS);
    this.#driftX.step(dtS);
    this.#driftY.step(dtS);
    this.#driftZ.step(dtS);
    const beat = this.#stress[VALUE]! * alive;
    const sway = this.#sway[VALUE]!;
    const x =
      this.#headX.value + this.#driftX.value * DRIFT_DEGREES.x * sway + beat * STRESS_DEGREES.x - this.turned.pitch;
    const y = this.#headY.value + this.#driftY.value * DRIFT_DEGREES.y * sway + this.turned.yaw;
    const z = this.#headZ.value + this.#driftZ.value * DRIFT_DEGREES.z * sway + beat * STRESS_DEGREES.z * this.#side;
    const { target } = this;
    target[NECK]! += x * NECK_SHARE;
    target[NECK + 1]! += y * NECK_SHARE;
    target[NECK + 2]! += z * NECK_SHARE;
    target[HEAD]! += x * (1 - NECK_SHARE);
    target[HEAD + 1]! += y * (1 - NECK_SHARE);
    target[HEAD + 2]! += z * (1 - NECK_SHARE);
  }
}
