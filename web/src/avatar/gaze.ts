import { between, type Random } from "./random.ts";

/** Where the eyes go: at the viewer, aside in thought, or down. */
export type Attention = "viewer" | "present" | "aside" | "down";

/** Degrees from straight ahead; yaw positive to her left, pitch positive up. */
export interface Direction {
  yaw: number;
  pitch: number;
}

/** A face is looked at eye, eye and mouth in turn, 1.5 degrees apart. */
const FACE_POINTS: readonly Direction[] = [
  { yaw: 0.75, pitch: 0.4 },
  { yaw: -0.75, pitch: 0.4 },
  { yaw: 0, pitch: -0.9 },
];
/** Up and to her right. */
const THOUGHT: Direction = { yaw: -14, pitch: 9 };
const DOWN: Direction = { yaw: 3, pitch: -8 };
/** Share of fixations that leave the viewer: never while the person speaks, now and then otherwise. */
const GLANCES = { viewer: 0, present: 0.15 } as const;
const GLANCE_MEAN_DEGREES = 4;
const GLANCE_MOST_DEGREES = 10;
/** Seconds a fixation lasts. */
const FIXATION = [0.6, 1.8] as const;
const THOUGHT_LASTS = [1.2, 1.8] as const;
/** Fixations on the viewer between two thoughts aside. */
const BETWEEN_THOUGHTS = [0.9, 1.6] as const;

/** Seconds a movement of the eyes takes: 21 ms and 2.2 ms a degree (Carpenter 1988). */
export const saccadeSeconds = (degrees: number): number => 0.021 + 0.0022 * degrees;

/** Eyes over time: they hold still, then jump. Read `yaw` and `pitch` after each step. */
export class Gaze implements Direction {
  yaw = 0;
  pitch = 0;
  /** Degrees of the movement that began in the last step; 0 in a fixation. */
  jumped = 0;

  readonly #random: Random;
  readonly #from: Direction = { yaw: 0, pitch: 0 };
  readonly #to: Direction = { yaw: 0, pitch: 0 };
  #attention: Attention = "viewer";
  #hold = 0;
  #moving = 0;
  #moveTakes = 0;
  #thinksAside = false;

  constructor(random: Random) {
    this.#random = random;
  }

  step(dtS: number, attention: Attention): void {
    this.jumped = 0;
    this.#hold -= dtS;
    if (attention !== this.#attention) {
      this.#attention = attention;
      this.#thinksAside = false;
      this.#hold = 0;
    }
    if (this.#hold <= 0) this.#choose();
    if (this.#moving >= this.#moveTakes) return;
    this.#moving += dtS;
    const t = Math.min(1, this.#moving / this.#moveTakes);
    this.yaw = this.#from.yaw + (this.#to.yaw - this.#from.yaw) * t;
    this.pitch = this.#from.pitch + (this.#to.pitch - this.#from.pitch) * t;
  }

  #choose(): void {
    const random = this.#random;
    this.#hold = between(random, ...FIXATION);
    switch (this.#attention) {
      case "aside":
        this.#thinksAside = !this.#thinksAside;
        if (this.#thinksAside) {
          this.#hold = between(random, ...THOUGHT_LASTS);
          this.#jump(THOUGHT.yaw + between(random, -2, 2), THOUGHT.pitch + between(random, -2, 2));
        } else {
          this.#hold = between(random, ...BETWEEN_THOUGHTS);
          this.#atViewer();
        }
        return;
      case "down":
        this.#jump(DOWN.yaw + between(random, -2, 2), DOWN.pitch + between(random, -1, 1));
        return;
      case "viewer":
      case "present":
        if (random() < GLANCES[this.#attention]) this.#glance();
        else this.#atViewer();
        return;
      default:
        this.#attention satisfies never;
    }
  }

  #atViewer(): void {
    const point = FACE_POINTS[Math.floor(this.#random() * FACE_POINTS.length)]!;
    this.#jump(point.yaw, point.pitch);
  }

  #glance(): void {
    const size = Math.min(GLANCE_MOST_DEGREES, 2 - GLANCE_MEAN_DEGREES * Math.log(1 - this.#random()));
    const angle = between(this.#random, 0, 2 * Math.PI);
    this.#jump(size * Math.cos(angle), size * 0.5 * Math.sin(angle));
  }

  #jump(yaw: number, pitch: number): void {
    this.#from.yaw = this.yaw;
    this.#from.pitch = this.pitch;
    this.#to.yaw = yaw;
    this.#to.pitch = pitch;
    this.jumped = Math.hypot(yaw - this.yaw, pitch - this.pitch);
    this.#moving = 0;
    this.#moveTakes = saccadeSeconds(this.jumped);
  }
}
