/** `PATCH /rag/documents/{doc_id}` of docs/protocol.md: the person says whether a document holds personal data. */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { problem } from "../problem.ts";
import { storeProblem } from "../store-problem.ts";
import type { Knowledge } from "./knowledge.ts";

const MAX_BODY_BYTES = 4096;
const Patch = v.object({ pii_flag: v.boolean() });

export function piiRoute(knowledge: Pick<Knowledge, "flag">): Hono {
  const app = new Hono();
  app.onError(storeProblem);
  app.patch(
    "/rag/documents/:doc_id",
    bodyLimit({ maxSize: MAX_BODY_BYTES, onError: () => problem(413, "Too large", "A flag is short.") }),
    async (context) => {
      const patch = v.safeParse(Patch, await context.req.json().catch(() => undefined));
      if (!patch.success) {
        return problem(400, "Bad request", "pii_flag: expected true or false", { field: "pii_flag" });
      }
      const isThere = await knowledge.flag(context.req.param("doc_id"), patch.output.pii_flag);
      return isThere ? context.body(null, 204) : problem(404, "Not found", "There is no such document.");
    },
  );
  return app;
}
