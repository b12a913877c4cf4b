import { ADDED_CHANNELS, CHANNELS, channelOf, REST } from "./joints.ts";

/** Seconds to go half of the way. */
const HALF_LIFE = { trunk: 0.12, head: 0.06, arms: 0.09 } as const;
/** `(1 + x)·exp(-x) = 1/2` */
const CRITICAL = 1.678;

const NECK = channelOf("neck");
const LEGS = channelOf("leftUpperLeg");
/** Where each part of a pose ends, and how fast it follows. The legs make up for the hips, at the hips' pace. */
const ENDS = Int16Array.of(NECK, LEGS, ADDED_CHANNELS, CHANNELS);
const OMEGAS = Float64Array.of(
  CRITICAL / HALF_LIFE.trunk,
  CRITICAL / HALF_LIFE.head,
  CRITICAL / HALF_LIFE.trunk,
  CRITICAL / HALF_LIFE.arms,
);

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
    const { angles } = this;
    const speeds = this.#speeds;
    let i = 0;
    for (let part = 0; part < ENDS.length; part++) {
      const omega = OMEGAS[part]!;
      const decay = Math.exp(-omega * dtS);
      for (; i < ENDS[part]!; i++) {
        const aim = target[i]!;
        const offset = angles[i]! - aim;
        const drive = (speeds[i]! + omega * offset) * dtS;
        angles[i] = aim + (offset + drive) * decay;
        speeds[i] = (speeds[i]! - omega * drive) * decay;
      }
    }
  }
}
