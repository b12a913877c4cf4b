/** EPUB books (EPUB 3.3, "Open Container Format" and "Package document") as Markdown. */
import { parseDocument } from "htmlparser2";
import { unpack } from "./archive.ts";
import { markdownFrom } from "./html.ts";
import { ReadError } from "./refusal.ts";
import { attributeOf, elementsOf, textOf } from "./xml.ts";

const CONTAINER = "META-INF/container.xml";

/** @throws ReadError */
export async function textOfEpub(bytes: Uint8Array): Promise<{ title: string | undefined; text: string }> {
  const parts = await unpack(bytes, (name) => /\.(xml|opf|x?html?)$/i.test(name));
  const xml = (name: string): ReturnType<typeof parseDocument> => {
    const part = parts.get(name);
    if (part === undefined) throw new ReadError("damaged");
    return parseDocument(new TextDecoder().decode(part), { xmlMode: true });
  };
  if (parts.has("META-INF/encryption.xml")) {
    const methods = elementsOf(xml("META-INF/encryption.xml"), "EncryptionMethod").concat(
      elementsOf(xml("META-INF/encryption.xml"), "enc:EncryptionMethod"),
    );
    // Fonts may be disguised (EPUB 3.3, 4.3); a book that is locked is another matter.
    if (methods.some((method) => !(attributeOf(method, "Algorithm") ?? "").includes("font"))) {
      throw new ReadError("encrypted");
    }
  }
  const packageName = attributeOf(elementsOf(xml(CONTAINER), "rootfile")[0] ?? damaged(), "full-path") ?? "";
  const book = xml(packageName);
  const items = new Map(elementsOf(book, "item").map((item) => [attributeOf(item, "id"), attributeOf(item, "href")]));
  const chapters = elementsOf(book, "itemref").flatMap((reference) => {
    const href = items.get(attributeOf(reference, "idref"));
    if (href === undefined || !URL.canParse(href, `file:///${packageName}`)) return [];
    const name = decodeURIComponent(new URL(href, `file:///${packageName}`).pathname.slice(1));
    const chapter = parts.get(name);
    return chapter === undefined ? [] : [markdownFrom(new TextDecoder().decode(chapter), { isPage: false }).markdown];
  });
  const title = elementsOf(book, "dc:title").map(textOf)[0]?.trim();
  return { title, text: chapters.filter((chapter) => chapter !== "").join("\n\n") };
}

function damaged(): never {
  throw new ReadError("damaged");
}
