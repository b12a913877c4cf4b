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
 * Of several things, those that are called just so, or else those with it in their names: as whole words, so that "tea"
 * is no "team", and where a script has no spaces as a part.
 * @param wanted what it was called; empty fits all
 */
export function called<T>(things: readonly T[], wanted: string, nameOf: (thing: T) => string): readonly T[] {
  if (folded(wanted) === "") return things;
  const isSo = (thing: T): boolean => isCalled(nameOf(thing), wanted);
  if (things.some(isSo)) return things.filter(isSo);
  const words = wordsOf(wanted);
  return things.filter((thing) =>
    IN_WORDS.test(wanted) && words !== ""
      ? ` ${wordsOf(nameOf(thing))} `.includes(` ${words} `)
      : folded(nameOf(thing)).includes(folded(wanted)),
  );
}

/** Just so, and not only in part. */
export const isCalled = (name: string, wanted: string): boolean => folded(name) === folded(wanted);
