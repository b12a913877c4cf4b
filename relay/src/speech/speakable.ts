/** Markdown to the plain words a voice can say: no marks, no markup, no addresses, no citation numbers. */
import type { Nodes, Table } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

const CODE_ON_SCREEN = {
  ja: "コードは画面をご覧ください。",
  en: "The code is on the screen.",
  ko: "코드는 화면을 봐 주세요.",
} as const;

const asIs = (text: string): string => text;

const EXTENSIONS = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] };

/** Letters, digits and the signs of plain sentences: nothing that Markdown reads in its own way. */
const PLAIN = /^\p{L}[\p{L}\p{M}\p{N} ,.!?'’"。、！？…「」『』]*$/u;
const ADDRESS = /www\./i;

const EMOJI = /\p{Extended_Pictographic}(?:\u200d\p{Extended_Pictographic}|[\ufe0f\u{1f3fb}-\u{1f3ff}])*/gu;

/**
 * @param markdown one clause or block of an answer
 * @param language BCP 47
 * @param read puts what was taught in the place of words; sees them before signs that no voice says are gone
 * @returns plain words, empty when there is nothing to say
 */
export function speakable(markdown: string, language: string, read: (text: string) => string = asIs): string {
  const clause = markdown.trim();
  if (PLAIN.test(clause) && !ADDRESS.test(clause)) return read(clause.replace(/ +/g, " "));
  const tree = fromMarkdown(markdown, EXTENSIONS);
  return read(words(tree, language.slice(0, 2)).replace(/\[\d{1,2}\]/g, ""))
    .replace(EMOJI, "")
    .replace(/[*_#`~<>|]/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^[\s、。，．,.!?！？…:：;；・-]+$/u, "");
}

function words(node: Nodes, language: string): string {
  switch (node.type) {
    case "text":
    case "inlineCode":
      return node.value;
    case "link":
      return linkWords(node.children.map((child) => words(child, language)).join(""));
    case "image":
      return node.alt ?? "";
    case "code":
      return language === "ja" || language === "ko" ? CODE_ON_SCREEN[language] : CODE_ON_SCREEN.en;
    case "html":
    case "definition":
    case "thematicBreak":
      return " ";
    case "break":
      return " ";
    case "table":
      return tableWords(node, language);
    default: {
      if (!("children" in node)) return "";
      const block =
        node.type === "root" || node.type === "list" || node.type === "listItem" || node.type === "blockquote";
      return node.children.map((child) => words(child, language)).join(block ? " " : "");
    }
  }
}

/** A bare address is said as its host. */
function linkWords(text: string): string {
  const host = /^(?:https?:\/\/|www\.)([^/\s]+)/.exec(text)?.[1];
  return host === undefined ? text : host.replace(/^www\./, "");
}

/** Each row as "heading: cell". */
function tableWords(table: Table, language: string): string {
  const rows = table.children.map((row) =>
    row.children.map((cell) => cell.children.map((child) => words(child, language)).join("")),
  );
  const [headings = [], ...body] = rows;
  const [comma, stop] = language === "ja" ? ["、", "。"] : [", ", ". "];
  if (body.length === 0) return headings.join(comma);
  return body
    .map((row) =>
      row
        .map((cell, column) => (column === 0 || !headings[column] ? cell : `${headings[column]} ${cell}`))
        .filter((cell) => cell.trim() !== "")
        .join(comma),
    )
    .join(stop);
}
