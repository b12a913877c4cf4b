/** How good what is found is: by meaning, by words, by both. */
import type { VectorHit } from "@hisho/providers/retrieval/port.ts";
import type { IndexedChunk, PassageIndex } from "@hisho/relay/knowledge/passage-index.ts";
import { table } from "../statistics.ts";
import type { Corpus } from "./corpus.ts";
import { type Judged, mean, ndcg, PLACES, recall } from "./quality.ts";
import type { Kind, Language, Question } from "./question.ts";

export const WAYS = ["meaning", "words", "both"] as const;
type Way = (typeof WAYS)[number];
const LANGUAGES: readonly Language[] = ["en", "ja", "ko"];
const KINDS: readonly Kind[] = ["fact", "number", "paraphrase", "cross-language"];
const MEASURES = [
  { name: "recall@5", of: recall },
  { name: "nDCG@5", of: ndcg },
];

export interface Result {
  question: Question;
  judged: Record<Way, Judged>;
  /** How many passages were found. */
  found: Record<Way, number>;
}

const answers = (question: Question, { docId, text }: IndexedChunk): boolean => {
  const [language, chapter] = docId.split("/");
  return language === question.language && question.chapters.includes(chapter ?? "") && text.includes(question.holds);
};

/** @throws Error for a question that says what answers it where no passage does */
export function judge(
  question: Question,
  { chunks }: Corpus,
  searched: PassageIndex,
  near: readonly VectorHit[],
): Result {
  const total = chunks.filter((chunk) => answers(question, chunk)).length;
  if (total === 0 && question.kind !== "nothing") throw new Error(`no passage answers: ${question.text}`);
  // By meaning alone there are no words to look for.
  const rank = (way: Way): IndexedChunk[] =>
    searched
      .rank(way === "meaning" ? "" : question.text, way === "words" ? [] : near, PLACES)
      .map(({ chunk }) => chunk);
  const ranked = { meaning: rank("meaning"), words: rank("words"), both: rank("both") };
  const judged = (way: Way): Judged => ({ relevant: ranked[way].map((chunk) => answers(question, chunk)), total });
  return {
    question,
    judged: { meaning: judged("meaning"), words: judged("words"), both: judged("both") },
    found: { meaning: ranked.meaning.length, words: ranked.words.length, both: ranked.both.length },
  };
}

export const answerableOf = (results: readonly Result[]): Result[] =>
  results.filter(({ question }) => question.kind !== "nothing");

/** Groups of the questions that have an answer: by language, by kind, all. */
function groupsOf(results: readonly Result[]): { name: string; some: Result[] }[] {
  const answerable = answerableOf(results);
  return [
    ...LANGUAGES.map((name) => ({ name, some: answerable.filter(({ question }) => question.language === name) })),
    ...KINDS.map((name) => ({ name, some: answerable.filter(({ question }) => question.kind === name) })),
    { name: "all", some: answerable },
  ];
}

/** Recall and nDCG of each group, side by side. */
export function qualityTable(results: readonly Result[]): string {
  const head = ["", "questions", ...MEASURES.flatMap(({ name }) => WAYS.map((way) => `${name} ${way}`))];
  const rows = groupsOf(results).map(({ name, some }) => [
    name,
    String(some.length),
    ...MEASURES.flatMap(({ of }) => WAYS.map((way) => mean(some.map(({ judged }) => of(judged[way]))))),
  ]);
  return table(head, rows);
}

/** Where both together are worse than one alone: by language and over all, in words. */
export function worseTogether(results: readonly Result[]): string[] {
  return groupsOf(results)
    .filter(({ name }) => name === "all" || LANGUAGES.some((language) => language === name))
    .flatMap(({ name, some }) =>
      MEASURES.flatMap(({ name: measure, of }) => {
        const figure = (way: Way): number => mean(some.map(({ judged }) => of(judged[way])));
        const alone = Math.max(figure("meaning"), figure("words"));
        return figure("both") < alone ? [`${name}: ${measure} ${figure("both").toFixed(3)} < ${alone.toFixed(3)}`] : [];
      }),
    );
}

/** How many of the questions that nothing answers found nothing. */
export function silentOf(results: readonly Result[], way: Way): { right: number; of: number } {
  const nothing = results.filter(({ question }) => question.kind === "nothing");
  return { right: nothing.filter(({ found }) => found[way] === 0).length, of: nothing.length };
}
