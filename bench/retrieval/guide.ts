/** The Debian installation guide as Debian's package ships it (GPL-2.0-or-later), cut as the relay cuts documents. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { IndexedChunk } from "@hisho/relay/knowledge/passage-index.ts";
import { readDocument } from "@hisho/relay/knowledge/read/read-document.ts";
import { split } from "@hisho/relay/knowledge/split.ts";
import { aptInstall, canUseApt } from "../../scripts/chromium.mjs";

const PACKAGE = "installation-guide-amd64";
const HOME = `/usr/share/doc/${PACKAGE}`;

/** @throws Error that says what to install where it is not there */
export function findGuide(): void {
  if (!existsSync(HOME) && canUseApt()) aptInstall([PACKAGE]);
  if (!existsSync(HOME))
    throw new Error(`The questions are about Debian's package ${PACKAGE}: install it (apt install ${PACKAGE}).`);
}

/** Every language that it is translated to. */
export async function languagesOfGuide(): Promise<string[]> {
  const entries = await readdir(HOME, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** A document a chapter, named `en/ch02s05`. */
export async function chaptersOf(language: string): Promise<IndexedChunk[][]> {
  const folder = path.join(HOME, language);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".html")).sort();
  const chapters: IndexedChunk[][] = [];
  for (const file of files) {
    const { documents } = await readDocument(await readFile(path.join(folder, file)), file);
    for (const { text, title } of documents) {
      const docId = `${language}/${path.basename(file, ".html")}`;
      chapters.push(
        split(text).map(({ locator, start, end }, ordinal) => {
          const piece = text.slice(start, end);
          const hash = createHash("sha256").update(piece).digest("hex");
          return { docId, ordinal, locator, start, end, text: piece, hash, title };
        }),
      );
    }
  }
  return chapters;
}
