const PLAIN: Readonly<Record<string, string>> = {
  "‘": "'",
  "’": "'",
  "“": '"',
  "”": '"',
  "–": ", ",
  "—": ", ",
  "…": "... ",
};

/** English as an engine reads it that knows ASCII only: accents dropped, typographic marks made plain, the rest left out. */
export function asciiEnglish(text: string): string {
  return text
    .replace(/[‘’“”–—…]/g, (mark) => PLAIN[mark]!)
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^ -~]+/g, " ")
    .trim();
}
