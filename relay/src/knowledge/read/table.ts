/** Tables as text in which each row can be understood alone. */
export type Cell = string | number | boolean | Date | null;

/** `Row 3. Name: Tanaka; Room: 12` where the first row names the columns, else the cells with bars between them. */
export function textOfTable(rows: readonly (readonly Cell[])[]): string {
  const cells = rows.map((row) => row.map(textOfCell));
  const [head = [], ...body] = cells;
  const named = body.length > 0 && head.filter((name) => name !== "").length > 1 && new Set(head).size === head.length;
  if (!named) return cells.flatMap((row) => line(row.filter((cell) => cell !== "").join(" | "))).join("\n");
  return body
    .flatMap((row, index) => {
      const pairs = row.flatMap((cell, column) => {
        if (cell === "") return [];
        const name = head[column] ?? "";
        return [name === "" ? cell : `${name}: ${cell}`];
      });
      return line(pairs.length === 0 ? "" : `${index + 2}. ${pairs.join("; ")}`);
    })
    .join("\n");
}

const line = (text: string): string[] => (text === "" ? [] : [text]);

function textOfCell(cell: Cell): string {
  if (cell === null) return "";
  // A sheet's dates have no time zone and are read as UTC.
  if (cell instanceof Date) return cell.toISOString().replace(/T00:00:00\.000Z$/, "");
  return String(cell).replace(/\s+/g, " ").trim();
}
