/** The text of a PDF, its pages parted by form feeds (U+000C). */
import { createRequire } from "node:module";
import path from "node:path";
import { getDocument, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { linesToText, type PlacedText } from "./lines.ts";
import { MAX_TEXT_CHARACTERS, ReadError } from "./refusal.ts";

const MAX_PAGES = 5_000;
export const PAGE_BREAK = "\f";

const home = path.dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));

/** @throws ReadError `encrypted`, `damaged`, `scanned`, `too-long`, `too-much` */
export async function textOfPdf(bytes: Uint8Array): Promise<{ title: string | undefined; text: string }> {
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

async function pagesOf(document: PDFDocumentProxy): Promise<string> {
  const pages: string[] = [];
  let characters = 0;
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const placed = items.flatMap((item): PlacedText[] =>
      "str" in item
        ? [{ text: item.str, endsLine: item.hasEOL, baseline: Number(item.transform[5]), height: item.height }]
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
