import { clamp, Follower } from "./ease.ts";
import { between, type Random } from "./random.ts";

/** Where the eyes go: at the person who speaks, at the person while she speaks or waits, aside in thought, or down. */
export type Attention = "viewer" | "present" | "speaking" | "aside" | "down";

/** Degrees from straight ahead; yaw positive to her left, pitch positive up. */
export interface Direction {
  yaw: number;
  pitch: number;
}

const AHEAD: Direction = { yaw: 0, pitch: 0 };
/** A face is looked at eye, eye and mouth in turn, 1.5 degrees apart. */
const FACE_POINTS: readonly Direction[] = [
  { yaw: 0.75, pitch: 0.4 },
  { yaw: -0.75, pitch: 0.4 },
  { yaw: 0, pitch: -0.9 },
];
/** Up and to her right. */
const THOUGHT: Direction = { yaw: -14, pitch: 9 };
const DOWN: Direction = { yaw: 3, pitch: -8 };
/** Share of fixations that leave the person: never while they speak. */
const GLANCES = { viewer: 0, present: 0.15, speaking: 0.25 } as const;
/** Exponential. */
const GLANCE_MEAN_DEGREES = 4;
/** By the eyes alone. */
const GLANCE_MOST_DEGREES = 15;
/** Seconds a fixation lasts: gamma with a mean of 1, within these. */
const FIXATION = [0.6, 1.8] as const;
const THOUGHT_LASTS = [1.2, 1.8] as const;
/** Fixations on the viewer between two thoughts aside. */
const BETWEEN_THOUGHTS = [0.9, 1.6] as const;
/** Seconds a touch is looked at; from its first fixation. */
const TOUCH_HOLDS = [0.7, 1.3] as const;
/** Beyond this the head comes along with this share, so much later, seconds. */
const EYES_ALONE_DEGREES = 10;
const HEAD_SHARE = 0.6;
const HEAD_DELAY = 0.12;
/** Half-life, seconds: the head is there after about .35 s. */
const HEAD_HALF_LIFE = 0.12;
/** How far eyes turn in their head. */
const EYES_MOST = { yaw: 24, pitch: 16 } as const;

/** Seconds a movement of the eyes takes: 21 ms and 2.2 ms a degree (Carpenter 1988). */
export const saccadeSeconds = (degrees: number): number => 0.021 + 0.0022 * degrees;

/** Gamma of shape 4 and mean 1, seconds, within a person's limits. */
export const fixationSeconds = (random: Random): number =>
  clamp(-0.25 * Math.log((1 - random()) * (1 - random()) * (1 - random()) * (1 - random())), FIXATION[0], FIXATION[1]);

/** Degrees of a glance aside. */
export const glanceDegrees = (random: Random): number =>
  Math.min(GLANCE_MOST_DEGREES, -GLANCE_MEAN_DEGREES * Math.log(1 - random()));

/**
 * The look over time: the eyes hold still, then jump, and the head follows far looks. Read the fields after each step;
 * stepping allocates nothing.
 */
export class Gaze implements Direction {
  /** Of the look in the room. */
  yaw = 0;
  pitch = 0;
  /** Degrees of the movement that began in the last step; 0 in a fixation. */
  jumped = 0;
  /** The head's share, on its way there. */
  readonly head: Direction = { yaw: 0, pitch: 0 };

  readonly #random: Random;
  readonly #from: Direction = { yaw: 0, pitch: 0 };
  readonly #to: Direction = { yaw: 0, pitch: 0 };
  readonly #headYaw = new Follower(HEAD_HALF_LIFE);
  readonly #headPitch = new Follower(HEAD_HALF_LIFE);
  readonly #called: Direction = { yaw: 0, pitch: 0 };
  #isCalled = false;
  #headIn = 0;
  #attention: Attention = "viewer";
  #hold = 0;
  #moving = 0;
  #moveTakes = 0;
  #thinksAside = false;
  #bound: Direction | null = null;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Looks at something for a moment from the next step on, for instance at what was just touched. */
  at(yaw: number, pitch: number): void {
    this.#called.yaw = yaw;
    this.#called.pitch = pitch;
    this.#isCalled = true;
  }

  /**
   * @param viewer where the person is, for the next fixation
   * @param bound the eyes stay there while it is given
   */
  step(dtS: number, attention: Attention, viewer: Direction = AHEAD, bound: Direction | null = null): void {
    this.jumped = 0;
    this.#hold -= dtS;
    if (attention !== this.#attention || bound !== this.#bound) {
      this.#attention = attention;
      this.#bound = bound;
      this.#thinksAside = false;
      this.#hold = 0;
    }
    if (this.#isCalled && bound === null) {
      this.#hold = between(this.#random, TOUCH_HOLDS[0], TOUCH_HOLDS[1]);
      this.#jump(this.#called.yaw, this.#called.pitch);
    } else if (this.#hold <= 0) {
      if (bound === null) this.#choose(viewer);
      else {
        this.#hold = between(this.#random, FIXATION[0], FIXATION[1]);
        this.#jump(bound.yaw, bound.pitch);
      }
    }
    this.#isCalled = false;
    this.#move(dtS);
    this.#turnHead(dtS);
  }

  #move(dtS: number): void {
    if (this.#moving >= this.#moveTakes) return;
    this.#moving += dtS;
    const t = Math.min(1, this.#moving / this.#moveTakes);
    this.yaw = this.#from.yaw + (this.#to.yaw - this.#from.yaw) * t;
    this.pitch = this.#from.pitch + (this.#to.pitch - this.#from.pitch) * t;
  }

  #turnHead(dtS: number): void {
    this.#headIn -= dtS;
    if (this.#headIn <= 0) {
      const share = Math.hypot(this.#to.yaw, this.#to.pitch) > EYES_ALONE_DEGREES ? HEAD_SHARE : 0;
      // What the eyes cannot reach the head must.
      this.#headYaw.target = beyond(this.#to.yaw, this.#to.yaw * share, EYES_MOST.yaw);
      this.#headPitch.target = beyond(this.#to.pitch, this.#to.pitch * share, EYES_MOST.pitch);
      this.#headIn = Number.POSITIVE_INFINITY;
    }
    this.#headYaw.step(dtS);
    this.#headPitch.step(dtS);
    this.head.yaw = this.#headYaw.value;
    this.head.pitch = this.#headPitch.value;
  }

  #choose(viewer: Direction): void {
    const random = this.#random;
    this.#hold = fixationSeconds(random);
    switch (this.#attention) {
      case "aside":
        this.#thinksAside = !this.#thinksAside;
        if (this.#thinksAside) {
          this.#hold = between(random, THOUGHT_LASTS[0], THOUGHT_LASTS[1]);
          this.#jump(THOUGHT.yaw + between(random, -2, 2), THOUGHT.pitch + between(random, -2, 2));
        } else {
          this.#hold = between(random, BETWEEN_THOUGHTS[0], BETWEEN_THOUGHTS[1]);
          this.#atViewer(viewer);
        }
        return;
      case "down":
        this.#jump(DOWN.yaw + between(random, -2, 2), DOWN.pitch + between(random, -1, 1));
        return;
      case "viewer":
      case "present":
      case "speaking":
        if (random() < GLANCES[this.#attention]) this.#glance(viewer);
        else this.#atViewer(viewer);
        return;
      default:
        this.#attention satisfies never;
    }
  }

  #atViewer(viewer: Direction): void {
    const point = FACE_POINTS[Math.floor(this.#random() * FACE_POINTS.length)]!;
    this.#jump(viewer.yaw + point.yaw, viewer.pitch + point.pitch);
  }

  #glance(viewer: Direction): void {
    const size = glanceDegrees(this.#random);
    const angle = between(this.#random, 0, 2 * Math.PI);
    this.#jump(viewer.yaw + size * Math.cos(angle), viewer.pitch + size * 0.5 * Math.sin(angle));
  }

  #jump(yaw: number, pitch: number): void {
    this.#from.yaw = this.yaw;
    this.#from.pitch = this.pitch;
    this.#to.yaw = yaw;
    this.#to.pitch = pitch;
    this.jumped = Math.hypot(yaw - this.yaw, pitch - this.pitch);
    this.#moving = 0;
    this.#moveTakes = saccadeSeconds(this.jumped);
    this.#headIn = HEAD_DELAY;
  }
}

/** The head's share of a look, at least what lies beyond the eyes' own reach. */
function beyond(look: number, share: number, most: number): number {
  const least = Math.max(0, Math.abs(look) - most);
  return Math.abs(share) >= least ? share : Math.sign(look) * least;
}
