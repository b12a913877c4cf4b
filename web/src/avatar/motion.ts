import type { Phase } from "../session/talk.ts";
import { Blinker } from "./blink.ts";
import { Breath } from "./breath.ts";
import { approach, Follower, safeStep } from "./ease.ts";
import { Gaze } from "./gaze.ts";
import { EMOTION_NAMES, type Emotion, emotionBeside, isEmotion, Lips } from "./mouth.ts";
import { ATTITUDES, type Posture } from "./posture.ts";
import { between, type Random } from "./random.ts";

/** What the page asks of the character in one frame. */
export interface Wish {
  phase: Phase;
  emotion: { name: string; weight: number } | null;
  /** Reduced motion: breathing, blinking, mouth and gaze only. */
  quiet: boolean;
  /** aa ih ou ee oh as heard now; all 0 in silence. */
  mouth: Float32Array;
}

/** Degrees for bones beyond the posture. */
export interface Body extends Posture {
  /** -1 breathed out to 1 breathed in. */
  breath: number;
  hips: number;
}

/** Seconds. */
const EXPRESSION_HALF_LIFE = 0.09;
const HEAD_HALF_LIFE = 0.14;
const BODY_HALF_LIFE = 0.22;
const WEIGHT_SHIFT = [7, 15] as const;
const WEIGHT_SHIFT_HALF_LIFE = 0.6;
const HIPS_DEGREES = 1.2;
/** A look beyond this takes the head along. */
const EYES_ALONE_DEGREES = 6;
const HEAD_SHARE = 0.6;
/** A movement of the eyes beyond this hides behind a blink. */
const BLINK_WITH_SACCADE_DEGREES = 12;
/** Slow drift of the head: frequencies in Hz that never meet, and degrees. */
const DRIFT_HZ = [0.071, 0.113, 0.157] as const;
const DRIFT_DEGREES = { x: 0.8, y: 1.6, z: 0.8 } as const;
/** The head nods with the syllables. */
const SPEECH_NOD_DEGREES = 1.6;

/**
 * Everything that moves, from one wish a frame: layers that add up, each of them damped. Read `body`, `gaze`, `eyes`,
 * `lips` and `emotions` after `step`; they are the same objects for ever, and stepping allocates nothing.
 */
export class Motion {
  readonly body: Body = { lean: 0, headX: 0, headY: 0, headZ: 0, thought: 0, breath: 0, hips: 0 };
  /** Of the eyes in the head, degrees; yaw positive to her left, pitch positive up. */
  readonly eyes = { yaw: 0, pitch: 0, closed: 0 };
  readonly lips = new Lips();
  readonly emotions: Record<Emotion, number> = { happy: 0, angry: 0, sad: 0, relaxed: 0, surprised: 0 };

  readonly #random: Random;
  readonly #blinker: Blinker;
  readonly #breath: Breath;
  readonly #gaze: Gaze;
  readonly #lean = new Follower(BODY_HALF_LIFE);
  readonly #thought = new Follower(BODY_HALF_LIFE);
  readonly #headX = new Follower(HEAD_HALF_LIFE);
  readonly #headY = new Follower(HEAD_HALF_LIFE);
  readonly #headZ = new Follower(HEAD_HALF_LIFE);
  readonly #hips = new Follower(WEIGHT_SHIFT_HALF_LIFE);
  readonly #driftPhase: readonly [number, number, number];
  #hipsTarget = 0;
  #shiftIn: number;
  #elapsed = 0;
  #sway = 1;
  #speech = 0;
  #stress = 0;

  constructor(random: Random) {
    this.#random = random;
    this.#blinker = new Blinker(random);
    this.#breath = new Breath(random);
    this.#gaze = new Gaze(random);
    this.#driftPhase = [random(), random(), random()];
    this.#shiftIn = between(random, ...WEIGHT_SHIFT);
  }

  step(elapsedS: number, wish: Wish): void {
    const dt = safeStep(elapsedS);
    this.#elapsed += dt;
    const attitude = ATTITUDES[wish.phase];
    const speaking = wish.phase === "speaking";
    this.lips.step(wish.mouth, dt);
    this.#speech = approach(this.#speech, speaking || this.lips.open > 0 ? 1 : 0, EXPRESSION_HALF_LIFE, dt);
    this.#stress = approach(this.#stress, this.lips.open, 0.12, dt);
    this.#stepFace(wish, dt);
    this.#gaze.step(dt, attitude.attention);
    if (this.#gaze.jumped > BLINK_WITH_SACCADE_DEGREES) this.#blinker.blink();
    this.eyes.closed = this.#blinker.step(dt, attitude.blink);
    this.body.breath = this.#breath.step(dt, speaking);
    this.#sway = approach(this.#sway, wish.quiet ? 0 : attitude.sway, 0.5, dt);
    this.#stepBody(attitude.posture, wish.quiet, dt);
  }

  #stepFace({ phase, emotion }: Wish, dt: number): void {
    const asked = emotion !== null && isEmotion(emotion.name) ? emotion : null;
    for (const name of EMOTION_NAMES) {
      const own = asked === null ? (ATTITUDES[phase].face[name] ?? 0) : asked.name === name ? asked.weight : 0;
      const target = emotionBeside(name, own, this.#speech);
      this.emotions[name] = approach(this.emotions[name], target, EXPRESSION_HALF_LIFE, dt);
    }
  }

  #stepBody(posture: Posture, quiet: boolean, dt: number): void {
    const still = quiet ? 0 : 1;
    this.#shiftIn -= dt;
    if (this.#shiftIn <= 0) {
      this.#shiftIn = between(this.#random, ...WEIGHT_SHIFT);
      this.#hipsTarget = between(this.#random, -HIPS_DEGREES, HIPS_DEGREES);
    }
    const beyond = Math.hypot(this.#gaze.yaw, this.#gaze.pitch) > EYES_ALONE_DEGREES ? HEAD_SHARE * still : 0;
    const { body } = this;
    body.lean = this.#lean.step(posture.lean * still, dt);
    body.thought = this.#thought.step(posture.thought * still, dt);
    body.hips = this.#hips.step(this.#hipsTarget * this.#sway, dt);
    const turn = this.#headY.step(posture.headY * still + this.#gaze.yaw * beyond, dt);
    const nod = this.#headX.step(posture.headX * still - this.#gaze.pitch * beyond, dt);
    const tilt = this.#headZ.step(posture.headZ * still, dt);
    body.headX = nod + this.#drift(0) * DRIFT_DEGREES.x + this.#stress * SPEECH_NOD_DEGREES * this.#sway;
    body.headY = turn + this.#drift(1) * DRIFT_DEGREES.y;
    body.headZ = tilt + this.#drift(2) * DRIFT_DEGREES.z - body.hips * 0.5;
    // The eyes make up for what the head does: she keeps looking at the same place.
    this.eyes.yaw = this.#gaze.yaw - turn + posture.headY * still;
    this.eyes.pitch = this.#gaze.pitch + nod - posture.headX * still;
  }

  /** -1 to 1. */
  #drift(axis: 0 | 1 | 2): number {
    return Math.sin(2 * Math.PI * (this.#elapsed * DRIFT_HZ[axis] + this.#driftPhase[axis])) * this.#sway;
  }
}
