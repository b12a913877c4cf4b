/** The mouth of a sound that is known before it is played, such as the sentence of the echo test. */
import { rmsDbfs, SILENCE_DBFS } from "@hisho/worklets/dsp/level.ts";
import { SHAPE_BEHIND_S, VISEME_COUNT } from "@hisho/worklets/dsp/mouth-track.ts";
import { VisemeEstimator } from "@hisho/worklets/dsp/viseme.ts";
import type { Mouth } from "./voice.ts";

/** The estimator's own step. */
const HOP_S = 0.01;

/**
 * @param samples mono, as they are played
 * @param rateHz of the samples
 * @param sinceStartS how much of them is audible by now, s; negative before they begin
 */
export function saidMouth(samples: Float32Array, rateHz: number, sinceStartS: () => number): Mouth {
  const hop = Math.round(HOP_S * rateHz);
  const hops = Math.ceil(samples.length / hop);
  const shapes = new Float32Array(hops * VISEME_COUNT);
  const levels = new Float32Array(hops);
  const estimator = new VisemeEstimator(rateHz);
  for (let at = 0; at < hops; at++) {
    const part = samples.subarray(at * hop, (at + 1) * hop);
    estimator.push(part);
    shapes.set(estimator.weights, at * VISEME_COUNT);
    levels[at] = rmsDbfs(part);
  }
  const hopAt = (seconds: number): number => {
    const at = Math.floor(seconds / HOP_S);
    return at >= 0 && at < hops ? at : -1;
  };
  return {
    read(weights) {
      const at = hopAt(sinceStartS() + SHAPE_BEHIND_S);
      if (at < 0) weights.fill(0);
      else for (let i = 0; i < VISEME_COUNT; i++) weights[i] = shapes[at * VISEME_COUNT + i]!;
    },
    playedMs: () => 0,
    levelDbfs: () => levels[hopAt(sinceStartS())] ?? SILENCE_DBFS,
  };
}
