/** Why a file is not taken, for programs; `REFUSALS` says it to whoever gave the file. */
export type ReadRefusal =
  /** Neither text nor a kind that is read. */
  | "unknown"
  | "encrypted"
  | "damaged"
  | "empty"
  /** Pictures of pages. */
  | "scanned"
  | "old-office"
  /** Names in an archive that lead out of it. */
  | "unsafe"
  | "too-long"
  /** Unpacked it would be too large, or has too many parts. */
  | "too-much"
  | "took-too-long";

/** About 500 pages. Longer ones are given in parts, so that one document cannot fill the memory. */
export const MAX_TEXT_CHARACTERS = 1_000_000;

export const REFUSALS: Record<ReadRefusal, string> = {
  unknown:
    "this kind of file is not read; give PDF, Word, PowerPoint, Excel, CSV, EPUB, HTML, Markdown, plain text, or a zip of them",
  encrypted: "it is locked by a password; save it without one and give it again",
  damaged: "it is damaged and cannot be read; open it in the program that made it and save it again",
  empty: "there is no text in it",
  scanned: "it holds pictures of pages and no text; have its text recognised (OCR) first",
  "old-office": "files of Office 97 to 2003 are not read; save it as .docx, .pptx or .xlsx",
  unsafe: "names in it lead to places outside of it, as in an attack; unpack what you trust of it and give those files",
  "too-long": `it is longer than ${MAX_TEXT_CHARACTERS} characters; give it in parts`,
  "too-much": "unpacked it is too large; give its parts one by one",
  "took-too-long": "reading it took too long; give it in parts",
};

/** A document cannot be read, for a reason that lies in the document. */
export class ReadError extends Error {
  readonly reason: ReadRefusal;

  constructor(reason: ReadRefusal, cause?: unknown) {
    super(REFUSALS[reason], cause === undefined ? undefined : { cause });
    this.name = "ReadError";
    this.reason = reason;
  }
}
