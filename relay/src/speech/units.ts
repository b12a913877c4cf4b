/** Recognised text in the pieces on which two transcripts can agree: words, or characters where none are marked. */

export interface Unit {
  /** With the punctuation that belongs to it, without space. */
  text: string;
  /** Equal for units that are the same word: no punctuation, one case. */
  key: string;
  /** Written after a space; undefined where it begins a text and its neighbour's script decides. */
  spaced: boolean | undefined;
}

/** Written without spaces between words. */
const UNSPACED = "\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}ー々〆";
const UNIT = new RegExp(`\\s*(?:[「『（(“]*[${UNSPACED}]\\p{P}*|(?:(?![${UNSPACED}])\\S)+)`, "gu");
const ENDS_UNSPACED = new RegExp(`[${UNSPACED}、。！？…」』）]$`, "u");
const BEGINS_UNSPACED = new RegExp(`^[「『（${UNSPACED}]`, "u");
const END_MARKS = /[.,!?;:…。、！？，．-]+$/u;

export function unitsOf(text: string): Unit[] {
  return Array.from(text.matchAll(UNIT), ([found], index) => {
    const written = found.trimStart();
    return {
      text: written,
      key: keyOf(written),
      spaced: index === 0 ? undefined : written.length < found.length,
    };
  });
}

/** Units, of one text or of several, as they are written after `before`. */
export function textOf(units: readonly Unit[], before = ""): string {
  let text = before;
  for (const { text: written, spaced } of units) {
    text = spaced === undefined || text === "" ? joined(text, written) : `${text}${spaced ? " " : ""}${written}`;
  }
  return text;
}

/** Two stretches of recognised text as one. */
export function joined(before: string, after: string): string {
  if (before === "" || after === "") return before + after;
  return ENDS_UNSPACED.test(before) || BEGINS_UNSPACED.test(after) ? before + after : `${before} ${after}`;
}

/** The last one without the marks that a recogniser puts at the end of whatever it was given. */
export function withoutEndMarks(units: readonly Unit[]): Unit[] {
  return units.map((unit, index) => (index === units.length - 1 ? withoutMarks(unit) : unit));
}

/** Nothing but marks stays as it is. */
export function withoutMarks(unit: Unit): Unit {
  return { ...unit, text: unit.text.replace(END_MARKS, "") || unit.text };
}

function keyOf(text: string): string {
  const key = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\p{P}\p{S}]/gu, "");
  return key === "" ? text : key;
}
