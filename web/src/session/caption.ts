/**
 * Which words are settled and which have been heard. Both are lengths in UTF-16 units of the text on the screen, never
 * inside a surrogate pair.
 */

/** How much of the beginning of two successive partial transcripts is the same. */
export function agreedLength(previous: string, next: string): number {
  const limit = Math.min(previous.length, next.length);
  let length = 0;
  while (length < limit && previous.charCodeAt(length) === next.charCodeAt(length)) length += 1;
  return wholeCharacters(next, length);
}

const HIRAGANA_KATAKANA = /[\p{Script=Hiragana}\p{Script=Katakana}ー]/u;
const HAN = /\p{Script=Han}/u;
const HANGUL = /\p{Script=Hangul}/u;
const LETTER = /\p{L}/u;
const DIGIT = /\p{N}/u;
const PAUSE = /[。．！？!?.、，,;:；：\n]/u;

/** Roughly how long a voice takes for one character. Only ratios matter once the length of the sound is known. */
function spokenMs(character: string): number {
  if (HIRAGANA_KATAKANA.test(character)) return 130; // one mora
  if (HAN.test(character)) return 250; // about two morae
  if (HANGUL.test(character)) return 190; // one syllable
  if (DIGIT.test(character)) return 280;
  if (LETTER.test(character)) return 65; // about 15 letters a second
  if (PAUSE.test(character)) return 200;
  return 0; // spaces, quotes, and the marks of Markdown are not spoken
}

/**
 * How much of an answer has been heard. The wire says no character for an instant, so the playhead is spread over the
 * text in proportion to how long its characters take to say, and the result is moved back to the last whole word (in
 * Japanese: the last whole character). While the length of the sound is unknown it is estimated, never shorter than
 * what has arrived; with `assistant_audio_end` it is exact, and the error inside a clause stays below its length.
 * @param playedMs the playhead, ms of this turn
 * @param receivedMs the sound that has arrived so far
 * @param complete true when no more sound will come
 */
export function heardLengthAt(text: string, playedMs: number, receivedMs: number, complete: boolean): number {
  if (playedMs <= 0) return 0;
  if (complete && playedMs >= receivedMs) return text.length;
  const characters = [...text];
  const estimateMs = characters.reduce((sum, character) => sum + spokenMs(character), 0);
  const totalMs = complete ? receivedMs : Math.max(receivedMs, estimateMs);
  if (totalMs <= 0 || estimateMs <= 0) return 0;
  const targetMs = (playedMs / totalMs) * estimateMs;
  let passedMs = 0;
  let length = 0;
  for (const character of characters) {
    passedMs += spokenMs(character);
    if (passedMs > targetMs) return wordStart(text, length);
    length += character.length;
  }
  return text.length;
}

const INSIDE_WORD = /[\p{Script=Latin}\p{Script=Hangul}\p{N}'’]/u;

function wordStart(text: string, length: number): number {
  let start = length;
  while (start > 0 && start < text.length && INSIDE_WORD.test(text[start]!) && INSIDE_WORD.test(text[start - 1]!)) {
    start -= 1;
  }
  return start;
}

function wholeCharacters(text: string, length: number): number {
  const last = text.charCodeAt(length - 1);
  const inPair = length > 0 && last >= 0xd800 && last <= 0xdbff;
  return inPair ? length - 1 : length;
}
