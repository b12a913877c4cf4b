/** `/pair…` and `/devices…` of docs/protocol.md, "Pairing". */

import { type PairedDevices, type PairingCode, type PairingRefusal, readPairingCode } from "@hisho/protocol";
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { problem, tooManyTries } from "../problem.ts";
import { storeProblem } from "../store-problem.ts";
import type { PairingPlace } from "./announce.ts";
import type { Pairing } from "./pairing.ts";

const MOST_BYTES = 4096;
const FRESH = { "Cache-Control": "no-store" };
const wish = v.object({ code: v.string(), name: v.optional(v.string(), "") });

interface PairingRoutes {
  /** Undefined where devices are not paired. */
  pairing: Pairing | undefined;
  /** Where a new device goes with its code; undefined where the relay does not know. */
  place: () => PairingPlace | undefined;
  /** Where the request came from. */
  addressOf: (context: Context<{ Bindings: HttpBindings }>) => string;
  /** The device that asks; undefined for the relay's own token. */
  deviceOf: (context: Context<{ Bindings: HttpBindings }>) => Promise<string | undefined>;
}

const refusal = (status: number, title: string, reason: PairingRefusal, detail: string): Response =>
  problem(status, title, detail, { reason });

const off = (): Response => refusal(404, "Not found", "off", "This relay pairs no devices: PAIRING=on turns it on.");

/** `POST /pair`: the one route of /api for whoever has no token yet. */
export function pairRoute({ pairing, addressOf }: PairingRoutes): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const malformed = (): Response =>
    problem(400, "Bad request", "code: expected the eight letters and digits of a pairing code", {
      field: "code",
      reason: "malformed" satisfies PairingRefusal,
    });
  app.post("/pair", bodyLimit({ maxSize: MOST_BYTES, onError: malformed }), async (context) => {
    if (pairing === undefined) return off();
    const body = v.safeParse(wish, await context.req.json().catch(() => null));
    const code = body.success ? readPairingCode(body.output.code) : undefined;
    if (!body.success || code === undefined) return malformed();
    const result = await pairing.pair(code, body.output.name, addressOf(context));
    switch (result.outcome) {
      case "paired":
        return context.json({ token: result.token, device_id: result.device.id }, 201, FRESH);
      case "wrong":
        return refusal(403, "Wrong code", "wrong", "There is no such code. Look at it again, or ask for a new one.");
      case "used":
        return refusal(410, "Used code", "used", "This code has been used: each is for one device. Ask for a new one.");
      case "expired":
        return refusal(410, "Expired code", "expired", "This code was valid for ten minutes. Ask for a new one.");
      case "locked":
        return tooManyTries("Too many wrong codes", result.waitMs, "locked" satisfies PairingRefusal);
      default:
        return result satisfies never;
    }
  });
  app.onError(storeProblem);
  return app;
}

/** For whoever has a token: a code for another device, the list of devices, taking one's token back. */
export function deviceRoutes(parts: PairingRoutes): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const { pairing } = parts;

  app.post("/pair/codes", async (context) => {
    if (pairing === undefined) return off();
    const { code, expiresAt } = await pairing.newCode();
    const { url = null, setup = null } = parts.place() ?? {};
    return context.json({ code, expires_at: expiresAt.toISOString(), url, setup } satisfies PairingCode, 201, FRESH);
  });

  app.get("/devices", async (context) => {
    // Every page asks this: that nothing is paired here is an answer, not a failure.
    if (pairing === undefined) return context.json({ pairing: "off", devices: [] } satisfies PairedDevices, 200, FRESH);
    const asking = await parts.deviceOf(context);
    const devices = pairing.list().map(({ id, name, createdAt, lastSeenAt }) => ({
      id,
      name,
      created_at: createdAt.toISOString(),
      last_seen_at: lastSeenAt.toISOString(),
      this_device: id === asking,
    }));
    return context.json({ pairing: "on", devices } satisfies PairedDevices, 200, FRESH);
  });

  app.delete("/devices/:id", async (context) => {
    if (pairing === undefined) return off();
    const was = await pairing.revoke(context.req.param("id"));
    return was ? context.body(null, 204) : problem(404, "Not found", "There is no such device.");
  });

  app.onError(storeProblem);
  return app;
}
