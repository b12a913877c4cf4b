import type { Rule } from "../intent.ts";
import { pattern } from "../pattern.ts";
import type { ReadingIntent } from "./intent.ts";
import type { ReadingWords } from "./words.ts";

const WORD = "(?:the (?:word|name) )?['\"“]?(.+?)['\"”]?";
const AS = [
  pattern(`^(?:please )?(?:pronounce|read|say) ${WORD} (?:as|like) ${WORD}(?:,? please)?$`, "i"),
  pattern(`^${WORD} (?:is|should be) (?:pronounced|read|said) (?:as |like )?${WORD}$`, "i"),
  pattern(`^the pronunciation of ${WORD} is ${WORD}$`, "i"),
];
const PLAINLY = [
  pattern(
    `^(?:please )?forget (?:how (?:to|you) (?:pronounce|read|say)|the (?:pronunciation|reading) of) ${WORD}(?:,? please)?$`,
    "i",
  ),
  pattern(
    `^(?:please )?(?:stop (?:pronouncing|reading|saying)|don't pronounce|do not pronounce) ${WORD} (?:as|like) .+$`,
    "i",
  ),
];
/** "Read it like a story" asks for a manner, "how is … pronounced" for the reading. */
const NO_WORD = /^(?:it|this|that|them|me|something|anything|how|what|a|an|the|you|i)$|^(?:how|what)\b/i;

export const readingRule: Rule = (text): ReadingIntent | undefined => {
  for (const form of PLAINLY) {
    const written = form.exec(text)?.[1];
    if (written !== undefined && !NO_WORD.test(written)) return { kind: "read-plainly", written };
  }
  for (const form of AS) {
    const [, written, spoken] = form.exec(text) ?? [];
    if (written === undefined || spoken === undefined || NO_WORD.test(written) || NO_WORD.test(spoken)) continue;
    if (/^(?:a|an|the) /i.test(spoken)) continue;
    return { kind: "read-as", written, spoken };
  }
  return undefined;
};

export const readingWords: ReadingWords = {
  taught: (written) => `I will say it like this: ${written}.`,
  alike: (written) => `I heard ${written} both times the same way. Please type how it sounds under Settings, Readings.`,
  untaught: (written) => `I will read ${written} as before.`,
  notTaught: (written) => `You have not taught me how to say ${written}.`,
  tooLong: "Please teach me one word or name at a time.",
  closed: "No readings can be kept here.",
};
