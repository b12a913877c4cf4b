/** Something that names the mouth's shape while sound is played. */

/** aa ih ou ee oh, silence: their places in the answers. */
export const SHAPES = ["A", "I", "U", "E", "O", "silence"] as const;
export const SILENCE = 5;
export const QUANTUM_SAMPLES = 128;

export interface Listener {
  /** Takes the next quantum of 48 kHz samples. @returns the shape it shows from now on */
  hear(quantum: Float32Array): number;
}

export interface Engine {
  name: string;
  /** Fresh, as at the start of a page. */
  listen(): Listener;
}

/** The shape shown at 5, 15, 25 … ms, whatever was answered last being held. */
export function track(engine: Engine, samples: Float32Array): Int8Array {
  const listener = engine.listen();
  const shown = new Int8Array(Math.floor(samples.length / 480)).fill(SILENCE);
  let last = SILENCE;
  let frame = 0;
  for (let at = 0; at + QUANTUM_SAMPLES <= samples.length; at += QUANTUM_SAMPLES) {
    const heard = at + QUANTUM_SAMPLES;
    for (; frame < shown.length && 480 * frame + 240 < heard; frame++) shown[frame] = last;
    last = listener.hear(samples.subarray(at, heard));
  }
  return shown;
}
