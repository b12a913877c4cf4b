/**
 * Text as the caption draws it: one element a word, so that a word can change its ink without a letter moving, and a
 * citation mark bound to the words it belongs to.
 */
import { type SpokenRun, spokenRuns } from "../markdown/spoken.ts";

/** `to`: the offset in the source text at which the atom is complete. */
export type Atom =
  | { kind: "word"; text: string; to: number }
  | { kind: "mark"; n: number; to: number }
  | { kind: "break"; to: number };

/** Atoms that stay on one line together. Most clusters hold one. */
export type Cluster = readonly Atom[];

/** The person's words, as they are being recognised: `to` counts characters of `text`. */
export const personClusters = (text: string, language: string): readonly Cluster[] =>
  bind(wordsOf(text, 0, text.length, language));

/** An answer in Markdown: `to` counts characters of `markdown`. */
export const assistantClusters = (markdown: string, language: string): readonly Cluster[] =>
  bind(spokenRuns(markdown).flatMap((run) => atomsOf(run, language)));

function atomsOf(run: SpokenRun, language: string): readonly Atom[] {
  if (run.kind === "mark") return [{ kind: "mark", n: run.n, to: run.to }];
  if (run.kind === "break") return [{ kind: "break", to: run.to }];
  return wordsOf(run.text, run.from, run.to, language);
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenter(language: string): Intl.Segmenter {
  const known = segmenters.get(language);
  if (known !== undefined) return known;
  const made = new Intl.Segmenter(language, { granularity: "word" });
  segmenters.set(language, made);
  return made;
}

function wordsOf(text: string, from: number, to: number, language: string): Atom[] {
  const stretch = text.length === 0 ? 1 : (to - from) / text.length;
  return [...segmenter(language).segment(text)].map(({ segment, index }) => ({
    kind: "word",
    text: segment,
    to: Math.round(from + (index + segment.length) * stretch),
  }));
}

const CLOSING = /^[、。，．,.!?！？:;：；)）」』】〉》\]]+$/u;
const BLANK = /^\s+$/u;

/** A mark is glued to the word before it and to the punctuation after it. */
function bind(atoms: readonly Atom[]): readonly Cluster[] {
  const clusters: Atom[][] = [];
  for (const atom of atoms) {
    const last = clusters.at(-1);
    const before = last?.at(-1);
    const glued =
      last !== undefined &&
      before !== undefined &&
      ((atom.kind === "mark" && before.kind !== "break" && !(before.kind === "word" && BLANK.test(before.text))) ||
        (atom.kind === "word" && CLOSING.test(atom.text) && before.kind === "mark"));
    if (glued) last.push(atom);
    else clusters.push([atom]);
  }
  return clusters;
}

/**
 * The first line to show of a caption whose box holds `boxLines`: the line that has the floor stays in view with one
 * more line under it while there is more to come, and the box never shows less than it could.
 * @param currentLine the line of the last word said, from 0; the last line while the person speaks
 */
export const firstLine = (totalLines: number, currentLine: number, boxLines: number): number =>
  Math.max(0, Math.min(totalLines - boxLines, currentLine - Math.max(0, boxLines - 2)));
