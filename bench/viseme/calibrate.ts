/** Gives the rivals more than their defaults: a profile from voices that were learned from, the best gate and gain of a few. */

import { type Engine, QUANTUM_SAMPLES, SHAPES, track } from "./engine.ts";
import { headAudio } from "./engines/headaudio.ts";
import { wawa } from "./engines/wawa.ts";
import { type Profile, WlipsyncCore, wlipsync } from "./engines/wlipsync.ts";
import type { Clip } from "./material.ts";
import { Tally } from "./score.ts";

/** Of each shape, so that there are the 12 entries that wlipsync needs. */
const CENTRES = 2;
const ROUNDS = 12;
/** wlipsync's window is 64 ms long: what it hears is this old. */
const WINDOW_MIDDLE_MS = 32;

const best = (engines: readonly Engine[], clips: readonly Clip[]): Engine =>
  engines
    .map((engine) => {
      const tally = new Tally();
      for (const clip of clips) tally.add(clip.labels, track(engine, clip.samples));
      return { engine, balanced: tally.score().balanced };
    })
    .reduce((one, other) => (other.balanced > one.balanced ? other : one)).engine;

export function tuneWlipsync(clips: readonly Clip[]): Engine {
  const entries = centresOf(clips);
  const profiles = (["l1", "l2", "cosine"] as const).flatMap((compare) =>
    [true, false].flatMap((standardise) =>
      [-3.5, -3, -2.5].map((silentBelow): Profile => ({ entries, compare, standardise, silentBelow })),
    ),
  );
  const tuned = best(
    profiles.map((profile) => wlipsync(`wlipsync, ${profile.compare}`, profile)),
    clips,
  );
  return { ...tuned, name: "wlipsync, calibrated" };
}

export function tuneWawa(clips: readonly Clip[]): Engine {
  const settings = [0.1, 0.3, 1].flatMap((gain) =>
    [0.5, 0.8].map((smoothing) => ({ gain, smoothing, historySize: 10 })),
  );
  return best(
    settings.map((setting) => wawa(`wawa-lipsync, gain ${setting.gain}`, setting)),
    clips,
  );
}

export function tuneHeadAudio(clips: readonly Clip[]): Engine {
  const settings = [1, 3].flatMap((gain) =>
    [120, 150, 180].flatMap((speakerMeanHz) =>
      [-40, -50].map((gateDb) => ({ gain, speakerMeanHz, gateDb, silSensitivity: 1.2 })),
    ),
  );
  return best(
    settings.map((setting) => headAudio(`HeadAudio, gain ${setting.gain}`, setting)),
    clips,
  );
}

/** k-means of the cepstra that wlipsync itself measures, for each shape. */
function centresOf(clips: readonly Clip[]): Profile["entries"] {
  const blank = SHAPES.flatMap((_, shape) =>
    [1, 2].map((k) => ({ shape, cepstra: Array(12).fill(shape + k) as number[] })),
  );
  const heard: number[][][] = SHAPES.map(() => []);
  for (const clip of clips) {
    const core = new WlipsyncCore({ entries: blank, compare: "l2", standardise: false, silentBelow: -9 });
    for (let at = 0; at + QUANTUM_SAMPLES <= clip.samples.length; at += QUANTUM_SAMPLES) {
      if (core.hear(clip.samples.subarray(at, at + QUANTUM_SAMPLES)) === undefined) continue;
      const label = clip.labels[Math.floor(((at + QUANTUM_SAMPLES) / 48 - WINDOW_MIDDLE_MS) / 10)];
      if (label === undefined || label >= SHAPES.length) continue;
      const { cepstra } = core;
      if (cepstra.every(Number.isFinite)) heard[label]!.push(cepstra);
    }
  }
  return heard.flatMap((points, shape) => kMeans(points).map((cepstra) => ({ shape, cepstra })));
}

function kMeans(points: readonly number[][]): number[][] {
  let centres = Array.from({ length: CENTRES }, (_, k) => points[Math.floor(((k + 0.5) * points.length) / CENTRES)]!);
  const distance = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0);
  for (let round = 0; round < ROUNDS; round++) {
    const groups: number[][][] = centres.map(() => []);
    for (const point of points) {
      const distances = centres.map((centre) => distance(point, centre));
      groups[distances.indexOf(Math.min(...distances))]!.push(point);
    }
    centres = groups.map((group, k) =>
      group.length === 0
        ? centres[k]!
        : centres[k]!.map((_, i) => group.reduce((sum, point) => sum + point[i]!, 0) / group.length),
    );
  }
  return centres;
}
