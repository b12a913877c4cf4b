/** The text of a PDF, its pages parted by form feeds (U+000C). */
import { createRequire } from "node:module";
import path from "node:path";
import { constants, inflateSync } from "node:zlib";
import { getDocument, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { linesToText, type PlacedText } from "./lines.ts";
import { MAX_TEXT_CHARACTERS, ReadError } from "./refusal.ts";

const MAX_PAGES = 5_000;
/** Of one stream that is no picture; texts, fonts and tables of honest files stay far below. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
/** Filters one behind the other; programs write one, seldom two. */
const MAX_FILTERS = 4;
/** What of a stream's dictionary is looked at. */
const DICTIONARY_BYTES = 2_048;
export const PAGE_BREAK = "\f";

const home = path.dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));

/** @throws ReadError `encrypted`, `damaged`, `scanned`, `too-long`, `too-much` */
export async function textOfPdf(bytes: Uint8Array): Promise<{ title: string | undefined; text: string }> {
  refuseBombs(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const task = getDocument({
    // It takes the buffer for itself, and no `Buffer`.
    data: new Uint8Array(bytes),
    // Which characters the codes of fonts that are not embedded stand for: most older Japanese files.
    cMapUrl: `${path.join(home, "cmaps")}/`,
    standardFontDataUrl: `${path.join(home, "standard_fonts")}/`,
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
    stopAtErrors: false,
    verbosity: 0,
  });
  try {
    const document = await task.promise;
    if (document.numPages > MAX_PAGES) throw new ReadError("too-much");
    return { title: await titleOf(document), text: await pagesOf(document) };
  } catch (error) {
    if (error instanceof ReadError) throw error;
    throw new ReadError(error instanceof Error && error.name === "PasswordException" ? "encrypted" : "damaged", error);
  } finally {
    await task.destroy();
  }
}

/**
 * The library unpacks a stream whole before anybody can ask how large it is (ISO 32000-2, 7.3.8 and 7.4.4). What this does
 * not see, such as streams of a locked file, is left to the limits of the process. @throws ReadError `too-much`
 */
function refuseBombs(file: Buffer): void {
  for (let at = file.indexOf("stream"); at !== -1; at = file.indexOf("stream", at + 6)) {
    const before = file.toString("latin1", Math.max(0, at - DICTIONARY_BYTES), at);
    if (before.endsWith("end")) continue;
    const dictionary = before.slice(before.lastIndexOf(" obj") + 1);
    const filters = dictionary.match(/\/(?:FlateDecode|Fl)\b/g)?.length ?? 0;
    if (filters > MAX_FILTERS) throw new ReadError("too-much");
    if (filters === 0 || /\/Subtype\s*\/Image\b/.test(dictionary)) continue;
    const from = at + 6 + (file[at + 6] === 0x0d ? 2 : 1);
    const end = file.indexOf("endstream", from);
    refuseBomb(file.subarray(from, end === -1 ? file.length : end), filters);
  }
}

function refuseBomb(stream: Buffer, filters: number): void {
  let content = stream;
  for (let filter = 0; filter < filters; filter += 1) {
    try {
      content = inflateSync(content, { maxOutputLength: MAX_UNPACKED_BYTES, finishFlush: constants.Z_SYNC_FLUSH });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw new ReadError("too-much", error);
      return; // broken, or packed otherwise: the library will say
    }
  }
}

async function pagesOf(document: PDFDocumentProxy): Promise<string> {
  const pages: string[] = [];
  let characters = 0;
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const placed = items.flatMap((item): PlacedText[] =>
      "str" in item
        ? [
            {
              ...{ text: item.str, endsLine: item.hasEOL, height: item.height, width: item.width },
              ...{ left: Number(item.transform[4]), baseline: Number(item.transform[5]) },
            },
          ]
        : [],
    );
    page.cleanup();
    const text = linesToText(placed);
    characters += text.length;
    if (characters > MAX_TEXT_CHARACTERS) throw new ReadError("too-long");
    pages.push(text);
  }
  if (characters === 0) throw new ReadError(document.numPages > 0 ? "scanned" : "empty");
  return pages.join(PAGE_BREAK);
}

async function titleOf(document: PDFDocumentProxy): Promise<string | undefined> {
  const { info } = await document.getMetadata();
  const title: unknown = "Title" in info ? info.Title : undefined;
  // What programs write when nobody gave a title.
  if (typeof title !== "string" || /^(untitled|microsoft \w+ - |无标题|無題|제목 없음)/i.test(title.trim()))
    return undefined;
  return title.trim() === "" ? undefined : title.trim();
}
