/** Which words of a passage an answer quotes. Pure. */
import type { Inert } from "./tree.ts";

/** A sentence of fewer characters stands in an answer by chance. */
const LEAST_CHARACTERS = 6;

const packed = (text: string): string => text.normalize("NFKC").replace(/\s+/g, "");

/** The passage with every sentence that stands word for word in the answer as `quoted`. */
export function withQuoted(passage: readonly Inert[], answer: string, lang: string): readonly Inert[] {
  const said = packed(answer);
  const sentences = new Intl.Segmenter(lang, { granularity: "sentence" });
  const isQuoted = (sentence: string): boolean => {
    const words = packed(sentence);
    return words.length >= LEAST_CHARACTERS && said.includes(words);
  };
  const mark = (nodes: readonly Inert[]): Inert[] =>
    nodes.flatMap((node): Inert[] => {
      if (typeof node !== "string") return [{ ...node, children: mark(node.children) }];
      // A line break of the source ends no sentence.
      return [...sentences.segment(node.replaceAll("\n", " "))].flatMap(({ segment, index }): Inert[] => {
        const sentence = node.slice(index, index + segment.length);
        if (!isQuoted(sentence)) return [sentence];
        const words = sentence.trimEnd();
        return [{ tag: "quoted", children: [words] }, sentence.slice(words.length)];
      });
    });
  return mark(passage);
}
