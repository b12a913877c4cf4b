/** Ring to speaker. Posts a message only where a talkspurt begins, stalls or ends. */
import { PlayoutCore } from "../dsp/playout.ts";
import { type FromPlayout, PLAYOUT_PROCESSOR, type PlayoutOptions, type ToPlayout } from "../ports/playout.ts";

/** The writer is woken about every 10 ms. */
const WAKE_EVERY_SAMPLES = 512;

class PlayoutProcessor extends AudioWorkletProcessor {
  readonly #core: PlayoutCore;
  #sinceWake = 0;
  #open = true;

  constructor(options: { processorOptions: PlayoutOptions }) {
    super();
    const tell = (message: FromPlayout): void => this.port.postMessage(message);
    this.#core = new PlayoutCore(options.processorOptions.memory, sampleRate, {
      begun: (spurt, timeS) => tell({ type: "begun", spurt, timeS }),
      stalled: (spurt, playedSamples) => tell({ type: "stalled", spurt, playedSamples }),
      ended: (spurt, playedSamples, timeS) => tell({ type: "ended", spurt, playedSamples, timeS }),
    });
    this.port.onmessage = ({ data }: MessageEvent<ToPlayout>) => {
      if (data.type === "close") this.#open = false;
    };
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const channel = outputs[0]?.[0];
    if (channel === undefined) return this.#open;
    this.#core.render(channel, currentTime);
    this.#sinceWake += channel.length;
    if (this.#sinceWake >= WAKE_EVERY_SAMPLES) {
      this.#sinceWake = 0;
      this.#core.ring.wake();
    }
    return this.#open;
  }
}

registerProcessor(PLAYOUT_PROCESSOR, PlayoutProcessor);
