import { type Cue, CueTrack } from "@hisho/worklets/dsp/cues.ts";
import { MouthReader } from "@hisho/worklets/dsp/mouth-track.ts";
import type { MouthMemory } from "@hisho/worklets/ports/memory.ts";
import type { Mouth } from "./voice.ts";

/** Timed shapes are shown from this level on, and not at all below the other: a mouth is shut in silence. */
const SHOWN_DBFS = -50;
const SHUT_DBFS = -58;
/** A loud voice opens the mouth wholly, a soft one this much of it. */
const LOUD_DBFS = -20;
const SOFT_DBFS = -40;
const SOFT_SHARE = 0.75;

/** Where the playhead is, by context time, and who speaks there. */
export interface Playhead {
  /** Context time of the sample that is audible now. */
  audibleTimeS(): number;
  /** The turn of a talkspurt, undefined for none. */
  turnOf(spurt: number): number | undefined;
  rateHz: number;
}

/** The mouth of the sample that is audible now. Reading allocates nothing. */
export class PlayedMouth implements Mouth {
  readonly #reader: MouthReader;
  readonly #playhead: Playhead;
  readonly #cues = new Map<number, CueTrack>();

  constructor(memory: MouthMemory, playhead: Playhead) {
    this.#reader = new MouthReader(memory);
    this.#playhead = playhead;
  }

  read(weights: Float32Array): void {
    if (!this.#seek()) {
      weights.fill(0);
      return;
    }
    const turn = this.#playhead.turnOf(this.#reader.spurt);
    const cues = turn === undefined ? undefined : this.#cues.get(turn);
    const tMs = (this.#reader.playedSamples * 1000) / this.#playhead.rateHz;
    if (cues === undefined || !cues.covers(tMs)) {
      weights.set(this.#reader.weights);
      return;
    }
    cues.read(tMs, weights);
    const level = this.#reader.levelDbfs;
    const loudness = SOFT_SHARE + (1 - SOFT_SHARE) * between(level, SOFT_DBFS, LOUD_DBFS);
    const open = loudness * between(level, SHUT_DBFS, SHOWN_DBFS);
    for (let i = 0; i < weights.length; i++) weights[i]! *= open;
  }

  playedMs(turn: number): number {
    if (!this.#seek() || this.#playhead.turnOf(this.#reader.spurt) !== turn) return 0;
    return (this.#reader.playedSamples * 1000) / this.#playhead.rateHz;
  }

  levelDbfs(): number {
    return this.#seek() ? this.#reader.levelDbfs : -100;
  }

  /** Adds timed shapes of a turn. */
  addCues(turn: number, cues: readonly Cue[]): void {
    const track = this.#cues.get(turn) ?? new CueTrack();
    track.add(cues);
    this.#cues.set(turn, track);
  }

  dropCues(turn: number): void {
    this.#cues.delete(turn);
  }

  #seek(): boolean {
    return this.#reader.seek(this.#playhead.audibleTimeS());
  }
}

/** 0 at `low` and below, 1 at `high` and above. */
const between = (x: number, low: number, high: number): number => Math.max(0, Math.min(1, (x - low) / (high - low)));
