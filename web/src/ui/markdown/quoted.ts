/** Which words of a passage an answer rests on. Pure. */
import type { Inert } from "./tree.ts";

/** A sentence of fewer characters stands in an answer by chance. */
const LEAST_CHARACTERS = 6;
/** Of a sentence's pairs of characters: so many stand in a claim that says the same in other words. */
const LEAST_SHARE = 0.25;

const packed = (text: string): string => text.normalize("NFKC").toLocaleLowerCase().replace(/\s+/g, "");

/**
 * The passage with every sentence that stands word for word in the answer as `quoted`; where none does, with the one
 * that has most in common with what it is cited for, if that is enough.
 * @param n the number it is cited by
 */
export function withQuoted(passage: readonly Inert[], answer: string, n: number, lang: string): readonly Inert[] {
  const said = packed(answer);
  const sentences = new Intl.Segmenter(lang, { granularity: "sentence" });
  const every = sentencesOf(passage, sentences)
    .map(packed)
    .filter(({ length }) => length >= LEAST_CHARACTERS);
  const quoted = new Set(every.filter((words) => said.includes(words)));
  if (quoted.size === 0) {
    const nearest = nearestTo(packed(claimsOf(answer, n)), every);
    if (nearest !== undefined) quoted.add(nearest);
  }
  const mark = (nodes: readonly Inert[]): Inert[] =>
    nodes.flatMap((node): Inert[] => {
      if (typeof node !== "string") return [{ ...node, children: mark(node.children) }];
      // A line break of the source ends no sentence.
      return [...sentences.segment(node.replaceAll("\n", " "))].flatMap(({ segment, index }): Inert[] => {
        const sentence = node.slice(index, index + segment.length);
        if (!quoted.has(packed(sentence))) return [sentence];
        const words = sentence.trimEnd();
        return [{ tag: "quoted", children: [words] }, sentence.slice(words.length)];
      });
    });
  return mark(passage);
}

/** What the answer cites by that number: the words between each of its marks and the mark before. */
function claimsOf(answer: string, n: number): string {
  const marks = [...answer.matchAll(/\[(\d{1,2})\]/g)];
  return marks
    .map((mark, at) => {
      const before = marks[at - 1];
      const from = before === undefined ? 0 : before.index + before[0].length;
      return Number(mark[1]) === n ? answer.slice(from, mark.index) : "";
    })
    .join(" ");
}

const sentencesOf = (nodes: readonly Inert[], sentences: Intl.Segmenter): string[] =>
  nodes.flatMap((node) =>
    typeof node === "string"
      ? [...sentences.segment(node.replaceAll("\n", " "))].map(({ segment }) => segment)
      : sentencesOf(node.children, sentences),
  );

function nearestTo(said: string, sentences: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let most = LEAST_SHARE;
  for (const sentence of sentences) {
    const pairs = Array.from({ length: sentence.length - 1 }, (_, at) => sentence.slice(at, at + 2));
    const share = pairs.filter((pair) => said.includes(pair)).length / pairs.length;
    if (share < most) continue;
    most = share;
    nearest = sentence;
  }
  return nearest;
}
