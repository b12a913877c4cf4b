import type { Strings } from "../strings/languages.ts";

type Refusals = Strings["documents"]["refusals"];

/** Reasons of the relay (docs/protocol.md, "HTTP beside it"), and the words for each. */
const WORDS: Readonly<Record<string, keyof Refusals>> = {
  unknown: "unknown",
  binary: "unknown",
  pdf: "unknown",
  html: "unknown",
  "media-type": "unknown",
  encrypted: "encrypted",
  damaged: "damaged",
  empty: "empty",
  scanned: "scanned",
  "old-office": "oldOffice",
  unsafe: "unsafe",
  "too-long": "tooLong",
  "too-large": "tooLarge",
  "too-much": "tooMuch",
  "took-too-long": "tookTooLong",
  private: "privateAddress",
  address: "badAddress",
  unreachable: "pageAway",
  status: "pageAway",
  redirects: "pageAway",
};

/** Why a document is not read, in one sentence that says what to do. */
export const refusalWords = (reason: string, refusals: Refusals): string => refusals[WORDS[reason] ?? "other"];
