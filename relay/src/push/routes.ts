/** `/push…` of docs/protocol.md, "Push". */
import { createHash, ECDH } from "node:crypto";
import { PUSH_ID, PUSH_RENEWAL, PUSH_SUBSCRIPTION, type PushSubscriptions } from "@hisho/protocol";
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import type { Clock } from "../clock.ts";
import { parseTarget } from "../knowledge/fetch-page.ts";
import { isPublicAddress, literalAddress } from "../knowledge/public-address.ts";
import { problem } from "../problem.ts";
import { storeProblem } from "../store-problem.ts";
import type { Push } from "./push.ts";

const MOST_BYTES = 8192;
/** Devices of one household or office; beyond, the oldest goes. */
const MOST_SUBSCRIPTIONS = 32;
const FRESH = { "Cache-Control": "no-store" };

interface PushRoutes {
  push: Push;
  clock: Clock;
  /** The paired device that asks; undefined for the relay's own token. */
  deviceOf: (context: Context<{ Bindings: HttpBindings }>) => Promise<string | undefined>;
  /** What paired devices are called, by id. */
  names: () => ReadonlyMap<string, string>;
}

const bad = (field: string, expected: string): Response =>
  problem(400, "Bad request", `${field}: expected ${expected}`, { field });
const unknown = (): Response => problem(404, "Not found", "There is no such subscription.");
const limit = bodyLimit({
  maxSize: MOST_BYTES,
  onError: () => problem(413, "Too large", `At most ${MOST_BYTES} bytes.`),
});

export function pushRoutes({ push, clock, deviceOf, names }: PushRoutes): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.onError(storeProblem);

  app.get("/push/key", async (context) => context.json({ key: await push.publicKey() }, 200, FRESH));

  app.get("/push/subscriptions", async (context) => {
    const known = names();
    const subscriptions = (await push.store.all()).map(({ id, endpoint, deviceId, createdAt }) => ({
      id,
      service: new URL(endpoint).host,
      device: deviceId === null ? null : (known.get(deviceId) ?? ""),
      created_at: createdAt.toISOString(),
    }));
    return context.json({ subscriptions } satisfies PushSubscriptions, 200, FRESH);
  });

  app.post("/push/subscriptions", limit, async (context) => {
    const given = v.safeParse(PUSH_SUBSCRIPTION, await context.req.json().catch(() => undefined));
    if (!given.success) return refused(given.issues);
    const { endpoint, keys, language } = given.output;
    if (!isPlausible(endpoint)) return bad("endpoint", "an https address on the public internet");
    if (!isPoint(keys.p256dh)) return bad("keys.p256dh", "an uncompressed point of P-256, 65 bytes in base64url");
    const id = createHash("sha256").update(endpoint).digest("hex");
    const deviceId = (await deviceOf(context)) ?? null;
    const subscription = { id, endpoint, ...keys, language, deviceId, createdAt: clock.date() };
    await push.store.save(subscription, MOST_SUBSCRIPTIONS);
    return context.json({ id }, 201, FRESH);
  });

  app.put("/push/subscriptions/:id", limit, async (context) => {
    const given = v.safeParse(PUSH_RENEWAL, await context.req.json().catch(() => undefined));
    if (!given.success) return refused(given.issues);
    const id = context.req.param("id");
    if (!PUSH_ID.test(id)) return unknown();
    const deviceId = (await deviceOf(context)) ?? null;
    if (!(await push.store.renew(id, given.output.language, deviceId))) return unknown();
    return context.json({ key: await push.publicKey() }, 200, FRESH);
  });

  app.delete("/push/subscriptions/:id", async (context) => {
    const id = context.req.param("id");
    return PUSH_ID.test(id) && (await push.store.remove(id)) ? context.body(null, 204) : unknown();
  });

  return app;
}

function refused([issue]: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): Response {
  return bad(v.getDotPath(issue) ?? "body", issue.expected ?? issue.message);
}

/** As far as the address says itself; its name is resolved and checked at every push. */
function isPlausible(endpoint: string): boolean {
  try {
    const target = parseTarget(endpoint);
    const literal = literalAddress(target.hostname);
    return target.protocol === "https:" && (literal === undefined || isPublicAddress(literal.address));
  } catch {
    return false; // a PageError: no address that may be asked
  }
}

function isPoint(p256dh: string): boolean {
  const bytes = Buffer.from(p256dh, "base64url");
  if (bytes.length !== 65 || bytes[0] !== 4) return false;
  try {
    ECDH.convertKey(bytes, "prime256v1");
    return true;
  } catch {
    return false; // not on the curve
  }
}
