/**
 * Finds speech by its level, for clients that send sound without saying where speech begins. A client's own VAD is
 * better: it hears before compression and knows what speech is.
 */
import { PCM_RATE_HZ } from "./microphone.ts";

const START_ABOVE_FLOOR_DB = 12;
const END_ABOVE_FLOOR_DB = 7;
const LEAST_SPEECH_DBFS = -50;
const START_AFTER_MS = 60;
const END_AFTER_MS = 300;
/** The floor follows quieter sound at once and louder sound slowly. */
const FLOOR_RISE_DB_PER_S = 3;

export type VadVerdict = "none" | "start" | "speech" | "end";

export class LevelVad {
  #floorDbfs = -60;
  #aboveMs = 0;
  #belowMs = 0;
  #speaking = false;

  /** ms since the last sample above the end threshold. */
  get silenceMs(): number {
    return this.#belowMs;
  }

  /** @param pcm one frame, mono, 16 kHz */
  push(pcm: Float32Array): VadVerdict {
    const frameMs = (pcm.length * 1000) / PCM_RATE_HZ;
    let sum = 0;
    for (const sample of pcm) sum += sample * sample;
    const dbfs = 10 * Math.log10(sum / Math.max(1, pcm.length) + 1e-10);
    if (!this.#speaking) {
      const risen = this.#floorDbfs + (FLOOR_RISE_DB_PER_S * frameMs) / 1000;
      this.#floorDbfs = Math.max(-90, Math.min(dbfs, risen));
    }
    const above = this.#speaking ? END_ABOVE_FLOOR_DB : START_ABOVE_FLOOR_DB;
    const loud = dbfs > LEAST_SPEECH_DBFS && dbfs > this.#floorDbfs + above;
    this.#aboveMs = loud ? this.#aboveMs + frameMs : 0;
    this.#belowMs = loud ? 0 : this.#belowMs + frameMs;
    if (!this.#speaking && this.#aboveMs >= START_AFTER_MS) {
      this.#speaking = true;
      return "start";
    }
    if (this.#speaking && this.#belowMs >= END_AFTER_MS) {
      this.#speaking = false;
      return "end";
    }
    return this.#speaking ? "speech" : "none";
  }
}
