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
  | "mark";

export interface InertElement {
  tag: InertTag;
  children: readonly Inert[];
}

export type Inert = string | InertElement;

/** Markdown with GitHub's tables, strikethrough and autolinks, with the source offset of every node. */
export const parseMarkdown = (markdown: string): Root =>
  fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

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
