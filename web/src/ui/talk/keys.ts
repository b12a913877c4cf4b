/** Keys of the talk screen. Pure: from what was pressed and where, to what is meant. */

/** The keys that can be turned off, in the order in which they are listed. */
export const KEY_NAMES = [
  "talk",
  "escape",
  "type",
  "again",
  "ignore",
  "mute",
  "new",
  "search",
  "places",
  "sources",
  "help",
] as const;
export type KeyName = (typeof KEY_NAMES)[number];

export type KeyMeaning =
  | Exclude<KeyName, "places" | "sources">
  | "next-source"
  | "previous-source"
  /** Where the figure leads, in the order of the rail. */
  | { place: number };

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

const MEANINGS = new Map<string, readonly [name: KeyName, meaning: KeyMeaning]>([
  ["escape", ["escape", "escape"]],
  [" ", ["talk", "talk"]],
  ["t", ["type", "type"]],
  ["r", ["again", "again"]],
  ["n", ["ignore", "ignore"]],
  ["m", ["mute", "mute"]],
  ["c", ["new", "new"]],
  ["/", ["search", "search"]],
  ["?", ["help", "help"]],
  ["]", ["sources", "next-source"]],
  ["[", ["sources", "previous-source"]],
  ...[1, 2, 3, 4, 5].map((n): [string, [KeyName, KeyMeaning]] => [String(n), ["places", { place: n - 1 }]]),
]);

/**
 * @param off keys that the person has turned off
 * @returns null when the key is not ours
 */
export function meaningOf(pressed: PressedKey, place: FocusPlace, off: readonly string[] = []): KeyMeaning | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.isComposing) return null;
  const [name, meaning] = MEANINGS.get(pressed.key.toLowerCase()) ?? [];
  if (name === undefined || meaning === undefined || off.includes(name)) return null;
  if (place === "field" && name !== "escape") return null;
  if (name === "talk" && place === "control") return null;
  return meaning;
}
