/** Word, PowerPoint, Excel and EPUB files, and archives, made in memory. */
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from "fflate";

export const zipOf = (files: Record<string, string | Uint8Array>): Uint8Array<ArrayBuffer> => {
  const entries = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === "string" ? strToU8(content) : content,
  ]);
  return zipSync(Object.fromEntries(entries) as Zippable) as Uint8Array<ArrayBuffer>;
};

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships";
const DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const P = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="${DOCUMENT}"`;
const S = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${DOCUMENT}"`;

const types = (...parts: [name: string, type: string][]): string =>
  `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${parts
    .map(
      ([name, type]) =>
        `<Override PartName="/${name}" ContentType="application/vnd.openxmlformats-officedocument.${type}+xml"/>`,
    )
    .join("")}</Types>`;

const relations = (...to: [id: string, type: string, target: string][]): string =>
  `${XML}<Relationships xmlns="${RELATIONSHIPS}">${to
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${DOCUMENT}/${type}" Target="${target}"/>`)
    .join("")}</Relationships>`;

/** @param body the inside of `w:body` @param head what stands before the root element */
export const docxWith = (body: string, head: string = XML): Uint8Array<ArrayBuffer> =>
  zipOf({
    "[Content_Types].xml": types(["word/document.xml", "wordprocessingml.document.main"]),
    "_rels/.rels": relations(["rId1", "officeDocument", "word/document.xml"]),
    "word/document.xml": `${head}<w:document ${W}><w:body>${body}</w:body></w:document>`,
  });

export const wordParagraph = (text: string, style?: string): string =>
  `<w:p>${style === undefined ? "" : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`;

export const wordTable = (rows: readonly (readonly string[])[]): string =>
  `<w:tbl>${rows.map((row) => `<w:tr>${row.map((cell) => `<w:tc>${wordParagraph(cell)}</w:tc>`).join("")}</w:tr>`).join("")}</w:tbl>`;

/** Slides in the order in which they are shown; their files are numbered the other way round. */
export function pptxWith(slides: readonly { title: string; body: string; notes?: string }[]): Uint8Array<ArrayBuffer> {
  const shape = (type: string, text: string): string =>
    `<p:sp><p:nvSpPr><p:nvPr><p:ph type="${type}"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;
  const tree = (root: string, shapes: string): string =>
    `${XML}<p:${root} ${P}><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:${root}>`;
  const files: Record<string, string> = {
    "[Content_Types].xml": types(["ppt/presentation.xml", "presentationml.presentation.main"]),
    "_rels/.rels": relations(["rId1", "officeDocument", "ppt/presentation.xml"]),
    "ppt/presentation.xml": `${XML}<p:presentation ${P}><p:sldIdLst>${slides.map((_, i) => `<p:sldId id="${256 + i}" r:id="s${i}"/>`).join("")}</p:sldIdLst></p:presentation>`,
    "ppt/_rels/presentation.xml.rels": relations(
      ...slides.map((_, i): [string, string, string] => [`s${i}`, "slide", `slides/slide${slides.length - i}.xml`]),
    ),
  };
  for (const [i, { title, body, notes }] of slides.entries()) {
    const number = slides.length - i;
    files[`ppt/slides/slide${number}.xml`] = tree("sld", shape("title", title) + shape("body", body));
    if (notes === undefined) continue;
    files[`ppt/slides/_rels/slide${number}.xml.rels`] = relations(["n", "notesSlide", `../notesSlides/n${number}.xml`]);
    files[`ppt/notesSlides/n${number}.xml`] = tree("notes", shape("body", notes));
  }
  return zipOf(files);
}

/** Sheets of text and numbers. @param head what stands before each sheet's root element */
export function xlsxWith(
  sheets: Record<string, readonly (readonly (string | number)[])[]>,
  head: string = XML,
): Uint8Array<ArrayBuffer> {
  const names = Object.keys(sheets);
  const cell = (value: string | number, row: number, column: number): string => {
    const at = `${String.fromCharCode(65 + column)}${row + 1}`;
    return typeof value === "number"
      ? `<c r="${at}"><v>${value}</v></c>`
      : `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
  };
  const files: Record<string, string> = {
    "[Content_Types].xml": types(["xl/workbook.xml", "spreadsheetml.sheet.main"]),
    "_rels/.rels": relations(["rId1", "officeDocument", "xl/workbook.xml"]),
    "xl/workbook.xml": `${XML}<workbook ${S}><sheets>${names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="s${i}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations(
      ...names.map((_, i): [string, string, string] => [`s${i}`, "worksheet", `worksheets/sheet${i + 1}.xml`]),
    ),
  };
  for (const [i, rows] of Object.values(sheets).entries()) {
    const body = rows.map((row, r) => `<row r="${r + 1}">${row.map((value, c) => cell(value, r, c)).join("")}</row>`);
    files[`xl/worksheets/sheet${i + 1}.xml`] =
      `${head}<worksheet ${S}><sheetData>${body.join("")}</sheetData></worksheet>`;
  }
  return zipOf(files);
}

/** @param more further files of the archive */
export function epubWith(
  title: string,
  chapters: readonly string[],
  more: Record<string, string> = {},
): Uint8Array<ArrayBuffer> {
  const manifest = chapters.map(
    (_, i) => `<item id="c${i}" href="text/${i}.xhtml" media-type="application/xhtml+xml"/>`,
  );
  return zipOf({
    mimetype: "application/epub+zip",
    "META-INF/container.xml": `${XML}<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`,
    "OEBPS/book.opf": `${XML}<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>${title}</dc:title></metadata><manifest>${manifest.join("")}</manifest><spine>${chapters.map((_, i) => `<itemref idref="c${i}"/>`).join("")}</spine></package>`,
    ...Object.fromEntries(
      chapters.map((body, i) => [
        `OEBPS/text/${i}.xhtml`,
        `${XML}<html><head><title>x</title></head><body>${body}</body></html>`,
      ]),
    ),
    ...more,
  });
}

/** Gives an entry another name of the same length, in both places where it stands. */
export function renamed(zip: Uint8Array, from: string, to: string): Uint8Array<ArrayBuffer> {
  if (Buffer.byteLength(from) !== Buffer.byteLength(to)) throw new Error("the names differ in length");
  return Uint8Array.from(Buffer.from(Buffer.from(zip).toString("latin1").replaceAll(from, to), "latin1"));
}

/** Changes a text within an entry. */
export function edited(zip: Uint8Array, entry: string, from: string, to: string): Uint8Array<ArrayBuffer> {
  const files = unzipSync(zip);
  const before = strFromU8(files[entry] ?? new Uint8Array());
  if (!before.includes(from)) throw new Error(`there is no ${from} in ${entry}`);
  return zipOf({ ...files, [entry]: before.replace(from, to) });
}

/** A sheet that has one cell, in the last row and column that there can be (ECMA-376 part 1, 18.3.1.4). */
export const farCell = (text: string): Uint8Array<ArrayBuffer> =>
  edited(
    xlsxWith({ A: [[text]] }),
    "xl/worksheets/sheet1.xml",
    '<row r="1"><c r="A1"',
    '<row r="1048576"><c r="XFD1048576"',
  );
