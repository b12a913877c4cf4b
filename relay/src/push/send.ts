/** One message to a browser maker's push service: sealed (RFC 8291), signed (RFC 8292), sent (RFC 8030). */
import { retryAfterMs } from "@hisho/providers/http/retry-after.ts";
import { type FetchRules, get, PageError, parseTarget, resolve } from "../knowledge/fetch-page.ts";
import { withTimeLimit } from "../time-limit.ts";
import type { PushKeys } from "./keys.ts";
import type { Subscription } from "./port.ts";

const TIMEOUT_MS = 10_000;

/** A request to a push service, ready to be sent. */
export interface PushRequest {
  target: URL;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

export interface PushAnswer {
  status: number;
  /** What the service asked to wait; undefined where it asked nothing. */
  retryAfterMs?: number | undefined;
}

/** Sends it once, following no redirect. @throws PageError, or the signal's reason */
export type Post = (request: PushRequest, signal: AbortSignal) => Promise<PushAnswer>;

/** To public addresses only unless `rules` say otherwise, checked after the name is resolved (../knowledge/fetch-page.ts). */
export const postGuarded =
  (rules: Pick<FetchRules, "lookup" | "isAllowed"> = {}): Post =>
  async ({ target, headers, body }, signal) => {
    const either = withTimeLimit(signal, TIMEOUT_MS);
    const pinned = await resolve(target, rules, either);
    const answer = await get(target, pinned, rules, either, { method: "POST", headers, body });
    answer.destroy();
    const wait = retryAfterMs(answer.headers["retry-after"] ?? null, Date.now());
    return { status: answer.statusCode ?? 0, retryAfterMs: wait };
  };

/**
 * @param subject how the push service reaches whoever runs the relay: `https:` or `mailto:` (RFC 8292, section 2.1)
 * @param keptForS how long the service keeps it for a device that is off (RFC 8030, section 5.2)
 * @throws PageError `address`, or an Error where the keys are none
 */
export async function sealed(
  subscription: Pick<Subscription, "endpoint" | "p256dh" | "auth">,
  words: object,
  keys: PushKeys,
  { subject, keptForS }: { subject: string; keptForS: number },
): Promise<PushRequest> {
  const { endpoint, p256dh, auth } = subscription;
  const target = parseTarget(endpoint);
  if (target.protocol !== "https:") throw new PageError("address", "push services are asked by https only");
  const { default: webPush } = await import("web-push");
  const { headers, body } = webPush.generateRequestDetails(
    { endpoint, keys: { p256dh, auth } },
    JSON.stringify(words),
    {
      vapidDetails: { subject, ...keys },
      TTL: keptForS,
      urgency: "high",
      contentEncoding: "aes128gcm",
    },
  );
  const text = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return { target, headers: Object.fromEntries(text), body };
}
