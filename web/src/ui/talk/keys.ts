/** Keys of the talk screen. Pure: from what was pressed and where, to what is meant. */

export type KeyMeaning =
  | "talk"
  | "escape"
  | "type"
  | "again"
  | "ignore"
  | "mute"
  | "new"
  | "next-source"
  | "previous-source";

export interface PressedKey {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** The input method is composing. */
  isComposing: boolean;
}

/** Where the focus is: `field` takes every key, `control` takes Space and Enter itself. */
export type FocusPlace = "field" | "control" | "page";

const MEANINGS: Readonly<Record<string, KeyMeaning>> = {
  " ": "talk",
  t: "type",
  r: "again",
  n: "ignore",
  m: "mute",
  c: "new",
  "]": "next-source",
  "[": "previous-source",
};

/** @returns null when the key is not ours */
export function meaningOf(pressed: PressedKey, place: FocusPlace): KeyMeaning | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.isComposing) return null;
  if (pressed.key === "Escape") return "escape";
  if (place === "field") return null;
  if (pressed.key === " " && place === "control") return null;
  return MEANINGS[pressed.key.toLowerCase()] ?? null;
}
