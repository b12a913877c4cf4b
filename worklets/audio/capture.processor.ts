/** Microphone to ring: one channel, the context's rate. A full ring drops and counts. */
import { RingWriter } from "../dsp/ring.ts";
import { CAPTURE_PROCESSOR, type CaptureOptions } from "../ports/capture.ts";

/** The reader is woken about every 10 ms. */
const WAKE_EVERY_SAMPLES = 512;

class CaptureProcessor extends AudioWorkletProcessor {
  readonly #ring: RingWriter;
  #sinceWake = 0;

  constructor(options: { processorOptions: CaptureOptions }) {
    super();
    this.#ring = new RingWriter(options.processorOptions.ring);
  }

  process(inputs: Float32Array[][]): boolean {
    const channel = inputs[0]?.[0];
    if (channel === undefined) return true;
    this.#ring.push(channel);
    this.#sinceWake += channel.length;
    if (this.#sinceWake >= WAKE_EVERY_SAMPLES) {
      this.#sinceWake = 0;
      this.#ring.wake();
    }
    return true;
  }
}

registerProcessor(CAPTURE_PROCESSOR, CaptureProcessor);
