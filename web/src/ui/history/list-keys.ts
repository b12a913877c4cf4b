/** Keys of the list: arrows, Home and End lead from row to row, Delete takes one away. Enter is the row's own. */
import type { KeyboardEvent } from "react";

/** The attribute that marks a row; its value is handed to `onDelete`. */
export const ROW = "data-row";

/** @param onDelete of the row that has the focus; the row after it has it then, so that nobody is lost */
export function handleListKey(event: KeyboardEvent<HTMLElement>, onDelete: (row: string) => void): void {
  if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>(`[${ROW}]`)];
  const at = rows.indexOf(event.target);
  const isField = event.target.matches("input");
  if (at < 0 && !(isField && event.key === "ArrowDown")) return;
  const last = rows.length - 1;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    if (to < 0) event.currentTarget.querySelector<HTMLElement>("input")?.focus();
    else rows[Math.min(to, last)]?.focus();
    return;
  }
  if (event.key !== "Delete" && event.key !== "Backspace") return;
  event.preventDefault();
  const row = event.target.getAttribute(ROW) ?? "";
  (rows[at + 1] ?? rows[at - 1])?.focus();
  if (row !== "") onDelete(row);
}
