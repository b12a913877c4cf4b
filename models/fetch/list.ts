/** What `npm run models -- list` prints. Pure. */
import { megabytes } from "../prepare/progress.ts";
import type { Presence } from "./place.ts";
import { bytesOf, type Weights } from "./weights.ts";

/** One row a model under a line of headings, in columns. */
export function listing(rows: readonly { entry: Weights; presence: Presence }[]): string {
  const cells = [
    ["name", "role", "runs in", "MB", "languages", "licence", "SHA-256", "here"],
    ...rows.map(({ entry, presence }) => [
      entry.name,
      entry.role,
      entry.provider,
      sizeWord(bytesOf(entry) ?? presence.totalBytes),
      entry.languages.join(" ").replace("*", "any"),
      `${entry.licence}${entry.nonCommercial ? " (no commercial use)" : ""}${entry.gated ? ", account" : ""}`,
      entry.files.every(({ sha256 }) => sha256 !== undefined) ? "known" : "unverified",
      presenceWord(presence),
    ]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const sizeWord = (bytes: number | undefined): string => (bytes === undefined ? "?" : Math.ceil(bytes / 1e6).toString());

function presenceWord({ state, receivedBytes }: Presence): string {
  if (state === "ready") return "yes";
  return state === "partial" ? `${megabytes(receivedBytes)} MB of it` : "-";
}
