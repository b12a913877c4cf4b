const MAX_NAME_CHARACTERS = 255;
/** Control characters, and those that turn the direction of writing (Unicode Bidirectional Algorithm, 2). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const UNSEEN = /[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The last part of a file's name, whatever its sender's path looked like. */
export function baseName(name: string): string {
  const base = name.replace(UNSEEN, "").split(/[/\\]/).at(-1)?.trim() ?? "";
  return (/^\.{0,2}$/.test(base) ? "untitled" : base).slice(0, MAX_NAME_CHARACTERS);
}

const MAX_PATH_CHARACTERS = 4096;

/** A path as a label, as its sender wrote it; nothing is ever opened by it. */
export const pathLabel = (path: string): string => path.replace(UNSEEN, "").slice(0, MAX_PATH_CHARACTERS);
