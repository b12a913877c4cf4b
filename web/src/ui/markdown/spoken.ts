/** An answer as a caption shows it: plain words in their order, each knowing where in the Markdown it stands. */
import type { Nodes } from "mdast";
import { MARK, parseMarkdown } from "./tree.ts";

/** `from` and `to` are offsets in the Markdown, in UTF-16 units. */
export type SpokenRun =
  | { kind: "text"; text: string; from: number; to: number }
  | { kind: "mark"; n: number; from: number; to: number }
  /** A paragraph, list item or table row ends here. */
  | { kind: "break"; from: number; to: number };

/** Marks of Markdown that are still unclosed while an answer streams in. */
const UNCLOSED = /\*\*|~~|`/g;

export function spokenRuns(markdown: string): readonly SpokenRun[] {
  const runs: SpokenRun[] = [];
  collect(parseMarkdown(markdown), runs);
  while (runs.at(-1)?.kind === "break") runs.pop();
  return runs;
}

function collect(node: Nodes, runs: SpokenRun[]): void {
  const from = node.position?.start.offset ?? 0;
  const to = node.position?.end.offset ?? from;
  switch (node.type) {
    case "text":
    case "inlineCode":
    case "code":
    case "html":
      pushText(node.value, from, to, runs);
      break;
    case "image":
    case "imageReference":
      pushText(node.alt ?? "", from, to, runs);
      break;
    case "break":
      runs.push({ kind: "break", from, to });
      break;
    case "definition":
    case "thematicBreak":
      break;
    case "tableCell":
      for (const child of node.children) collect(child, runs);
      runs.push({ kind: "text", text: " ", from: to, to });
      break;
    default:
      if ("children" in node) for (const child of node.children) collect(child, runs);
  }
  if (isBlock(node) && runs.length > 0 && runs.at(-1)?.kind !== "break") runs.push({ kind: "break", from: to, to });
}

const isBlock = (node: Nodes): boolean =>
  node.type === "paragraph" || node.type === "heading" || node.type === "code" || node.type === "tableRow";

/** Escapes make a node's source longer than its words; offsets inside it are then spread evenly. */
function pushText(value: string, from: number, to: number, runs: SpokenRun[]): void {
  const stretch = value.length === 0 ? 1 : (to - from) / value.length;
  const offset = (index: number): number => Math.round(from + index * stretch);
  let at = 0;
  const text = (end: number): void => {
    const words = value.slice(at, end).replaceAll("\n", " ");
    if (words !== "") runs.push({ kind: "text", text: words, from: offset(at), to: offset(end) });
  };
  const cuts = [...value.matchAll(MARK), ...value.matchAll(UNCLOSED)].sort((a, b) => a.index - b.index);
  for (const cut of cuts) {
    text(cut.index);
    at = cut.index + cut[0].length;
    if (cut[1] !== undefined) runs.push({ kind: "mark", n: Number(cut[1]), from: offset(cut.index), to: offset(at) });
  }
  text(value.length);
}
