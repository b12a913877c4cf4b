/** A MediaWiki export (https://www.mediawiki.org/xml/export-0.11.xsd): its pages as Markdown. Nothing they name is fetched. */
import { Parser } from "htmlparser2";
import wtf from "wtf_wikipedia";
import { decodeText } from "./decode-text.ts";
import { MAX_TEXT_CHARACTERS, ReadError } from "./refusal.ts";
import { textOfTable } from "./table.ts";

/** What is asked of the parser's sections; its own types leave it open. */
interface Section {
  title(): string;
  /** 0 for the first level. */
  depth(): number;
  text(options: object): string;
  infoboxes(): { keyValue(): Record<string, string> }[];
  tables(): { keyValue(): Record<string, string>[] }[];
}

export interface WikiPage {
  title: string;
  text: string;
}

const WITHIN_BYTES = 1024;
const MAX_PAGES = 20_000;
/** Of all pages together. */
const MAX_CHARACTERS = 20 * MAX_TEXT_CHARACTERS;
/** Namespaces of what people write: articles, the project's own pages, help. The others hold talk, files, templates. */
const NAMESPACES = new Set(["0", "4", "12"]);
/** From here on, a wiki's own ones; the odd ones hold talk. */
const OWN_NAMESPACES = 100;
/** The parser takes the square of a line's length. */
const LONG_LINE = /[^\n]{5000}/g;
/** The parser makes a plain stop of the Japanese one. */
const STOP = "。";
const PRIVATE = "\ue000";

export const isWikiExport = (bytes: Uint8Array): boolean =>
  /^\s*(?:\ufeff|\u00ef\u00bb\u00bf)?\s*(?:<\?xml[^>]*>\s*)?<mediawiki[\s>]/.test(
    Buffer.from(bytes.subarray(0, WITHIN_BYTES)).toString("latin1"),
  );

/** The newest revision that the export holds of each page. @throws ReadError */
export function pagesOfWiki(bytes: Uint8Array): WikiPage[] {
  const decoded = decodeText(bytes, "utf-8", Number.POSITIVE_INFINITY);
  if (!decoded.ok) throw new ReadError(decoded.reason);
  const pages: WikiPage[] = [];
  let [inside, title, namespace, source, characters] = ["", "", "", "", 0];
  const parser = new Parser(
    {
      onopentag(name) {
        inside = name;
        if (name === "page") [title, namespace] = ["", ""];
        if (name === "page" || name === "text") source = "";
      },
      ontext(text) {
        if (inside === "title") title += text;
        else if (inside === "ns") namespace += text;
        else if (inside === "text") source += text;
      },
      onclosetag(name) {
        inside = "";
        if (name !== "page" || !isRead(namespace)) return;
        const text = markdownOf(source, title);
        characters += text.length;
        if (pages.length === MAX_PAGES || characters > MAX_CHARACTERS) throw new ReadError("too-much");
        if (text !== "") pages.push({ title, text: text.slice(0, MAX_TEXT_CHARACTERS) });
      },
    },
    { xmlMode: true },
  );
  parser.end(decoded.text);
  return pages;
}

const isRead = (namespace: string): boolean =>
  NAMESPACES.has(namespace) || (Number(namespace) >= OWN_NAMESPACES && Number(namespace) % 2 === 0);

function markdownOf(source: string, title: string): string {
  const page = wtf(source.replaceAll(STOP, PRIVATE).replace(LONG_LINE, "$&\n"), { title });
  if (page.isRedirect()) return "";
  const parts = (page.sections() as unknown as Section[]).flatMap(partsOf);
  return parts.length === 0 ? "" : [`# ${title}`, ...parts].join("\n\n").replaceAll(PRIVATE, STOP);
}

function partsOf(section: Section): string[] {
  const heading = `${"#".repeat(Math.min(6, section.depth() + 2))} ${section.title()}`;
  const facts = section
    .infoboxes()
    .flatMap((box) => Object.entries(box.keyValue()).map(([key, value]) => `- ${key}: ${value}`));
  const tables = section.tables().map((table) => rowsOf(table.keyValue()));
  const text = section.text({}).replace(/^ \* /gm, "- ").trim();
  const parts = [facts.join("\n"), text, ...tables].filter((part) => part !== "");
  return parts.length === 0 || section.title() === "" ? parts : [heading, ...parts];
}

function rowsOf(rows: readonly Record<string, string>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return textOfTable([columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))]);
}
