import type { Mouth } from "./voice.ts";

const COUNT = 5;
/** As often as a screen; by the clock, since a busy machine draws seldom. */
const EVERY_MS = 16;

/**
 * Writes what the mouth says, 60 times a second, to `data-weights` of `element` for the end-to-end tests: the
 * instant by `performance.now()`, then aa ih ou ee oh. It needs no figure: drawing one in software would hold it up.
 */
export function showWeights(mouth: Mouth, element: HTMLElement): void {
  const weights = new Float32Array(COUNT);
  setInterval(() => {
    mouth.read(weights);
    const shown = Array.from(weights, (weight) => weight.toFixed(2)).join(" ");
    element.dataset.weights = `${performance.now().toFixed(1)} ${shown}`;
  }, EVERY_MS);
}
