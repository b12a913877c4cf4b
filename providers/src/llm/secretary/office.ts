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

/** A name in letters that are written with spaces between words. */
const IN_WORDS = /^[\p{sc=Latin}\p{N}\p{P}\s]+$/u;

/** Its words, without articles and the s of a plural. */
const wordsOf = (text: string): string =>
  (
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{sc=Latin}\p{N}]+/gu) ?? []
  )
    .filter((word) => !/^(?:the|my|an?)$/.test(word))
    .map((word) => word.replace(/(?<=..)s$/, ""))
    .join(" ");

/**
 * Whether a name has in it what it was called: as whole words, so that "tea" is no "team", and where a script has no
 * spaces as a part. Empty fits all.
 */
export function holds(name: string, wanted: string): boolean {
  const words = wordsOf(wanted);
  return IN_WORDS.test(wanted) && words !== ""
    ? ` ${wordsOf(name)} `.includes(` ${words} `)
    : folded(name).includes(folded(wanted));
}

/** Of several things, those that are called just so, or else those with it in their names. @param wanted empty fits all */
export function called<T>(things: readonly T[], wanted: string, nameOf: (thing: T) => string): readonly T[] {
  const exact = things.filter((thing) => folded(nameOf(thing)) === folded(wanted));
  return exact.length > 0 && folded(wanted) !== "" ? exact : things.filter((thing) => holds(nameOf(thing), wanted));
}
