import { editDistance } from "../doctor/edit-distance.ts";

const ONES = (
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen " +
  "sixteen seventeen eighteen nineteen"
).split(" ");
const TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** English words of a text as they are scored: lower case, no punctuation, hyphens opened, numbers up to 999,999 spelled. */
export function scoredWords(text: string): string[] {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/(\d),(?=\d{3})/g, "$1")
    .replace(/['’]/g, "")
    .replace(/\d+/g, (digits) => ` ${spelled(digits)} `)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/**
 * Word error rate: substitutions, deletions and insertions over the words of the reference; 0 is perfect, above 1 is
 * possible. With an empty reference every heard word is one error: 0 for nothing heard, else Infinity.
 */
export function wordErrorRate(reference: string, heard: string): number {
  const errors = wordErrors(reference, heard);
  return errors === 0 ? 0 : errors / scoredWords(reference).length;
}

/** Edit distance in words (Levenshtein), numerator of the word error rate: add these up over clips before dividing. */
export function wordErrors(reference: string, heard: string): number {
  return editDistance(scoredWords(reference), scoredWords(heard));
}

function spelled(digits: string): string {
  const value = Number(digits);
  const oneByOne = digits.length > 6 || (digits.length > 1 && digits.startsWith("0"));
  if (oneByOne) return [...digits].map((digit) => ONES[Number(digit)]).join(" ");
  if (value < 20) return ONES[value]!;
  if (value < 100) return join(TENS[Math.floor(value / 10)]!, value % 10);
  if (value < 1000) return join(`${ONES[Math.floor(value / 100)]} hundred`, value % 100);
  return join(`${spelled(String(Math.floor(value / 1000)))} thousand`, value % 1000);
}

function join(head: string, rest: number): string {
  return rest === 0 ? head : `${head} ${spelled(String(rest))}`;
}
