import type { Phase } from "../session/talk.ts";
import { Acting } from "./acting.ts";
import { Beats } from "./beats.ts";
import { Blinker } from "./blink.ts";
import { Body, type BodyWish } from "./body.ts";
import { DampedPose } from "./damped-pose.ts";
import { Follower, glide, gliding, safeStep, TARGET, VALUE } from "./ease.ts";
import { Faces } from "./faces.ts";
import { type Direction, Gaze } from "./gaze.ts";
import type { GestureName } from "./gestures.ts";
import { EMOTION_NAMES, isEmotion, Lips } from "./mouth.ts";
import { Pauses } from "./pauses.ts";
import { ASLEEP, ATTITUDES, type Attitude } from "./posture.ts";
import type { Random } from "./random.ts";
import { Wakefulness } from "./wakefulness.ts";

/** What the page asks of the character in one frame. */
export interface Wish {
  phase: Phase;
  /** A name that is no emotion leaves her the phase's own face. */
  emotion: { name: string; weight: number } | null;
  /** Reduced motion: breathing, blinking, mouth and gaze only. */
  quiet: boolean;
  /** aa ih ou ee oh as heard now; all 0 in silence. */
  mouth: Float32Array;
  /** Level of what is being heard, and of the microphone; dBFS, -100 in silence. */
  voiceDbfs: number;
  microphoneDbfs: number;
  /** Where the person is. */
  viewer: Direction;
  /** Somebody has touched or pointed there since the last frame. */
  touched: Direction | null;
  /** Where her eyes are sent; null: they are free. */
  look: Direction | null;
  /** Begins in this frame. */
  gesture: GestureName | null;
}

/** Names of the protocol that are moods of a phase or have another name in VRM (docs/protocol.md, "avatar_event"). */
const SMILE = "smile";
const THINKING = "thinking";
const NEUTRAL = "neutral";

/** Half-life of the share that speaking takes of the face, seconds. */
const SPEECH_HALF_LIFE = 0.09;
/** A movement of the eyes beyond this hides behind a blink, degrees. */
const BLINK_WITH_SACCADE_DEGREES = 12;
const SURPRISED = EMOTION_NAMES.indexOf("surprised");
/** Brows on a stressed syllable. */
const STRESS_BROWS = 0.12;
const BROWS_HALF_LIFE = 0.1;
/** Lids further down than this are let up before an expression that stops them is put on. */
const LIDS_OPEN = 0.05;
/** Lids that fall with a bow or in sleep: half-life, seconds. */
const LIDS_HALF_LIFE = 0.07;
/** She has thought this long when a hand comes up, seconds. */
const HAND_AFTER_S = 0.7;
/** She is seen so long before she greets, seconds. */
const GREETS_AFTER_S = 0.9;
/** Seconds between two gestures that go with her own words. */
const BEAT_APART_S = 3.5;
const BEAT_SHARE = 0.7;

/**
 * Everything that moves, from one wish a frame: layers that add up, each of them damped. Read `pose`, `eyes`, `lips` and
 * `faces` after `step`; they are the same objects for ever, and stepping allocates nothing.
 */
export class Motion {
  readonly pose = new DampedPose();
  /** Of the eyes in the head, degrees; yaw positive to her left, pitch positive up. */
  readonly eyes = { yaw: 0, pitch: 0, closed: 0 };
  readonly lips = new Lips();
  readonly faces = new Faces();
  readonly acting = new Acting();

  readonly #random: Random;
  readonly #blinker: Blinker;
  readonly #gaze: Gaze;
  readonly #body: Body;
  readonly #beats = new Beats();
  readonly #pauses = new Pauses();
  readonly #wakefulness = new Wakefulness();
  readonly #lids = new Follower(LIDS_HALF_LIFE);
  readonly #bodyWish: BodyWish;
  readonly #stress = gliding(0);
  #thinking = 0;
  #greetIn = GREETS_AFTER_S;
  #sinceBeat = BEAT_APART_S;

  constructor(random: Random) {
    this.#random = random;
    this.#blinker = new Blinker(random);
    this.#gaze = new Gaze(random);
    this.#body = new Body(random);
    this.#bodyWish = {
      attitude: ATTITUDES.idle,
      breath: "rest",
      deep: false,
      quiet: false,
      stress: 0,
      head: this.#gaze.head,
    };
  }

  /** Nobody has been there for a while. */
  get asleep(): boolean {
    return this.#wakefulness.asleep;
  }

  /** @returns whether it begins; one of a higher rank is not cut short */
  perform(name: GestureName): boolean {
    return this.acting.perform(name);
  }

  step(elapsedS: number, wish: Wish): void {
    const dt = safeStep(elapsedS);
    this.acting.begun = null;
    this.#wakefulness.step(wish.phase, wish.touched !== null, dt);
    const attitude = this.asleep ? ASLEEP : ATTITUDES[wish.phase];
    const speaking = wish.phase === "speaking";
    this.lips.step(wish.mouth, dt);
    this.faces.speech[TARGET] = speaking || this.lips.open > 0 ? 1 : 0;
    glide(this.faces.speech, SPEECH_HALF_LIFE, dt);
    this.#beats.step(speaking ? wish.voiceDbfs : -100, dt);
    glide(this.#stress, BROWS_HALF_LIFE, dt);
    if (this.#beats.stress > this.#stress[VALUE]!) this.#stress[VALUE] = this.#beats.stress;
    this.#greetIn -= dt;
    if (wish.quiet) this.acting.stop();
    else this.#act(wish, dt);
    this.acting.step(dt);
    this.#look(wish, attitude, dt);
    this.#feel(wish, attitude, dt);
    this.#breathe(wish, attitude, dt);
  }

  /** Gestures that nobody asks for. */
  #act(wish: Wish, dt: number): void {
    const { acting } = this;
    if (wish.gesture !== null) acting.perform(wish.gesture);
    this.#thinking = wish.phase === "thinking" ? this.#thinking + dt : 0;
    if (this.#thinking >= HAND_AFTER_S && this.#thinking - dt < HAND_AFTER_S) acting.perform("think");
    if (wish.phase !== "thinking") acting.release("think");
    if (this.#pauses.step(wish.microphoneDbfs, wish.phase === "hearing", dt)) acting.perform("small-nod");
    this.#sinceBeat += dt;
    if (this.#beats.begins && this.#sinceBeat >= BEAT_APART_S && this.#random() < BEAT_SHARE) {
      if (acting.perform(this.#random() < 0.5 ? "beat-left" : "beat-right")) this.#sinceBeat = 0;
    }
    const greets = this.#greetIn <= 0 && this.#greetIn > -dt && acting.name === null;
    if (greets || (this.#wakefulness.woke && wish.touched !== null)) acting.perform("bow");
  }

  #look(wish: Wish, attitude: Attitude, dt: number): void {
    const gaze = this.#gaze;
    const { touched } = wish;
    // Who speaks is looked at, whatever moves.
    if (touched !== null && wish.phase !== "hearing") gaze.at(touched.yaw, touched.pitch);
    gaze.step(dt, attitude.attention, wish.viewer, this.acting.look ?? wish.look);
    const { faces, eyes } = this;
    if (gaze.jumped > BLINK_WITH_SACCADE_DEGREES || this.#beats.ends || this.#wakefulness.woke) {
      if (!faces.stopsBlink) this.#blinker.blink();
    }
    this.#lids.target = this.asleep || this.acting.shut ? 1 : 0;
    this.#lids.step(dt);
    const lids = this.#lids.value;
    const blink = this.#blinker.step(dt, attitude.blink, !faces.stopsBlink);
    eyes.closed = faces.stopsBlink ? 0 : Math.max(blink, lids < 0.01 ? 0 : lids);
  }

  #feel({ phase, emotion, quiet }: Wish, attitude: Attitude, dt: number): void {
    const name = emotion === null ? null : emotion.name === SMILE ? "happy" : emotion.name;
    const weight = emotion === null ? 0 : emotion.weight;
    const own = name === null || !(isEmotion(name) || name === NEUTRAL || name === THINKING);
    const face = name === THINKING ? ATTITUDES.thinking.face : attitude.face;
    const { asked } = this.faces;
    for (let i = 0; i < EMOTION_NAMES.length; i++) {
      const each = EMOTION_NAMES[i]!;
      if (own) asked[i] = face[each] ?? 0;
      else if (name === THINKING) asked[i] = (face[each] ?? 0) * Math.min(1, 2 * weight);
      else asked[i] = name === each ? weight : 0;
      asked[i] = Math.max(asked[i]!, this.acting.emotion(each));
    }
    if (phase === "speaking" && !quiet)
      asked[SURPRISED] = Math.max(asked[SURPRISED]!, STRESS_BROWS * this.#stress[VALUE]!);
    this.faces.step(this.eyes.closed > LIDS_OPEN, dt);
  }

  #breathe(wish: Wish, attitude: Attitude, dt: number): void {
    const ask = this.#bodyWish;
    ask.attitude = attitude;
    ask.breath = this.asleep ? "asleep" : wish.phase === "speaking" ? "speaking" : "rest";
    ask.deep = this.asleep || wish.phase === "thinking";
    ask.quiet = wish.quiet;
    ask.stress = this.#beats.stress;
    this.#body.step(ask, this.acting, dt);
    this.pose.step(this.#body.target, dt);
    // The eyes make up for what the head does for them: she keeps looking at the same place.
    this.eyes.yaw = this.#gaze.yaw - this.#body.turned.yaw;
    this.eyes.pitch = this.#gaze.pitch - this.#body.turned.pitch;
  }
}
