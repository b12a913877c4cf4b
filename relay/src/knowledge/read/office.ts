/** Word, PowerPoint and Excel files (ECMA-376) as Markdown. */
import { parseDocument } from "htmlparser2";
import { convertToHtml, images } from "mammoth";
import readSheets from "read-excel-file/node";
import { type Archive, unpack } from "./archive.ts";
import { markdownFrom } from "./html.ts";
import { ReadError } from "./refusal.ts";
import { type Cell, textOfTable } from "./table.ts";
import { attributeOf, elementsOf, textOf } from "./xml.ts";

/** All of a file's XML; read, it takes ten times as much. */
const MAX_XML_BYTES = 48 * 1024 * 1024;

/** Rows times columns of a sheet; the library makes each of its cells, empty ones too. */
const MAX_CELLS = 5_000_000;

/** The libraries below unpack a file again and believe the sizes that it claims. @throws ReadError */
const partsOf = (bytes: Uint8Array): Promise<Archive> =>
  unpack(bytes, (name) => /\.(?:xml|rels)$/i.test(name), MAX_XML_BYTES);

/** @throws ReadError */
export async function textOfDocx(bytes: Uint8Array): Promise<string> {
  await partsOf(bytes);
  const noImages = images.imgElement(async () => ({ src: "" }));
  const { value } = await damagedIf(convertToHtml({ buffer: Buffer.from(bytes) }, { convertImage: noImages }));
  return markdownFrom(value, { isPage: false }).markdown;
}

/** A heading a sheet. @throws ReadError */
export async function textOfXlsx(bytes: Uint8Array): Promise<string> {
  for (const [name, part] of await partsOf(bytes)) {
    if (name.startsWith("xl/worksheets/") && cellsOf(new TextDecoder().decode(part)) > MAX_CELLS) {
      throw new ReadError("too-much");
    }
  }
  const sheets = await damagedIf(readSheets(Buffer.from(bytes)));
  return sheets
    .map(({ sheet, data }) => ({ sheet, text: textOfTable(data as unknown as Cell[][]) }))
    .filter(({ text }) => text !== "")
    .map(({ sheet, text }) => `## ${sheet}\n\n${text}`)
    .join("\n\n");
}

/** Up to the last row and column in which a cell stands (ECMA-376 part 1, 18.18.7). */
function cellsOf(sheet: string): number {
  let rows = 0;
  let columns = 0;
  for (const [, letters = "", row] of sheet.matchAll(/\br="([A-Z]{1,3})(\d{1,7})"/g)) {
    rows = Math.max(rows, Number(row));
    columns = Math.max(
      columns,
      [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0),
    );
  }
  return rows * columns;
}

/** A heading a slide, its notes after it. @throws ReadError */
export async function textOfPptx(bytes: Uint8Array): Promise<string> {
  const parts = await unpack(bytes, (name) => /^ppt\/(presentation\.xml|slides\/|notesSlides\/|_rels\/)/.test(name));
  return slidesIn(parts)
    .map((name, index) => slideText(parts, name, index + 1))
    .join("\n\n");
}

/** Slides in the order in which they are shown (ECMA-376 part 1, 19.2.1.34). */
function slidesIn(parts: Archive): string[] {
  const targets = relationsOf(parts, "ppt/presentation.xml");
  const ids = elementsOf(xmlOf(parts, "ppt/presentation.xml"), "p:sldId").map((slide) => attributeOf(slide, "r:id"));
  return ids
    .flatMap((id) => targets.find((relation) => relation.id === id)?.target ?? [])
    .filter((name) => parts.has(name));
}

function slideText(parts: Archive, name: string, number: number): string {
  const shapes = elementsOf(xmlOf(parts, name), "p:sp");
  const isTitle = (shape: (typeof shapes)[number]): boolean =>
    elementsOf(shape, "p:ph").some((place) => ["title", "ctrTitle"].includes(attributeOf(place, "type") ?? ""));
  const title = shapes.filter(isTitle).flatMap(paragraphsOf).join(" ");
  const body = shapes.filter((shape) => !isTitle(shape)).flatMap(paragraphsOf);
  const notesName = relationsOf(parts, name).find(({ type }) => type.endsWith("/notesSlide"))?.target;
  const notes = notesName !== undefined && parts.has(notesName) ? notesOf(xmlOf(parts, notesName)) : [];
  return [`## ${number}. ${title}`.trimEnd(), ...body, ...notes].join("\n\n");
}

function notesOf(slide: Parameters<typeof elementsOf>[0]): string[] {
  const isNotes = (shape: (typeof shapes)[number]): boolean =>
    elementsOf(shape, "p:ph").some((place) => attributeOf(place, "type") === "body");
  const shapes = elementsOf(slide, "p:sp");
  return shapes.filter(isNotes).flatMap(paragraphsOf);
}

const paragraphsOf = (shape: Parameters<typeof elementsOf>[0]): string[] =>
  elementsOf(shape, "a:p")
    .map((paragraph) => elementsOf(paragraph, "a:t").map(textOf).join("").trim())
    .filter((text) => text !== "");

/** What a part refers to (ECMA-376 part 2, 6.5). */
function relationsOf(parts: Archive, name: string): { id: string; type: string; target: string }[] {
  const folder = name.slice(0, name.lastIndexOf("/"));
  const file = `${folder}/_rels/${name.slice(folder.length + 1)}.rels`;
  if (!parts.has(file)) return [];
  return elementsOf(xmlOf(parts, file), "Relationship").map((relation) => {
    const target = attributeOf(relation, "Target") ?? "";
    const resolved = new URL(target, `file:///${folder}/`).pathname.slice(1);
    return { id: attributeOf(relation, "Id") ?? "", type: attributeOf(relation, "Type") ?? "", target: resolved };
  });
}

function xmlOf(parts: Archive, name: string): ReturnType<typeof parseDocument> {
  const bytes = parts.get(name);
  if (bytes === undefined) throw new ReadError("damaged");
  return parseDocument(new TextDecoder().decode(bytes), { xmlMode: true });
}

async function damagedIf<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw new ReadError("damaged", error);
  }
}
