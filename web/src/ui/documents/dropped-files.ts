/** The files of a drop, folders opened. What the browser cannot read of them is left out. */

/** More are no drop but a mistake, and would be sent one by one. */
const MOST_FILES = 2_000;
/** Kept by systems beside people's files. */
const NO_DOCUMENT = /^(\..*|Thumbs\.db|desktop\.ini)$/i;

/** @param items of a `DataTransfer`, which empties itself when the event is over: call it in the event */
export async function droppedFiles(items: DataTransferItemList): Promise<File[]> {
  const entries: FileSystemEntry[] = [];
  const files: File[] = [];
  for (const item of items) {
    // Files that no file system holds, such as a picture out of a page, have no entry.
    const entry = item.webkitGetAsEntry();
    const file = entry === null ? item.getAsFile() : null;
    if (entry !== null) entries.push(entry);
    else if (file !== null) files.push(file);
  }
  const waiting = [...entries];
  for (let entry = waiting.shift(); entry !== undefined && files.length < MOST_FILES; entry = waiting.shift()) {
    if (NO_DOCUMENT.test(entry.name)) continue;
    if (entry.isDirectory) waiting.push(...(await entriesOf(entry as FileSystemDirectoryEntry)));
    else files.push(...(await fileOf(entry as FileSystemFileEntry)));
  }
  return files;
}

/** Of a folder that was chosen: its own files without what systems put beside them. */
export const chosenFiles = (list: FileList): File[] =>
  [...list].filter(({ name }) => !NO_DOCUMENT.test(name)).slice(0, MOST_FILES);

const fileOf = (entry: FileSystemFileEntry): Promise<File[]> =>
  new Promise((resolve) => {
    entry.file(
      (file) => resolve([file]),
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
