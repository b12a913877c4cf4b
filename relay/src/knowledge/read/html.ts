/** HTML to Markdown: what a person would read of a page, its headings and tables kept. */
import { createDocument, type DominoElement } from "@mixmark-io/domino";
import { Parser } from "htmlparser2";
import Turndown from "turndown";
import { ReadError } from "./refusal.ts";

export interface ReadablePage {
  title: string;
  markdown: string;
}

/** Nothing of these is read out or searched for. */
const UNREAD =
  "script,style,noscript,template,iframe,object,embed,svg,canvas,img,picture,video,audio,form,button,[hidden],[aria-hidden=true]";
/** What stands on every page of a site (HTML Standard 4.3; WAI-ARIA 1.2, 5.3.4). */
const AROUND = "nav,aside,footer,[role=navigation],[role=banner],[role=contentinfo],[role=complementary],[role=search]";
/** What a page calls its content is taken for the whole when it holds at least this share of its words. */
const CONTENT_SHARE = 0.5;

/** Elements within elements; what people write stays far below, and the work grows with the square of it. */
const MAX_DEPTH = 2_000;

function refuseDeep(html: string): void {
  let depth = 0;
  const parser = new Parser({
    onopentagname() {
      depth += 1;
      if (depth > MAX_DEPTH) throw new ReadError("damaged");
    },
    onclosetag() {
      depth -= 1;
    },
  });
  parser.end(html);
}

const wordsIn = (element: DominoElement): number => (element.textContent ?? "").replace(/\s+/g, "").length;

/**
 * Nothing in the page is run and nothing it names is fetched.
 * @param isPage what stands around its content is left out; a book's chapter is taken whole
 * @throws ReadError `damaged`
 */
export function markdownFrom(html: string, { isPage }: { isPage: boolean }): ReadablePage {
  refuseDeep(html);
  const document = createDocument(html);
  const title = document.title.trim();
  for (const element of document.querySelectorAll(UNREAD)) element.remove();
  if (isPage) for (const element of document.querySelectorAll(AROUND)) element.remove();
  const enough = wordsIn(document.body) * CONTENT_SHARE;
  const content =
    isPage && [...document.querySelectorAll("main,[role=main],article")].find((e) => wordsIn(e) >= enough);
  return {
    title,
    markdown: turndown()
      .turndown((content || document.body).innerHTML)
      .trim(),
  };
}

function turndown(): Turndown {
  const service = new Turndown({ headingStyle: "atx", codeBlockStyle: "fenced", bulletListMarker: "-" });
  service.addRule("links", { filter: "a", replacement: (content) => content });
  service.addRule("rows", {
    filter: "tr",
    replacement: (_content, node) => `${cellsOf(node as unknown as DominoElement).join(" | ")}\n`,
  });
  service.addRule("tables", { filter: "table", replacement: (content) => `\n\n${content.trim()}\n\n` });
  return service;
}

const cellsOf = (row: DominoElement): string[] =>
  [...row.childNodes].flatMap((cell) =>
    /^T[DH]$/.test(cell.nodeName) ? [(cell.textContent ?? "").replace(/\s+/g, " ").trim()] : [],
  );
