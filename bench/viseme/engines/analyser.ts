/** An AnalyserNode without its thread (Web Audio API, section 1.8): Blackman window, smoothing over time, bytes of decibels. */
import { PowerSpectrum } from "@hisho/worklets/dsp/viseme/spectrum.ts";

const MIN_DECIBELS = -100;
const MAX_DECIBELS = -30;

export class Analyser {
  fftSize = 2048;
  smoothingTimeConstant = 0.8;
  readonly #recent = new Float32Array(2048);
  readonly #frame = new Float32Array(2048);
  readonly #smoothed = new Float32Array(1024);
  readonly #window = Float32Array.from(
    { length: 2048 },
    (_, n) => 0.42 - 0.5 * Math.cos((2 * Math.PI * n) / 2048) + 0.08 * Math.cos((4 * Math.PI * n) / 2048),
  );
  readonly #spectrum = new PowerSpectrum(2048);
  #place = 0;

  get frequencyBinCount(): number {
    return this.fftSize / 2;
  }

  hear(quantum: Float32Array): void {
    this.#recent.set(quantum, this.#place);
    this.#place = (this.#place + quantum.length) % this.#recent.length;
  }

  getByteFrequencyData(out: Uint8Array): void {
    const length = this.#recent.length;
    for (let i = 0; i < length; i++) this.#frame[i] = this.#recent[(this.#place + i) % length]! * this.#window[i]!;
    this.#spectrum.analyse(this.#frame);
    for (let k = 0; k < out.length; k++) {
      // PowerSpectrum is scaled by (4 / size)², the node's magnitudes by 1 / size.
      const magnitude = Math.sqrt(this.#spectrum.power[k]!) / 4;
      const kept = this.smoothingTimeConstant * this.#smoothed[k]!;
      this.#smoothed[k] = kept + (1 - this.smoothingTimeConstant) * magnitude;
      const decibels = 20 * Math.log10(this.#smoothed[k]! + 1e-20);
      out[k] = Math.max(0, Math.min(255, (255 / (MAX_DECIBELS - MIN_DECIBELS)) * (decibels - MIN_DECIBELS)));
    }
  }
}
