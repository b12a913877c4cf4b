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
const HTML = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)?(?:<!doctype html|<html[\s>])/i;
const META_CHARSET = /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]+)/i;
/** What systems put into archives by themselves. */
const BY_THE_SYSTEM = /(^|\/)(__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)/i;

/** @param declared the encoding's label where the sender named one */
export async function readDocument(bytes: Uint8Array, name: string, declared?: string): Promise<ReadResult> {
  try {
    if ((await kindOf(bytes)) === "zip") return await readArchive(bytes, name);
    return { documents: [await readOne(bytes, name, declared)], refused: [] };
  } catch (error) {
    return { documents: [], refused: [{ name, reason: refusalOf(error) }] };
  }
}

async function readArchive(bytes: Uint8Array, name: string): Promise<ReadResult> {
  const result: ReadResult = { documents: [], refused: [] };
  for (const [path, content] of await unpack(bytes, (entry) => !BY_THE_SYSTEM.test(entry))) {
    try {
      result.documents.push(await readOne(content, `${name}/${pathLabel(path)}`));
    } catch (error) {
      result.refused.push({ name: path, reason: refusalOf(error) });
    }
  }
  if (result.documents.length === 0 && result.refused.length === 0) result.refused.push({ name, reason: "empty" });
  return result;
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
      // An archive in an archive: what is wanted of it can be given by itself.
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
