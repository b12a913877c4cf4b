/**
 * An answer is Markdown from a model nobody vouches for. It becomes a tree of a few inert elements: nothing in it can
 * be clicked, loads anything or carries an attribute. Raw HTML stays what it is, characters.
 */
import type { Nodes, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

export type InertTag =
  | "p"
  | "strong"
  | "em"
  | "del"
  | "code"
  | "pre"
  | "ul"
  | "ol"
  | "li"
  | "blockquote"
  | "table"
  | "tr"
  | "th"
  | "td"
  | "hr"
  | "br"
  /** A heading, whatever its level: an answer is no document of its own. */
  | "heading"
  /** The words of a link. */
  | "link"
  /** Where a link leads: its host, or its scheme where it has none. */
  | "host"
  /** `[n]`: the words are the number. */
  | "mark"
  /** Words of a passage that an answer quotes. */
  | "quoted";

export interface InertElement {
  tag: InertTag;
  children: readonly Inert[];
}

export type Inert = string | InertElement;

/** Parsing takes time in the square of some texts, and the stack in their depth: beyond this they are plain words. */
const MOST_CHARACTERS = 8_000;
const MOST_MARKS = 1_000;
const DEEPEST = 64;
const MARKS = /[*_~`[\]>|]/g;
/** A line that begins in eight quotes and lists at once, or inside as many. */
const DEEP_LINE = /^[ \t]*(?:(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])[ \t]*){8}|^[ \t]{32}[ \t]*[-+*>\d]/m;

/** Markdown with GitHub's tables, strikethrough and autolinks, with the source offset of every node. Never throws. */
export function parseMarkdown(markdown: string): Root {
  const marks = markdown.match(MARKS)?.length ?? 0;
  if (markdown.length > MOST_CHARACTERS || marks > MOST_MARKS || DEEP_LINE.test(markdown)) return plain(markdown);
  const root = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  return depthOf(root) > DEEPEST ? plain(markdown) : root;
}

function plain(value: string): Root {
  const start = { line: 1, column: 1, offset: 0 };
  const position = { start, end: { line: 1, column: value.length + 1, offset: value.length } };
  const text = { type: "text", value, position } as const;
  return { type: "root", position, children: [{ type: "paragraph", position, children: [text] }] };
}

function depthOf(root: Root): number {
  let depth = 0;
  for (let level: Nodes[] = [root]; level.length > 0; depth += 1) {
    level = level.flatMap((node): Nodes[] => ("children" in node ? node.children : []));
  }
  return depth;
}

export const inertTree = (markdown: string): readonly Inert[] => inertOf(parseMarkdown(markdown).children);

/** Where a link leads, in words. A host is shown as the browser would resolve it, so look-alike letters show. */
export function hostOf(url: string): string {
  try {
    const { host, protocol } = new URL(url);
    return host === "" ? protocol.replace(/:$/, "") : host;
  } catch {
    return "";
  }
}

/** A citation mark in running text. */
export const MARK = /\[(\d{1,2})\]/g;

const element = (tag: InertTag, children: readonly Inert[] = []): InertElement => ({ tag, children });

const inertOf = (nodes: readonly Nodes[]): Inert[] => nodes.flatMap(inertNode);

function inertNode(node: Nodes): readonly Inert[] {
  switch (node.type) {
    case "text":
      return withMarks(node.value);
    case "html":
      return [node.value];
    case "paragraph":
      return [element("p", inertOf(node.children))];
    case "heading":
      return [element("heading", inertOf(node.children))];
    case "strong":
      return [element("strong", inertOf(node.children))];
    case "emphasis":
      return [element("em", inertOf(node.children))];
    case "delete":
      return [element("del", inertOf(node.children))];
    case "inlineCode":
      return [element("code", [node.value])];
    case "code":
      return [element("pre", [node.value])];
    case "list":
      return [element(node.ordered === true ? "ol" : "ul", inertOf(node.children))];
    case "listItem":
      return [element("li", tight(node.children))];
    case "blockquote":
      return [element("blockquote", inertOf(node.children))];
    case "table":
      return [
        element(
          "table",
          node.children.map((row, at) =>
            element(
              "tr",
              row.children.map((cell) => element(at === 0 ? "th" : "td", inertOf(cell.children))),
            ),
          ),
        ),
      ];
    case "link":
      return linked(inertOf(node.children), node.url);
    case "image":
      return [node.alt ?? ""];
    case "imageReference":
      return [node.alt ?? ""];
    case "linkReference":
      return inertOf(node.children);
    case "break":
      return [element("br")];
    case "thematicBreak":
      return [element("hr")];
    case "footnoteDefinition":
      return inertOf(node.children);
    default:
      return []; // definitions, footnote references, front matter: nothing to read
  }
}

/** A list item of one paragraph shows its words without the paragraph. */
const tight = (children: readonly Nodes[]): readonly Inert[] =>
  children.flatMap((child) => (child.type === "paragraph" ? inertOf(child.children) : inertNode(child)));

function linked(words: readonly Inert[], url: string): readonly Inert[] {
  const host = hostOf(url);
  const shown = words.length === 1 && typeof words[0] === "string" ? words[0] : undefined;
  if (host === "" || shown?.includes(host) === true) return [element("link", words)];
  return [element("link", words), element("host", [host])];
}

function withMarks(text: string): Inert[] {
  const parts: Inert[] = [];
  let at = 0;
  for (const match of text.matchAll(MARK)) {
    if (match.index > at) parts.push(text.slice(at, match.index));
    parts.push(element("mark", [match[1] ?? ""]));
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}
