/** The files of a drop, folders opened. What the browser cannot read of them is left out. */
import type { Gift } from "../../knowledge/documents-client.ts";

/** More are no drop but a mistake, and would be sent one by one. */
const MOST_FILES = 2_000;
/** Kept by systems beside people's files. */
const NO_DOCUMENT = /^(\..*|Thumbs\.db|desktop\.ini)$/i;

/** @param items of a `DataTransfer`, which empties itself when the event is over: call it in the event */
export async function droppedFiles(items: DataTransferItemList): Promise<Gift[]> {
  const entries: FileSystemEntry[] = [];
  const gifts: Gift[] = [];
  for (const item of items) {
    // Files that no file system holds, such as a picture out of a page, have no entry.
    const entry = item.webkitGetAsEntry();
    const file = entry === null ? item.getAsFile() : null;
    if (entry !== null) entries.push(entry);
    else if (file !== null) gifts.push({ file, path: file.name });
  }
  for (let entry = entries.shift(); entry !== undefined && gifts.length < MOST_FILES; entry = entries.shift()) {
    if (NO_DOCUMENT.test(entry.name)) continue;
    if (entry.isDirectory) entries.push(...(await entriesOf(entry as FileSystemDirectoryEntry)));
    else gifts.push(...(await giftOf(entry as FileSystemFileEntry)));
  }
  return gifts;
}

/** Files that were chosen, or a folder's, without what systems put beside them. */
export const giftsOf = (files: Iterable<File>): Gift[] =>
  [...files]
    .filter(({ name }) => !NO_DOCUMENT.test(name))
    .slice(0, MOST_FILES)
    .map((file) => ({ file, path: file.webkitRelativePath || file.name }));

const giftOf = (entry: FileSystemFileEntry): Promise<Gift[]> =>
  new Promise((resolve) => {
    entry.file(
      (file) => resolve([{ file, path: entry.fullPath.replace(/^\//, "") }]),
      () => resolve([]), // gone since, or not readable: nothing to send
    );
  });

/** A directory is read in portions until one is empty (File and Directory Entries API, section 7.3). */
async function entriesOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve) => {
      reader.readEntries(resolve, () => resolve([])); // not readable: nothing to send
    });
    if (portion.length === 0) return entries;
    entries.push(...portion);
  }
}
