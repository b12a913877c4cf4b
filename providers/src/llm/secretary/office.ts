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
