/** YAML 1.2 with the line of each of its keys. */
import {
  type Document,
  type ErrorCode,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  visit,
} from "yaml";
import type { Path } from "./config-error.ts";
import { shieldPlaceholders } from "./placeholders.ts";

export interface YamlProblem {
  /** From 1. */
  line: number;
  path: Path;
  expected: string;
}

export interface YamlFile {
  /** Plain values, the last of a key that stands there twice; null for an empty file, undefined for what is not YAML. */
  value: unknown;
  problems: readonly YamlProblem[];
  /** Where a key stands, or the nearest thing around it that is there. From 1. */
  lineOf(path: Path): number;
}

/** Placeholders may stand unquoted anywhere, in `{ endpoint: ${NAME} }` too, where YAML by itself would stumble. */
export function readYaml(text: string): YamlFile {
  const counter = new LineCounter();
  const { shielded, restore } = shieldPlaceholders(text);
  const document = parseDocument(shielded, { lineCounter: counter, prettyErrors: false, uniqueKeys: false });
  const lineAt = (node: Node | undefined): number => counter.linePos(node?.range?.[0] ?? 0).line;
  const lineOf = (path: Path): number => lineAt(nodeOf(document, path));
  const failed = (line: number, why: string): YamlFile => ({
    value: undefined,
    problems: [{ line, path: [], expected: `expected YAML${why === "" ? "" : `: ${why}`}` }],
    lineOf,
  });

  // What follows from the first error is no news.
  const [error] = document.errors;
  if (error !== undefined) return failed(counter.linePos(error.pos[0]).line, HINTS[error.code] ?? "");
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === "string") node.value = restore(node.value);
    },
  });
  const problems = duplicates(document.contents, []).map(({ path, first, second }) => ({
    line: lineAt(second),
    path,
    expected: `expected each key once, line ${lineAt(first)} has it already`,
  }));
  try {
    const value: unknown = document.toJS();
    JSON.stringify(value); // fails on an anchor that holds itself
    return { value, problems, lineOf };
  } catch {
    return failed(
      1,
      "anchors (&name) that are there before their aliases (*name), repeated a few times, never inside themselves",
    );
  }
}

/** What to do about the parser's errors. Its own messages repeat what was written, which may be a secret. */
const HINTS: { readonly [code in ErrorCode]?: string } = {
  BAD_INDENT: "indentation that fits, and every [ and { closed",
  BAD_SCALAR_START: "quotes around a value that begins with @ or `",
  BLOCK_AS_IMPLICIT_KEY: "one `key: value` a line, and quotes around a value that has a colon and a space in it",
  MISSING_CHAR: "every quote, [ and { closed",
  MULTILINE_IMPLICIT_KEY: "each key on one line, with its colon",
  TAB_AS_INDENT: "spaces as indentation, not tabs",
  UNEXPECTED_TOKEN: "either a list (- item) or a mapping (key: value) at one indentation",
};

interface Duplicate {
  path: Path;
  first: Node;
  second: Node;
}

function duplicates(node: ParsedNode | null, path: Path): Duplicate[] {
  if (isSeq<ParsedNode>(node)) return node.items.flatMap((item, index) => duplicates(item, [...path, index]));
  if (!isMap<ParsedNode, ParsedNode | null>(node)) return [];
  const seen = new Map<string, Node>();
  return node.items.flatMap(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : "";
    const here = [...path, name];
    const first = seen.get(name);
    seen.set(name, key);
    const twice = first === undefined ? [] : [{ path: here, first, second: key }];
    return [...twice, ...duplicates(value, here)];
  });
}

function nodeOf(document: Document, path: Path): Node | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const around: unknown = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(around)
      ? around.items.find(({ key }) => isScalar(key) && String(key.value) === String(last))
      : undefined;
    const node: unknown = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node;
  }
  return undefined;
}
