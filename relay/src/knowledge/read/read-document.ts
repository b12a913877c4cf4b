/** One file to the documents in it: text with Markdown headings, pages parted by form feeds. */
import { parse as parseCsv } from "csv-parse/sync";
import { pathLabel } from "../base-name.ts";
import { headingsOf } from "../split.ts";
import { unpack } from "./archive.ts";
import { decodeText } from "./decode-text.ts";
import { textOfEpub } from "./epub.ts";
import { markdownFrom } from "./html.ts";
import { type Kind, kindOf, mediaTypeOf } from "./kind.ts";
import { textOfDocx, textOfPptx, textOfXlsx } from "./office.ts";
import { textOfPdf } from "./pdf.ts";
import { MAX_TEXT_CHARACTERS, ReadError, type ReadRefusal } from "./refusal.ts";
import { textOfTable } from "./table.ts";
import { isWikiExport, pagesOfWiki } from "./wiki.ts";

export interface ReadDocument {
  /** The file's, and within an archive its path there. */
  name: string;
  title: string;
  text: string;
  /** Of the file, whatever it called itself. */
  mediaType: string;
  /** The file's size. */
  bytes: number;
}

export interface ReadResult {
  documents: ReadDocument[];
  /** What was not taken; for a single file its one reason, for an archive those of its files. */
  refused: { name: string; reason: ReadRefusal }[];
}

const MAX_NAME_CHARACTERS = 255;
/** In an archive: Notion packs its export in parts. */
const MAX_ARCHIVES = 16;
const MAX_ARCHIVE_CHARACTERS = 20 * MAX_TEXT_CHARACTERS;
const HTML = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)?(?:<!doctype html|<html[\s>])/i;
const META_CHARSET = /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]+)/i;
/** What systems put into archives by themselves. */
const BY_THE_SYSTEM = /(^|\/)(__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)/i;

/** @param declared the encoding's label where the sender named one */
export async function readDocument(bytes: Uint8Array, name: string, declared?: string): Promise<ReadResult> {
  try {
    if ((await kindOf(bytes)) === "zip") return await readArchive(bytes, name, MAX_ARCHIVES);
    return { documents: await readFile(bytes, name, declared), refused: [] };
  } catch (error) {
    return { documents: [], refused: [{ name, reason: refusalOf(error) }] };
  }
}

/** @param archives within this one that are unpacked too: a wiki's export comes in parts */
async function readArchive(bytes: Uint8Array, name: string, archives: number): Promise<ReadResult> {
  const result: ReadResult = { documents: [], refused: [] };
  const files = await unpack(bytes, (entry) => !BY_THE_SYSTEM.test(entry));
  let left = archives;
  for (const [path, content] of files) {
    const label = pathLabel(path);
    try {
      if ((await kindOf(content)) === "zip" && left > 0) {
        left -= 1;
        const { documents, refused } = await readArchive(content, `${name}/${label}`, 0);
        result.documents.push(...documents);
        result.refused.push(...refused.map((each) => ({ ...each, name: `${label}/${each.name}` })));
      } else result.documents.push(...(await readFile(content, `${name}/${label}`)));
    } catch (error) {
      result.refused.push({ name: label, reason: refusalOf(error) });
    }
    if (charactersIn(result) > MAX_ARCHIVE_CHARACTERS) throw new ReadError("too-much");
  }
  if (result.documents.length === 0 && result.refused.length === 0) result.refused.push({ name, reason: "empty" });
  return result;
}

const charactersIn = ({ documents }: ReadResult): number => documents.reduce((sum, { text }) => sum + text.length, 0);

/** Most files are one document; a wiki's export has one a page. */
async function readFile(bytes: Uint8Array, name: string, declared?: string): Promise<ReadDocument[]> {
  if (!isWikiExport(bytes)) return [await readOne(bytes, name, declared)];
  const pages = pagesOfWiki(bytes);
  if (pages.length === 0) throw new ReadError("empty");
  return pages.map(({ title, text }) => {
    const label = pathLabel(title).slice(0, MAX_NAME_CHARACTERS);
    return { name: `${name}/${label}`, title: label, text, mediaType: "text/markdown", bytes: Buffer.byteLength(text) };
  });
}

/** A parser that breaks has met what it was not made for: the file is at fault, and only it. */
const refusalOf = (error: unknown): ReadRefusal => (error instanceof ReadError ? error.reason : "damaged");

async function readOne(bytes: Uint8Array, name: string, declared?: string): Promise<ReadDocument> {
  const kind = await kindOf(bytes);
  const { title, text, mediaType } = await contentOf(kind, bytes, name, declared);
  if (text.trim() === "") throw new ReadError("empty");
  if (text.length > MAX_TEXT_CHARACTERS) throw new ReadError("too-long");
  const shown = title ?? headingsOf(text).find(({ level }) => level === 1)?.title ?? name.split("/").at(-1) ?? name;
  return { name, title: pathLabel(shown).slice(0, MAX_NAME_CHARACTERS), text, mediaType, bytes: bytes.length };
}

interface Content {
  title?: string | undefined;
  text: string;
  mediaType: string;
}

async function contentOf(kind: Kind, bytes: Uint8Array, name: string, declared?: string): Promise<Content> {
  switch (kind) {
    case "pdf":
      return { ...(await textOfPdf(bytes)), mediaType: mediaTypeOf(kind) };
    case "docx":
      return { text: await textOfDocx(bytes), mediaType: mediaTypeOf(kind) };
    case "pptx":
      return { text: await textOfPptx(bytes), mediaType: mediaTypeOf(kind) };
    case "xlsx":
      return { text: await textOfXlsx(bytes), mediaType: mediaTypeOf(kind) };
    case "epub":
      return { ...(await textOfEpub(bytes)), mediaType: mediaTypeOf(kind) };
    case "locked-office":
      throw new ReadError("encrypted");
    case "old-office":
      throw new ReadError("old-office");
    case "zip":
      // An archive in an archive in an archive: what is wanted of it can be given by itself.
      throw new ReadError("unknown");
    case "other":
      return textContent(bytes, name, declared);
    default:
      return kind satisfies never;
  }
}

function textContent(bytes: Uint8Array, name: string, declared: string | undefined): Content {
  const charset = declared ?? META_CHARSET.exec(Buffer.from(bytes.subarray(0, 1024)).toString("latin1"))?.[1];
  const decoded = decodeText(bytes, charset);
  if (!decoded.ok) throw new ReadError(decoded.reason);
  const { text } = decoded;
  if (HTML.test(text)) {
    const { title, markdown } = markdownFrom(text, { isPage: true });
    return { title: title === "" ? undefined : title, text: markdown, mediaType: "text/html" };
  }
  const delimiter = /\.csv$/i.test(name) ? "," : /\.tsv$/i.test(name) ? "\t" : undefined;
  if (delimiter !== undefined) {
    const rows: string[][] = parseCsv(text, { delimiter, relax_column_count: true, relax_quotes: true, bom: true });
    return { text: textOfTable(rows), mediaType: delimiter === "," ? "text/csv" : "text/tab-separated-values" };
  }
  return { text, mediaType: headingsOf(text).length > 0 ? "text/markdown" : "text/plain" };
}
