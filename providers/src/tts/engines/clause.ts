/** One line for an engine that reads one: control characters and line breaks become spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
}

/** Cuts a text into pieces of at most `most` characters (code points), after a mark of punctuation where there is one. */
export function piecesOf(text: string, most: number): string[] {
  const pieces: string[] = [];
  let rest = [...text];
  while (rest.length > most) {
    const mark = rest.slice(0, most).findLastIndex((character) => /[\s、。，．,.!?！？・]/u.test(character));
    const cut = mark <= 0 ? most : mark + 1;
    pieces.push(rest.slice(0, cut).join(""));
    rest = rest.slice(cut);
  }
  if (rest.length > 0) pieces.push(rest.join(""));
  return pieces;
}
