/** `/sync` of docs/protocol.md, "One history on every device". */
import { MAX_SYNC_BYTES, MOST_AHEAD_MS, MOST_SYNC_TURNS, parseSyncPush, stampMs } from "@hisho/protocol";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Clock } from "../clock.ts";
import { problem } from "../problem.ts";
import { storeProblem } from "../store-problem.ts";
import type { SyncStore } from "./port.ts";

export interface SyncRouteParts {
  store: SyncStore;
  clock: Clock;
  /** Something of a conversation was deleted: nothing else shows it any more. */
  forget: (sessionId: string) => void;
  /** After a push. */
  onTaken: () => void;
}

const LIMIT = /^[1-9]\d{0,2}$/;

export function syncRoutes({ store, clock, forget, onTaken }: SyncRouteParts): Hono {
  const app = new Hono();
  app.onError(storeProblem);

  app.get("/sync", async (context) => {
    const limit = context.req.query("limit") ?? String(MOST_SYNC_TURNS);
    if (!LIMIT.test(limit) || Number(limit) > MOST_SYNC_TURNS) {
      return problem(400, "Bad request", `limit: expected 1 to ${MOST_SYNC_TURNS}`, { field: "limit" });
    }
    const page = await store.changes(context.req.query("since") ?? "", Number(limit));
    return context.json({ ...page, now: clock.date().toISOString() }, 200, { "Cache-Control": "no-store" });
  });

  app.post(
    "/sync",
    bodyLimit({
      maxSize: MAX_SYNC_BYTES,
      onError: () => problem(413, "Too large", "body: expected at most 4 MiB", { field: "body" }),
    }),
    async (context) => {
      const read = parseSyncPush(await context.req.json().catch(() => undefined));
      if (!("push" in read)) {
        return problem(400, "Bad request", `${read.field}: ${read.expected}`, { field: read.field });
      }
      const now = clock.date();
      const ahead = read.push.registers.find(({ stamp }) => stampMs(stamp) > now.getTime() + MOST_AHEAD_MS);
      if (ahead !== undefined) {
        return problem(409, "Ahead of time", "stamp: expected the present time. Set the device's clock.", {
          field: "stamp",
          now: now.toISOString(),
        });
      }
      const { hidden } = await store.take(read.push);
      for (const sessionId of hidden) forget(sessionId);
      onTaken();
      return context.body(null, 204);
    },
  );

  return app;
}
