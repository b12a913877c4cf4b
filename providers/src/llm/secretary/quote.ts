import { termsOf } from "../../retrieval/terms.ts";
import { withoutMarks } from "../as-data.ts";
import type { Passage } from "../port.ts";

/** A sentence of a document, word for word. */
export interface Quote {
  n: number;
  title: string;
  sentence: string;
}

const MAX_QUOTES = 2;
const MAX_SENTENCE_CHARACTERS = 400;
/** How much of what the question asks about a sentence must hold, 0 to 1. */
const LEAST_COVERAGE = 0.3;
/** A second sentence has to be nearly as good, and to add something. */
const SECOND_BEST = 0.6;
/** What headings say counts less than what the sentence itself says. */
const HEADING_SHARE = 0.5;
const MARKUP = /^(?:#{1,6}\s+|>\s*|[-*+・]\s+|\d+[.)]\s+)+/;
/** Words that ask, which no answer repeats. */
const ASKING =
  /何時|何日|何曜日|何月|何分|何|いつ|どこ|だれ|誰|どれ|いくら|いくつ|どの|どう|なぜ|教えて|ください|下さい|でしょうか|ですか|ますか|について|とは|몇 ?시|몇|며칠|언제|어디|누구|얼마|무엇|무슨|뭐|어떻게|왜|알려 ?줘|알려 ?주세요|주세요|인가요|이에요|예요|있어요|있나요|해요|돼요|되나요|대해/gu;
const ASKS_FIGURE =
  /何[時日曜月分人円年度]|いつ|いくら|いくつ|몇|며칠|언제|얼마|\b(?:when|how (?:much|many|long|old|far|often)|what (?:time|date|day|year))\b/iu;
const FIGURE = /[\d〇一二三四五六七八九十百千]|曜日|요일|day\b/iu;
const GLUED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

interface Candidate extends Quote {
  terms: ReadonlySet<string>;
  heading: ReadonlySet<string>;
  relevance: number;
}

/**
 * The sentences that answer best, best first, at most two; none when no sentence is about the question.
 * A sentence is weighed by how much of the question's matter it holds, rare terms counting more (inverse sentence frequency).
 */
export function quotesFor(question: string, passages: readonly Passage[]): Quote[] {
  const asked = [...new Set(termsOf(question.normalize("NFKC").replace(ASKING, " ")))];
  const candidates = passages.flatMap(candidatesOf);
  const weights = new Map(asked.map((term) => [term, weightOf(term, candidates)]));
  const sum = (terms: Iterable<string>) => [...terms].reduce((total, term) => total + (weights.get(term) ?? 0), 0);
  const whole = sum(asked);
  if (whole === 0) return [];
  const asksFigure = ASKS_FIGURE.test(question);
  const scored = candidates
    .map((candidate) => {
      const own = asked.filter((term) => candidate.terms.has(term));
      const above = asked.filter((term) => !candidate.terms.has(term) && candidate.heading.has(term));
      const coverage = (sum(own) + HEADING_SHARE * sum(above)) / whole;
      const fits = !asksFigure || FIGURE.test(candidate.sentence) ? 1 : 0.6;
      return { candidate, own, score: coverage * fits * (0.8 + 0.2 * candidate.relevance) };
    })
    .sort((a, b) => b.score - a.score);
  const [best] = scored;
  if (best === undefined || best.score < LEAST_COVERAGE) return [];
  const more = scored
    .slice(1)
    .filter(
      ({ score, own }) =>
        score >= Math.max(LEAST_COVERAGE, best.score * SECOND_BEST) && own.some((term) => !best.own.includes(term)),
    );
  return [best, ...more].slice(0, MAX_QUOTES).map(({ candidate: { n, title, sentence } }) => ({ n, title, sentence }));
}

function candidatesOf({ n, title, locator, text, score }: Passage): Candidate[] {
  const heading = new Set(termsOf(`${title} ${locator}`));
  return sentencesOf(text).map((sentence) => ({
    n,
    title,
    sentence: withoutMarks(sentence),
    terms: new Set(termsOf(sentence)),
    heading,
    relevance: Math.min(1, Math.max(0, score)),
  }));
}

/** Character n-grams say more the longer they are; a term of no sentence keeps half a weight, so that it is missed. */
function weightOf(term: string, candidates: readonly Candidate[]): number {
  const count = candidates.filter(({ terms, heading }) => terms.has(term) || heading.has(term)).length;
  const length = GLUED.test(term) ? ([0, 0.3, 1, 1.4][Array.from(term).length] ?? 1.4) : 1.5;
  if (count === 0) return length * 0.5;
  return length * Math.log(1 + (candidates.length + 0.5) / (count + 0.5));
}

/** Sentences as they stand, without the marks of lists and headings. */
export function sentencesOf(text: string): string[] {
  const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
  return text
    .split(/\r?\n/)
    .filter((line) => !/^\s*(?:#{1,6}\s|```|\|?[\s:|-]+\|?\s*$)/.test(line))
    .flatMap((line) => [...segmenter.segment(line.trim().replace(MARKUP, ""))])
    .map(({ segment }) => segment.trim())
    .filter((sentence) => /\p{L}/u.test(sentence) && sentence.length <= MAX_SENTENCE_CHARACTERS);
}
