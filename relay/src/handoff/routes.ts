/** `/conversations/{session_id}/handoff` and `/handoffs…` of docs/protocol.md, "Reception screens". */
import { type HandoffRefusal, type OpenedHandoff, readTicket, SESSION_ID_PATTERN } from "@hisho/protocol";
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { problem, tooManyTries } from "../problem.ts";
import { storeProblem } from "../store-problem.ts";
import type { Handoff } from "./handoff.ts";

const MOST_BYTES = 4096;
const FRESH = { "Cache-Control": "no-store" };
const ID = /^[0-9a-f]{64}$/;
const wish = v.object({ ticket: v.string() });

const refusal = (status: number, title: string, reason: HandoffRefusal, detail: string): Response =>
  problem(status, title, detail, { reason });

/** `POST /handoffs/redeem`: for the phone, which has no token. */
export function redeemRoute(
  handoff: Handoff,
  addressOf: (context: Context<{ Bindings: HttpBindings }>) => string,
): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const malformed = (): Response =>
    problem(400, "Bad request", "ticket: expected the 26 letters and digits of a ticket", {
      field: "ticket",
      reason: "malformed" satisfies HandoffRefusal,
    });
  app.post("/handoffs/redeem", bodyLimit({ maxSize: MOST_BYTES, onError: malformed }), async (context) => {
    const body = v.safeParse(wish, await context.req.json().catch(() => null));
    const ticket = body.success ? readTicket(body.output.ticket) : undefined;
    if (ticket === undefined) return malformed();
    const result = await handoff.redeem(ticket, addressOf(context));
    switch (result.outcome) {
      case "open":
        return context.json(result.conversation, 200, FRESH);
      case "wrong":
        return refusal(403, "Wrong ticket", "wrong", "There is no such ticket. Ask the screen for a new one.");
      case "used":
        return refusal(410, "Used ticket", "used", "This ticket has been used: each opens its conversation once.");
      case "expired":
        return refusal(410, "Expired ticket", "expired", "This ticket was valid for two minutes. Ask for a new one.");
      case "gone":
        return refusal(410, "Deleted", "gone", "The conversation of this ticket was deleted.");
      case "locked":
        return tooManyTries("Too many wrong tickets", result.waitMs, "locked" satisfies HandoffRefusal);
      default:
        return result satisfies never;
    }
  });
  app.onError(storeProblem);
  return app;
}

/**
 * For the screen, which has the token.
 * @param origin that phones reach; undefined where the relay does not know
 */
export function handoffRoutes(handoff: Handoff, origin: () => string | undefined): Hono {
  const app = new Hono();
  app.onError(storeProblem);
  app.post("/conversations/:session_id/handoff", async (context) => {
    const sessionId = context.req.param("session_id");
    const opened = SESSION_ID_PATTERN.test(sessionId) ? await handoff.open(sessionId) : undefined;
    if (opened === undefined) return problem(404, "Not found", "There is no such conversation.");
    const { id, ticket, expiresAt } = opened;
    const answer: OpenedHandoff = { id, ticket, expires_at: expiresAt.toISOString(), url: origin() ?? null };
    return context.json(answer, 201, FRESH);
  });
  app.get("/handoffs/:id", async (context) => {
    const id = context.req.param("id");
    return context.json({ state: ID.test(id) ? await handoff.state(id) : "over" }, 200, FRESH);
  });
  app.delete("/handoffs/:id", async (context) => {
    const id = context.req.param("id");
    if (ID.test(id)) await handoff.drop(id);
    return context.body(null, 204);
  });
  return app;
}
