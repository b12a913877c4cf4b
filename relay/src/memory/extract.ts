/** A conversation in short without a language model: its sentences that say most, word for word. */
import { sentencesOf } from "@hisho/providers/llm/secretary/quote.ts";
import { type SaidTurn, speakersOf } from "@hisho/providers/llm/summary.ts";
import { termsOf, weightOf } from "@hisho/providers/retrieval/terms.ts";

/** What is asked or ordered says less than what is told. */
const ASKS =
  /[?？]\s*$|(?:ですか|ますか|かな|教えて|ください|下さい|나요|까요|인가요|주세요|해 줘|알려 줘)[。.!！]?\s*$/u;
const ASKS_EN = /^(?:what|who|when|where|which|why|how|is|are|do|does|did|can|could|will|would|please|tell|show)\b/i;
const ASKING_SHARE = 0.4;
/** Of a sentence, what the person says of themselves is what a later question leans on. */
const OWN = /\b(?:i|i'm|my|mine|we|our)\b|私|僕|俺|わたし|うち|저는|제|나는|내|우리/iu;
const OWN_BONUS = 1.5;
const FIGURE = /\d|[〇一二三四五六七八九十百千万]|曜日|요일/u;
const FIGURE_BONUS = 1.4;
/** Nearer to one that was chosen than this, it says nothing new; share of terms. */
const SAME = 0.7;
/** What the secretary said can be worked out again more often than what the person told. */
const ANSWER_SHARE = 0.6;
/** Of an answer, so many sentences from its beginning: the rest explains. */
const ANSWER_SENTENCES = 2;

interface Line {
  text: string;
  terms: ReadonlySet<string>;
  /** Of its kind, before its terms are weighed. */
  worth: number;
}

/**
 * The lines that say most, in the order in which they were said: those of the summary before, and sentences of the turns
 * with their speaker. Terms count by their rarity, as in a centroid of the conversation (Radev et al., "Centroid-based
 * summarization of multiple documents", 2004).
 * @param before the summary of what came before; empty where there is none
 */
export function extract(before: string, turns: readonly SaidTurn[], language: string, mostCharacters: number): string {
  const lines = [
    ...before
      .split("\n")
      .filter((line) => line !== "")
      .map(lineOf),
    ...turns.flatMap((turn) => linesOf(turn, language)),
  ].filter(({ terms }) => terms.size > 0);
  const holding = new Map<string, number>();
  for (const { terms } of lines) for (const term of terms) holding.set(term, (holding.get(term) ?? 0) + 1);
  const rarity = (term: string): number => weightOf(term) * Math.log(1 + lines.length / (holding.get(term) ?? 1));
  const ranked = lines
    .map((line, place) => ({
      ...line,
      place,
      score: (line.worth * sumOf(line.terms, rarity)) / Math.sqrt(line.terms.size),
    }))
    .sort((a, b) => b.score - a.score || a.place - b.place);
  const chosen: typeof ranked = [];
  let characters = 0;
  for (const line of ranked) {
    if (characters + line.text.length + 1 > mostCharacters) continue;
    if (chosen.some(({ terms }) => shared(line.terms, terms) >= SAME)) continue;
    chosen.push(line);
    characters += line.text.length + 1;
  }
  return chosen
    .sort((a, b) => a.place - b.place)
    .map(({ text }) => text)
    .join("\n");
}

function linesOf({ user, assistant }: SaidTurn, language: string): Line[] {
  const speakers = speakersOf(language);
  const told = sentencesOf(user).map((sentence) => lineOf(`${speakers.user}: ${sentence}`));
  const answered = sentencesOf(assistant)
    .slice(0, ANSWER_SENTENCES)
    .map((sentence) => lineOf(`${speakers.assistant}: ${sentence}`))
    .map((line) => ({ ...line, worth: line.worth * ANSWER_SHARE }));
  return [...told, ...answered];
}

function lineOf(text: string): Line {
  const words = text.replace(/^[^\s:]{1,12}: /u, "");
  const asks = ASKS.test(words) || ASKS_EN.test(words) ? ASKING_SHARE : 1;
  const bonus = (OWN.test(words) ? OWN_BONUS : 1) * (FIGURE.test(words) ? FIGURE_BONUS : 1);
  return { text, terms: new Set(termsOf(words)), worth: asks * bonus };
}

function sumOf(terms: Iterable<string>, weight: (term: string) => number): number {
  let sum = 0;
  for (const term of terms) sum += weight(term);
  return sum;
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const term of a) if (b.has(term)) both += 1;
  return both / Math.min(a.size, b.size);
}
