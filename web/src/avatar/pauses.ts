import { glide, gliding, TARGET, VALUE } from "./ease.ts";

/** A pause that asks for a nod: shorter is a breath within a word, longer is the end. Seconds. */
const PAUSE_S = 0.28;
/** Speech before it, seconds: nobody nods at the first word. */
const SPEECH_S = 0.8;
/** At most one nod in this time, seconds. */
const APART_S = 3;
/** dB that speech stands above the room. */
const ABOVE_ROOM_DB = 9;
/** How fast the level of the room is followed: half-lives, seconds. */
const ROOM_S = { down: 0.1, up: 8 } as const;
/** dBFS. */
const QUIETEST_ROOM = -80;

/** Hears where the person pauses, from the microphone's level while an utterance is open. */
export class Pauses {
  readonly #room = gliding(-60);
  #spoken = 0;
  #gap = 0;
  #since = APART_S;

  /**
   * @param dbfs of the microphone, -100 when closed
   * @param hearing an utterance is open
   * @returns whether a pause has just become one. Allocates nothing.
   */
  step(dbfs: number, hearing: boolean, dtS: number): boolean {
    this.#since += dtS;
    const level = dbfs > QUIETEST_ROOM ? Math.min(0, dbfs) : QUIETEST_ROOM; // NaN counts as silence
    // The room is known by its quiet moments: down at once, up slowly.
    this.#room[TARGET] = level;
    glide(this.#room, level < this.#room[VALUE]! ? ROOM_S.down : ROOM_S.up, dtS);
    if (!hearing) {
      this.#spoken = 0;
      this.#gap = 0;
      return false;
    }
    if (level > this.#room[VALUE]! + ABOVE_ROOM_DB) {
      this.#spoken += dtS;
      this.#gap = 0;
      return false;
    }
    const before = this.#gap;
    this.#gap += dtS;
    if (before >= PAUSE_S || this.#gap < PAUSE_S || this.#spoken < SPEECH_S || this.#since < APART_S) return false;
    this.#since = 0;
    this.#spoken = 0;
    return true;
  }
}
