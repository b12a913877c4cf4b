/**
 * Decides from a voice probability and a level when an utterance begins and ends. It knows no clock: time is the count of
 * samples pushed. The level stands beside the probability because Silero stays high through pauses in dense speech
 * (silero-vad, discussion 786): a hop near the noise floor and well below the voice is a pause whatever Silero says.
 */
import { RTP_CLOCK_HZ } from "@hisho/protocol";

/** Sound before the first speech that is sent too, so that no first syllable is lost. */
export const PRE_ROLL_MS = 300;
export const SPEECH_THRESHOLD = 0.5;
/** Inside speech the probability may fall this far. */
export const SILENCE_THRESHOLD = 0.35;
/** Less speech than this was nothing. */
export const MIN_SPEECH_MS = 100;
/** As much speech as this is not a cough. */
export const BARGE_IN_MS = 250;
/** Proposing the end early costs nothing: the relay waits longer, counted from the last speech sample. */
export const SPEECH_END_SILENCE_MS = 250;
export const MAX_UTTERANCE_MS = 60_000;

/** A pause is at most this far above the noise floor… */
const ABOVE_FLOOR_DB = 8;
/** …and at least this far below the voice. */
const BELOW_VOICE_DB = 14;
const FLOOR_RISE_DB_PER_S = 4;
const FLOOR_FALL_SHARE = 0.4;
const VOICE_SHARE = 0.15;
/** Between utterances the last voice is forgotten, so that a softer one is heard. */
const VOICE_FALL_DB_PER_S = 3;
const QUIETEST_FLOOR_DBFS = -90;

/** Positions are samples at 48 kHz since the gate began. */
export type GateEvent =
  /** `at`: the first sample of the first hop above the threshold, or the press. */
  | { type: "speech_start"; at: number }
  | { type: "speech_confirmed"; at: number }
  /** `at`: after the last speech sample, or the release. */
  | { type: "speech_end"; at: number }
  | { type: "speech_cancel" };

/** While the assistant's own voice comes back at the microphone, more is asked of what shall count as a person. */
export interface Guard {
  /** In place of `SPEECH_THRESHOLD`. */
  threshold: number;
  /** In place of `BARGE_IN_MS`. */
  confirmMs: number;
  /** What is softer is the echo, until speech is confirmed. RMS, dBFS. */
  leastDbfs: number;
}

type State = "closed" | "speaking" | "held";

const samplesOf = (durationMs: number): number => (durationMs * RTP_CLOCK_HZ) / 1000;

export class Gate {
  #state: State = "closed";
  #position = 0;
  #startedAt = 0;
  #lastSpeechEnd = 0;
  /** Samples of speech in this utterance. */
  #speech = 0;
  #confirmed = false;
  #floorDbfs: number | undefined;
  #voiceDbfs: number | undefined;
  /** Null: nothing comes back. */
  guard: Guard | null = null;

  /** Everything before this has been judged or was lost. */
  get position(): number {
    return this.#position;
  }

  /** Sound leaves. */
  get open(): boolean {
    return this.#state !== "closed";
  }

  /**
   * The next `hop` samples were heard.
   * @param probability of a voice, 0 to 1
   * @param levelDbfs their RMS
   * @param listening false: no utterance begins by itself
   */
  push(probability: number, levelDbfs: number, hop: number, listening: boolean): GateEvent | undefined {
    const from = this.#position;
    this.#position += hop;
    const speech = this.#isSpeech(probability, levelDbfs);
    this.#follow(probability, levelDbfs, hop);
    if (this.#state === "closed") return speech && listening ? this.#begin(from, hop) : undefined;
    const full = this.#position - this.#startedAt >= samplesOf(MAX_UTTERANCE_MS);
    if (this.#state === "held") return full ? this.release(this.#position) : undefined;
    if (full) return this.#end(this.#position);
    if (speech) return this.#goOn(hop);
    if (this.#position - this.#lastSpeechEnd < samplesOf(SPEECH_END_SILENCE_MS)) return undefined;
    return this.#end(this.#lastSpeechEnd);
  }

  /** `count` samples were lost. */
  skip(count: number): void {
    this.#position += count;
  }

  /** Push-to-talk: open from `at` on, whatever is heard. An utterance that is open goes on. */
  press(at: number): GateEvent | undefined {
    const wasOpen = this.open;
    this.#state = "held";
    if (wasOpen) return undefined;
    this.#reset(at);
    return { type: "speech_start", at };
  }

  /** A touch shorter than `MIN_SPEECH_MS` was nothing. */
  release(at: number): GateEvent | undefined {
    if (this.#state !== "held") return undefined;
    this.#speech = at - this.#startedAt;
    return this.#end(at);
  }

  /** Ends what is open: the gate is closed by hand. */
  shut(): GateEvent | undefined {
    if (this.#state === "closed") return undefined;
    if (this.#state === "held") return this.release(this.#position);
    return this.#end(this.#lastSpeechEnd);
  }

  #begin(from: number, hop: number): GateEvent {
    this.#state = "speaking";
    this.#reset(from);
    this.#speech = hop;
    this.#lastSpeechEnd = this.#position;
    return { type: "speech_start", at: from };
  }

  #reset(from: number): void {
    this.#startedAt = from;
    this.#lastSpeechEnd = from;
    this.#speech = 0;
    this.#confirmed = false;
  }

  #goOn(hop: number): GateEvent | undefined {
    this.#speech += hop;
    this.#lastSpeechEnd = this.#position;
    if (this.#confirmed || this.#speech < samplesOf(this.guard?.confirmMs ?? BARGE_IN_MS)) return undefined;
    this.#confirmed = true;
    return { type: "speech_confirmed", at: this.#position };
  }

  #end(at: number): GateEvent {
    this.#state = "closed";
    return this.#speech < samplesOf(MIN_SPEECH_MS) ? { type: "speech_cancel" } : { type: "speech_end", at };
  }

  #isSpeech(probability: number, levelDbfs: number): boolean {
    if (this.guard !== null && !this.#confirmed && levelDbfs < this.guard.leastDbfs) return false;
    const threshold = this.#state === "closed" ? (this.guard?.threshold ?? SPEECH_THRESHOLD) : SILENCE_THRESHOLD;
    return probability >= threshold && !this.#isPause(levelDbfs);
  }

  #isPause(levelDbfs: number): boolean {
    if (this.#floorDbfs === undefined || this.#voiceDbfs === undefined) return false;
    return levelDbfs < this.#floorDbfs + ABOVE_FLOOR_DB && levelDbfs < this.#voiceDbfs - BELOW_VOICE_DB;
  }

  /** The floor falls quickly and rises slowly, the voice follows hops that are surely speech. */
  #follow(probability: number, levelDbfs: number, hop: number): void {
    const floor = this.#floorDbfs ?? levelDbfs;
    const risen = floor + (FLOOR_RISE_DB_PER_S * hop) / RTP_CLOCK_HZ;
    const next = levelDbfs < floor ? floor + FLOOR_FALL_SHARE * (levelDbfs - floor) : Math.min(levelDbfs, risen);
    this.#floorDbfs = Math.max(QUIETEST_FLOOR_DBFS, next);
    if (this.#voiceDbfs !== undefined && !this.open) this.#voiceDbfs -= (VOICE_FALL_DB_PER_S * hop) / RTP_CLOCK_HZ;
    if (probability < SPEECH_THRESHOLD || this.#isPause(levelDbfs)) return;
    const voice = this.#voiceDbfs ?? levelDbfs;
    this.#voiceDbfs = voice + VOICE_SHARE * (levelDbfs - voice);
  }
}
