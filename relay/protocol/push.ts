/** Web Push between page and relay (docs/protocol.md, "Push"). */
import * as v from "valibot";

/** A subscription's name in addresses: SHA-256 of its endpoint in hexadecimal. */
export const PUSH_ID = /^[0-9a-f]{64}$/;

const language = v.picklist(["ja-JP", "en-US", "ko-KR"]);

/** What a page sends of its PushSubscription (Push API, section 8). */
export const PUSH_SUBSCRIPTION = v.object({
  endpoint: v.pipe(v.string(), v.startsWith("https://"), v.maxLength(2048)),
  keys: v.object({
    /** 65 bytes, base64url. */
    p256dh: v.pipe(v.string(), v.regex(/^[\w-]{87}=?$/)),
    /** 16 bytes, base64url. */
    auth: v.pipe(v.string(), v.regex(/^[\w-]{22}={0,2}$/)),
  }),
  /** Of the notifications' words. */
  language,
});
export type NewPushSubscription = v.InferOutput<typeof PUSH_SUBSCRIPTION>;

/** What a page sends at its next visit. */
export const PUSH_RENEWAL = v.object({ language });

const key = v.object({ key: v.pipe(v.string(), v.regex(/^[\w-]{87}$/)) });

const kept = v.object({
  id: v.pipe(v.string(), v.regex(PUSH_ID)),
  /** The host of the browser maker's push service. */
  service: v.string(),
  /** What the paired device is called; null for whoever has the relay's own token. */
  device: v.nullable(v.string()),
  created_at: v.string(),
});
/** One browser that is told of what rings. */
export type KeptPushSubscription = v.InferOutput<typeof kept>;

const list = v.object({ subscriptions: v.array(kept) });
export type PushSubscriptions = v.InferOutput<typeof list>;

/** The relay's VAPID public key, base64url; undefined when `value` is none. */
export function parsePushKey(value: unknown): string | undefined {
  const result = v.safeParse(key, value);
  return result.success ? result.output.key : undefined;
}

/** @returns undefined when `value` is no such list */
export function parsePushSubscriptions(value: unknown): readonly KeptPushSubscription[] | undefined {
  const result = v.safeParse(list, value);
  return result.success ? result.output.subscriptions : undefined;
}
