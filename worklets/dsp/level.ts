/** Below this a level is silence; also what an empty input has. */
export const SILENCE_DBFS = -100;

/** RMS of `count` samples from `offset`, dBFS (a full-scale square wave is 0), at least -100. Allocates nothing. */
export function rmsDbfs(samples: Float32Array, offset = 0, count = samples.length - offset): number {
  let energy = 0;
  for (let i = offset; i < offset + count; i++) energy += samples[i]! * samples[i]!;
  return energyDbfs(energy, count);
}

/** The level of `count` samples whose squares add up to `energy`, dBFS, at least -100. */
export const energyDbfs = (energy: number, count: number): number =>
  count === 0 || energy === 0 ? SILENCE_DBFS : Math.max(SILENCE_DBFS, 10 * Math.log10(energy / count));
