/** `GET /rag/documents/{doc_id}/text` of docs/protocol.md: a document as it was read, or the part around a passage. */
import { Hono } from "hono";
import { problem } from "../problem.ts";
import { storeProblem } from "../store-problem.ts";
import type { Knowledge } from "./knowledge.ts";

/** Of one answer. UTF-16 code units, as every place in a document. */
const MOST_CHARACTERS = 100_000;

/** A whole number from 0; `otherwise` when absent, undefined when it is something else. */
function place(value: string | undefined, otherwise: number): number | undefined {
  if (value === undefined) return otherwise;
  return /^\d{1,12}$/.test(value) ? Number(value) : undefined;
}

/** Neither end lies between the halves of a surrogate pair. */
const wholeCharacter = (text: string, at: number): number =>
  /[\uDC00-\uDFFF]/.test(text[at] ?? "") && /[\uD800-\uDBFF]/.test(text[at - 1] ?? "") ? at - 1 : at;

export function textRoute(knowledge: Pick<Knowledge, "stored">): Hono {
  const app = new Hono();
  app.onError(storeProblem);
  app.get("/rag/documents/:doc_id/text", async (context) => {
    const start = place(context.req.query("start"), 0);
    const end = place(context.req.query("end"), Number.MAX_SAFE_INTEGER);
    for (const [field, value] of Object.entries({ start, end })) {
      if (value === undefined)
        return problem(400, "Bad request", `${field}: expected a whole number from 0`, { field });
    }
    const document = await knowledge.stored(context.req.param("doc_id"));
    if (document === null) return problem(404, "Not found", "There is no such document.");
    const { text } = document;
    const from = wholeCharacter(text, Math.min(start ?? 0, text.length));
    const to = wholeCharacter(text, Math.min(Math.max(end ?? 0, from), from + MOST_CHARACTERS, text.length));
    return context.json({
      doc_id: document.docId,
      title: document.title,
      media_type: document.mediaType,
      updated_at: document.updatedAt.toISOString(),
      length: text.length,
      start: from,
      end: to,
      text: text.slice(from, to),
    });
  });
  return app;
}
