/** Cuts a stream of sound into utterances for clients that do not: by level, with the sound just before the first word. */
import { timestampAfter } from "@hisho/protocol";
import { LevelVad } from "../speech/level-vad.ts";
import { PCM_RATE_HZ } from "../speech/microphone.ts";

const PRE_ROLL_SAMPLES = (PCM_RATE_HZ * 300) / 1000;
const RTP_PER_MS = 48;

/** `Origin`: what a piece of sound was decoded from. */
export type SegmentStep<Origin> =
  | { type: "start"; timestamp: number }
  /** `timestamp`: the end of this sound. */
  | { type: "sound"; pcm: Float32Array; timestamp: number; origin: Origin }
  | { type: "end"; timestamp: number };

export class Segmenter<Origin> {
  readonly #vad = new LevelVad();
  #preRoll: { pcm: Float32Array; origin: Origin }[] = [];
  #preRollSamples = 0;

  /**
   * @param pcm mono, 16 kHz
   * @param end the RTP timestamp behind its last sample
   */
  push(pcm: Float32Array, end: number, origin: Origin): SegmentStep<Origin>[] {
    const verdict = this.#vad.push(pcm);
    if (verdict === "start") {
      const sound = [...this.#preRoll, { pcm, origin }].map(
        (part): SegmentStep<Origin> => ({ type: "sound", ...part, timestamp: end }),
      );
      this.#preRoll = [];
      this.#preRollSamples = 0;
      return [{ type: "start", timestamp: end }, ...sound];
    }
    if (verdict === "speech") return [{ type: "sound", pcm, timestamp: end, origin }];
    if (verdict === "end") {
      return [
        { type: "sound", pcm, timestamp: end, origin },
        { type: "end", timestamp: timestampAfter(end, -this.#vad.silenceMs * RTP_PER_MS) },
      ];
    }
    this.#preRoll.push({ pcm, origin });
    this.#preRollSamples += pcm.length;
    while (this.#preRollSamples - (this.#preRoll[0]?.pcm.length ?? 0) >= PRE_ROLL_SAMPLES) {
      this.#preRollSamples -= this.#preRoll.shift()?.pcm.length ?? 0;
    }
    return [];
  }
}
