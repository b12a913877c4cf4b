/** `/readings` of docs/protocol.md, "HTTP beside it". */
import type { Reading, ReadingBook } from "@hisho/providers/llm/port.ts";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { problem } from "../problem.ts";
import { storeProblem } from "../store-problem.ts";
import { csvOf, expectedOf, READING, readCsv, readEntries } from "./file.ts";
import { MOST_READINGS } from "./port.ts";

const MAX_FILE_BYTES = 2 * 1024 * 1024;

const readingJson = ({ id, written, spoken, language, createdAt, updatedAt }: Reading) => ({
  id,
  written,
  spoken,
  language,
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
});

const limit = bodyLimit({
  maxSize: MAX_FILE_BYTES,
  onError: () => problem(413, "Too large", "A file of readings has at most 2 MiB."),
});

export function readingRoutes(book: ReadingBook): Hono {
  const app = new Hono();
  app.onError(storeProblem);

  app.get("/readings", async (context) => {
    const readings = await book.readings();
    if (context.req.query("format") !== "csv") return context.json({ readings: readings.map(readingJson) });
    return context.body(csvOf(readings), 200, {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="readings.csv"',
    });
  });

  app.post("/readings", limit, async (context) => {
    const given = v.safeParse(READING, await context.req.json().catch(() => undefined));
    if (!given.success) {
      const field = v.getDotPath(given.issues[0]) ?? "body";
      return problem(400, "Bad request", `${field}: expected ${expectedOf(field)}`, { field });
    }
    const [taught] = await book.teach([given.output]);
    return taught === undefined
      ? problem(500, "Internal error", "It was not kept.")
      : context.json(readingJson(taught), 201);
  });

  app.post("/readings/import", limit, async (context) => {
    const isCsv = context.req.header("content-type")?.startsWith("text/csv") === true;
    const text = await context.req.text();
    const file = isCsv ? readCsv(text) : readEntries(entriesOf(text));
    if (file === undefined || (file.readings.length === 0 && file.refused.length === 0)) {
      const expected = isCsv
        ? "expected CSV whose first line names the columns written, spoken and language"
        : "expected JSON with a list of readings";
      return problem(422, "Cannot be imported", `body: ${expected}, at most ${MOST_READINGS}`, { field: "body" });
    }
    const taught = await book.teach(file.readings);
    return context.json({ taught: taught.length, refused: file.refused });
  });

  app.delete("/readings/:id", async (context) =>
    (await book.unteach([context.req.param("id")])) === 1
      ? context.body(null, 204)
      : problem(404, "Not found", "There is no reading of that id."),
  );

  return app;
}

/** Of `{readings: […]}`, or of a list alone. */
function entriesOf(json: string): readonly unknown[] {
  try {
    const file: unknown = JSON.parse(json);
    if (Array.isArray(file)) return file;
    const { readings } = (file ?? {}) as { readings?: unknown };
    return Array.isArray(readings) ? readings : [];
  } catch {
    return [];
  }
}
