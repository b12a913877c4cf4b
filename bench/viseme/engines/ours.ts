import { VisemeEstimator } from "@hisho/worklets/dsp/viseme.ts";
import { type Engine, SILENCE } from "../engine.ts";

const PLAYED_HZ = 48_000;
/** Fainter together, a person sees a closed mouth. */
const SEEN_OPEN = 0.12;

function largest(values: Float32Array | Float64Array, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** What the network takes the sound for. */
export const ours: Engine = {
  name: "Hisho",
  listen() {
    const estimator = new VisemeEstimator(PLAYED_HZ);
    return {
      hear(quantum) {
        estimator.push(quantum);
        return largest(estimator.chances, SILENCE + 1);
      },
    };
  },
};

/** What the face is told: the shape with the largest weight, a nearly shut mouth being silence. */
export const oursWorn: Engine = {
  name: "Hisho, as worn",
  listen() {
    const estimator = new VisemeEstimator(PLAYED_HZ);
    return {
      hear(quantum) {
        estimator.push(quantum);
        let open = 0;
        for (const weight of estimator.weights) open += weight;
        return open < SEEN_OPEN ? SILENCE : largest(estimator.weights, SILENCE);
      },
    };
  },
};
