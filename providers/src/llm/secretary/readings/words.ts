/** What the secretary says of how words are read. */
export interface ReadingWords {
  /** Says the written word, which the voice then reads as it was taught. */
  taught(written: string): string;
  /** Both were heard alike: the difference has to be typed. */
  alike(written: string): string;
  untaught(written: string): string;
  notTaught(written: string): string;
  /** Longer than a word. */
  tooLong: string;
  /** Nothing may be kept here. */
  closed: string;
}
