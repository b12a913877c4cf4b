import { ADDED_CHANNELS, CHANNELS, channelOf, REST } from "./joints.ts";

/** Seconds to go half of the way. */
const HALF_LIFE = { trunk: 0.12, head: 0.06, arms: 0.09 } as const;
/** `(1 + x)·exp(-x) = 1/2` */
const CRITICAL = 1.678;

const NECK = channelOf("neck");
const LEGS = channelOf("leftUpperLeg");

/** The last stage of every motion: each angle follows its target, critically damped. Nothing jumps, whatever asks. */
export class DampedPose {
  /** Degrees. The same array for ever. */
  readonly angles: Float64Array = new Float64Array(CHANNELS);
  readonly #speeds = new Float64Array(CHANNELS);

  constructor() {
    this.angles.set(REST);
  }

  /** Exact for a target that stands still, whatever the step. Allocates nothing. */
  step(target: Float32Array, dtS: number): void {
    this.#follow(target, 0, NECK, HALF_LIFE.trunk, dtS);
    this.#follow(target, NECK, LEGS, HALF_LIFE.head, dtS);
    // The legs make up for the hips, at the hips' pace.
    this.#follow(target, LEGS, ADDED_CHANNELS, HALF_LIFE.trunk, dtS);
    this.#follow(target, ADDED_CHANNELS, CHANNELS, HALF_LIFE.arms, dtS);
  }

  #follow(target: Float32Array, from: number, to: number, halfLifeS: number, dtS: number): void {
    const omega = CRITICAL / halfLifeS;
    const decay = Math.exp(-omega * dtS);
    const { angles } = this;
    const speeds = this.#speeds;
    for (let i = from; i < to; i++) {
      const aim = target[i]!;
      const offset = angles[i]! - aim;
      const drive = (speeds[i]! + omega * offset) * dtS;
      angles[i] = aim + (offset + drive) * decay;
      speeds[i] = (speeds[i]! - omega * drive) * decay;
    }
  }
}
