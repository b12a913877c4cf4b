/** The receipts of the last answers by HTTP (docs/protocol.md, "HTTP beside it"). */
import { SESSION_ID_PATTERN } from "@hisho/protocol";
import { Hono } from "hono";
import { problem } from "../problem.ts";
import type { Receipts } from "../session/receipts.ts";

const MOST = 50;

export function receiptRoutes(receipts: Receipts): Hono {
  const app = new Hono();
  app.get("/receipts", (context) => {
    const sessionId = context.req.query("session_id");
    if (sessionId !== undefined && !SESSION_ID_PATTERN.test(sessionId)) {
      return problem(400, "Bad request", "session_id: expected 1 to 64 of A-Z a-z 0-9 _ and -", {
        field: "session_id",
      });
    }
    return context.json({ receipts: receipts.last(MOST, sessionId) }, 200, { "Cache-Control": "no-store" });
  });
  return app;
}
