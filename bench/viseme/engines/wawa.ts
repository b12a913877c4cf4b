/** wawa-lipsync as a page runs it: once a frame of 60 Hz, on an AnalyserNode, by the page's clock (here the sound's). */
import { Lipsync } from "wawa-lipsync";
import { type Engine, QUANTUM_SAMPLES, SILENCE } from "../engine.ts";
import { Analyser } from "./analyser.ts";

const PLAYED_HZ = 48_000;
const SHAPES: Readonly<Record<string, number>> = {
  viseme_aa: 0,
  viseme_I: 1,
  viseme_U: 2,
  viseme_E: 3,
  viseme_O: 4,
  viseme_sil: SILENCE,
};

export interface WawaSettings {
  gain: number;
  smoothing: number;
  historySize: number;
}

let analyser = new Analyser();
let nowMs = 0;

class PageAudio {
  readonly sampleRate = PLAYED_HZ;
  createAnalyser(): Analyser {
    analyser = new Analyser();
    return analyser;
  }
}

/** Consonants keep the shape before them: kinder than counting them as wrong. */
export function wawa(name: string, { gain, smoothing, historySize }: WawaSettings): Engine {
  return {
    name,
    listen() {
      Object.assign(globalThis, { window: { AudioContext: PageAudio } });
      const lipsync = new Lipsync({ fftSize: 2048, historySize });
      const ear = analyser;
      ear.smoothingTimeConstant = smoothing;
      const loud = new Float32Array(QUANTUM_SAMPLES);
      let heard = 0;
      let frames = 0;
      let shape = SILENCE;
      return {
        hear(quantum) {
          for (let i = 0; i < quantum.length; i++) loud[i] = gain * quantum[i]!;
          ear.hear(loud);
          heard += quantum.length;
          if (heard * 60 < (frames + 1) * PLAYED_HZ) return shape;
          frames++;
          nowMs = (heard * 1000) / PLAYED_HZ;
          const real = performance.now;
          performance.now = () => nowMs;
          lipsync.processAudio();
          performance.now = real;
          shape = SHAPES[lipsync.viseme] ?? shape;
          return shape;
        },
      };
    },
  };
}
