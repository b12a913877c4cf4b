/** Loudness as the eye should see it. Pure: time is an argument. */

/** A quiet room and a voice close to the microphone, dBFS RMS. */
const FLOOR_DBFS = -58;
const CEILING_DBFS = -14;
const UP_MS = 60;
const DOWN_MS = 180;

/** 0 to 1. */
export const levelOf = (dbfs: number): number =>
  Math.max(0, Math.min(1, (dbfs - FLOOR_DBFS) / (CEILING_DBFS - FLOOR_DBFS)));

/** One step of an exponential follower: fast up, slow down. */
export function follow(level: number, target: number, elapsedMs: number): number {
  const constantMs = target > level ? UP_MS : DOWN_MS;
  return target + (level - target) * Math.exp(-elapsedMs / (constantMs / 3));
}

/** Reduced motion: four steps. */
export const stepped = (level: number): number => Math.ceil(level * 4) / 4;
