/** Context time against `performance.now()`, with the way to the loudspeaker included. */

/** More than this between rendering and loudspeaker is not believed. */
const LARGEST_LATENCY_S = 2;

/** Context time of the sample that is audible at `nowMs`. */
export function audibleTimeS(context: AudioContext, nowMs = performance.now()): number {
  const { contextTime, performanceTime } = context.getOutputTimestamp();
  if (contextTime !== undefined && performanceTime !== undefined && performanceTime > 0) {
    const timeS = contextTime + (nowMs - performanceTime) / 1000;
    const behindS = context.currentTime - timeS;
    if (behindS >= 0 && behindS < LARGEST_LATENCY_S) return timeS;
  }
  return context.currentTime - (context.outputLatency || context.baseLatency || 0);
}

/** `performance.now()` at which the sample of context time `timeS` is, or was, audible. */
export function audibleAtMs(context: AudioContext, timeS: number): number {
  const nowMs = performance.now();
  return nowMs + (timeS - audibleTimeS(context, nowMs)) * 1000;
}
