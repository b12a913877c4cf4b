/** What the history screen needs of the history; every answer comes from the device. */
import type { History } from "../../history/history.ts";

export type { FoundTurn } from "../../history/history.ts";
export type HistoryBook = Pick<
  History,
  | "search"
  | "recent"
  | "turns"
  | "conversation"
  | "conversations"
  | "setTitle"
  | "setPinned"
  | "setRating"
  | "delete"
  | "undelete"
  | "deletions"
  | "onChange"
  | "watch"
  | "soundKept"
  | "dropOldestSound"
  | "exportJson"
  | "look"
  | "alter"
>;
