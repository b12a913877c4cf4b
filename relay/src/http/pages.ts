/** `POST /pages` of docs/protocol.md, "Reception screens": an operator has the connected pages do something. */
import { PAGE_ACTIONS } from "@hisho/protocol";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { problem } from "../problem.ts";
import type { Sessions } from "../session/sessions.ts";

const MOST_BYTES = 1024;
const order = v.object({ action: v.picklist(PAGE_ACTIONS) });

export function pageRoutes(sessions: Pick<Sessions, "tellPages">): Hono {
  const app = new Hono();
  const unknown = (): Response =>
    problem(400, "Bad request", `action: expected ${PAGE_ACTIONS.join(" or ")}`, { field: "action" });
  app.post("/pages", bodyLimit({ maxSize: MOST_BYTES, onError: unknown }), async (context) => {
    const body = v.safeParse(order, await context.req.json().catch(() => null));
    return body.success ? context.json({ told: sessions.tellPages(body.output.action) }) : unknown();
  });
  return app;
}
