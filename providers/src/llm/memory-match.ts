/** Which remembered things somebody means by a few words. */
import { termsOf, weightOf } from "../retrieval/terms.ts";
import type { Memory } from "./port.ts";

/** Of what the words say, at least this much has to be in the memory, 0 to 1. */
const LEAST_SHARE = 0.5;

const folded = (text: string): string => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

/** Those that hold the words; where none does, those that share most of what the words say. In the order given. */
export function memoriesAbout(words: string, memories: readonly Memory[]): Memory[] {
  const wanted = folded(words);
  const literal = wanted === "" ? [] : memories.filter(({ text }) => folded(text).includes(wanted));
  if (literal.length > 0) return literal;
  const terms = new Set(termsOf(words));
  const whole = sumOf(terms);
  if (whole === 0) return [];
  const scored = memories.map((memory) => {
    const own = new Set(termsOf(memory.text));
    return { memory, share: sumOf([...terms].filter((term) => own.has(term))) / whole };
  });
  const best = Math.max(...scored.map(({ share }) => share), 0);
  // What fits as well as the best is meant as much as the best.
  return scored.filter(({ share }) => share >= LEAST_SHARE && share >= best - 0.05).map(({ memory }) => memory);
}

function sumOf(terms: Iterable<string>): number {
  let sum = 0;
  for (const term of terms) sum += weightOf(term);
  return sum;
}
