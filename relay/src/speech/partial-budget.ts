/**
 * How much sound the partial transcripts of one turn may have recognised. It grows with the speech, so that the work stays
 * in proportion to it whatever the recogniser, the pauses and the pace: with the final transcript, which hears
 * everything once, at most four seconds of sound are recognised for one of speech.
 */

/** For one second of speech, s. */
const PER_SECOND = 2.6;
/** Beforehand, s: the first words come sooner than the pace allows. */
const AT_FIRST_SECONDS = 0.8;

export class PartialBudget {
  readonly #rateHz: number;
  #spent = 0;

  /** @param rateHz of the samples that are counted */
  constructor(rateHz: number) {
    this.#rateHz = rateHz;
  }

  /**
   * @param samples that the next transcript would recognise
   * @param heard samples of speech so far
   */
  allows(samples: number, heard: number): boolean {
    return this.#spent + samples <= AT_FIRST_SECONDS * this.#rateHz + PER_SECOND * heard;
  }

  spend(samples: number): void {
    this.#spent += samples;
  }
}
