import type { Desk, Emotion, ReplyRequest } from "../port.ts";
import type { Words } from "./words.ts";

export interface Reply {
  emotion: Emotion;
  /** 0 to 1. */
  weight: number;
  text: string;
}

/** The places a task needs: where it came from, the desk, and the words to answer in. */
export interface Office {
  request: Pick<ReplyRequest, "sessionId" | "turn" | "language" | "timeZone" | "now" | "books" | "persona">;
  desk: Desk;
  words: Words;
}

export const friendly = (text: string): Reply => ({ emotion: "happy", weight: 0.5, text });
export const plain = (text: string): Reply => ({ emotion: "neutral", weight: 0.5, text });
export const sorry = (text: string): Reply => ({ emotion: "sad", weight: 0.3, text });

/** For comparing what people call things: width, case, spaces and articles carry no meaning. */
export const folded = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/^(?:the|my|an?) |\s+/g, "");

/** Words that are written as one, at most. */
const MOST_JOINED = 4;

/** A name in letters that are written with spaces between words. */
const IN_WORDS = /^[\p{sc=Latin}\p{N}\p{P}\s]+$/u;

/** Its words, without articles. */
const wordsOf = (text: string): readonly string[] =>
  (
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{sc=Latin}\p{N}]+/gu) ?? []
  ).filter((word) => !/^(?:the|my|an?)$/.test(word));

/** One for the singular and the plural: "class" of "classes", "batteri" of "battery" and "batteries". */
const stemOf = (word: string): string =>
  word
    .replace(/(?<=..)(?<!s)s$/, "")
    .replace(/(?<=ss|x|z|ch|sh|.i)e$/, "")
    .replace(/(?<=..)y$/, "i");

/** Whether words that follow one another are one when written together: "stand-up" and "standup". */
function isRun(words: readonly string[], joined: string): boolean {
  const wanted = stemOf(joined);
  return words.some((_, first) => {
    let run = "";
    for (const word of words.slice(first, first + MOST_JOINED)) {
      run += word;
      if (stemOf(run) === wanted) return true;
    }
    return false;
  });
}

/**
 * Whether a name has in it what it was called: as whole words, however they are joined, so that "tea" is no "team", and
 * where a script has no spaces as a part. Empty fits all.
 */
export function holds(name: string, wanted: string): boolean {
  const asked = wordsOf(wanted);
  if (!IN_WORDS.test(wanted) || asked.length === 0) return folded(name).includes(folded(wanted));
  const words = wordsOf(name);
  const phrase = (parts: readonly string[]) => ` ${parts.map(stemOf).join(" ")} `;
  return phrase(words).includes(phrase(asked)) || isRun(words, asked.join(""));
}

/** Of several things, those that are called just so, or else those with it in their names. @param wanted empty fits all */
export function called<T>(things: readonly T[], wanted: string, nameOf: (thing: T) => string): readonly T[] {
  const exact = things.filter((thing) => folded(nameOf(thing)) === folded(wanted));
  return exact.length > 0 && folded(wanted) !== "" ? exact : things.filter((thing) => holds(nameOf(thing), wanted));
}
