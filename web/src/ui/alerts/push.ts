/**
 * Web Push by choice (docs/protocol.md, "Push"): the browser maker's service carries the relay's sealed messages while no
 * page is open.
 */
import {
  type KeptPushSubscription,
  type LanguageTag,
  PUSH_SUBSCRIPTION,
  parsePushKey,
  parsePushSubscriptions,
} from "@hisho/protocol";
import * as v from "valibot";
import { languageTag } from "../../session/settings.ts";
import type { Language } from "../../session/talk.ts";

type Manager = Pick<PushManager, "subscribe" | "getSubscription">;

const TOLD = v.object({
  /** The subscription's name at the relay. */
  id: v.string(),
  /** The `applicationServerKey`, base64url. */
  key: v.string(),
  /** Empty where the relay has none. */
  token: v.string(),
  language: v.string(),
});

/** What the relay was told last, and by whom: enough to tell it of another subscription in the place of this one. */
export type ToldPush = v.InferOutput<typeof TOLD>;

/** Kept where the service worker reads it too (web/public/alerts.js); rejects where the browser refuses storage. */
export interface ToldRecord {
  read(): Promise<ToldPush | null>;
  /** @param told null forgets it */
  write(told: ToldPush | null): Promise<void>;
}

export interface PushParts {
  fetch: typeof globalThis.fetch;
  token(): string;
  /** Null where the page has no service worker, or the browser no Web Push. */
  manager(): Promise<Manager | null>;
  told: ToldRecord;
}

export interface PushSwitch {
  /** The name of this browser's subscription at the relay; null where it has none. Never rejects. */
  own(): Promise<string | null>;
  /** Subscribes this browser and tells the relay, also where both is so already. @returns false when either refused */
  on(language: Language): Promise<boolean>;
  /** Ends it here, and at the relay where it answers: else its next push finds that it is over. Never rejects. */
  off(): Promise<void>;
  /**
   * At each visit: the relay learns the language, and of a subscription that the browser has put in the place of the one
   * it was told; what it has taken back ends here too. Never rejects.
   */
  renew(language: Language): Promise<void>;
  /** Every browser that is told. @returns null when the relay does not answer so */
  list(): Promise<readonly KeptPushSubscription[] | null>;
  /** Another browser is told no more. @returns whether it is so */
  revoke(id: string): Promise<boolean>;
}

const PATIENCE_MS = 10_000;
const TOLD_CACHE = "push";
const TOLD_ADDRESS = "/push/told";

const base64Url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

async function idOf({ endpoint }: PushSubscription): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function createPush({ fetch, token, manager, told }: PushParts): PushSwitch {
  const ask = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`/api/v1/push/${path}`, {
      method,
      headers: {
        ...(token() === "" ? {} : { Authorization: `Bearer ${token()}` }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const remember = (known: ToldPush | null): Promise<void> =>
    // Without it a subscription that the relay does not know is taken for one that it has taken back.
    told.write(known).catch(() => {});
  const current = async (): Promise<PushSubscription | null> => (await manager())?.getSubscription() ?? null;

  async function subscribed(push: Manager, key: string): Promise<PushSubscription> {
    const options = { userVisibleOnly: true, applicationServerKey: key };
    try {
      return await push.subscribe(options);
    } catch (error) {
      // The relay has other keys than this browser was subscribed with.
      if (!(error instanceof DOMException) || error.name !== "InvalidStateError") throw error;
      await (await push.getSubscription())?.unsubscribe();
      return push.subscribe(options);
    }
  }

  async function tell(subscription: PushSubscription, key: string, tag: LanguageTag): Promise<boolean> {
    const facts = v.safeParse(PUSH_SUBSCRIPTION, { ...subscription.toJSON(), language: tag });
    if (!facts.success || !(await ask("POST", "subscriptions", facts.output)).ok) return false;
    await remember({ id: await idOf(subscription), key, token: token(), language: tag });
    return true;
  }

  async function on(language: Language): Promise<boolean> {
    const push = await manager();
    const answer = push === null ? null : await ask("GET", "key");
    const key = answer?.ok ? parsePushKey(await answer.json()) : undefined;
    if (push === null || key === undefined) return false;
    return tell(await subscribed(push, key), key, languageTag(language));
  }

  /** Taken back elsewhere, or put by the browser in the place of the one that the relay was told. */
  async function unknownToRelay(subscription: PushSubscription, id: string, language: Language): Promise<void> {
    const known = await told.read().catch(() => null);
    if (known === null || known.id === id) {
      await subscription.unsubscribe();
      await remember(null);
    } else if (await on(language)) await ask("DELETE", `subscriptions/${known.id}`);
  }

  async function renew(language: Language): Promise<void> {
    const subscription = await current();
    if (subscription === null) return;
    const id = await idOf(subscription);
    const tag = languageTag(language);
    const answer = await ask("PUT", `subscriptions/${id}`, { language: tag });
    if (answer.status === 404) return unknownToRelay(subscription, id, language);
    const key = answer.ok ? parsePushKey(await answer.json()) : undefined;
    if (key === undefined) return;
    await remember({ id, key, token: token(), language: tag });
    const { applicationServerKey } = subscription.options;
    if (applicationServerKey === null || base64Url(applicationServerKey) === key) return;
    // The relay lost its keys, and pushes by the new ones alone.
    if (await on(language)) await ask("DELETE", `subscriptions/${id}`);
  }

  return {
    own: async () => {
      const subscription = await current().catch(() => null); // a browser that refuses to say has none
      return subscription === null ? null : idOf(subscription);
    },
    on: (language) => on(language).catch(() => false), // the maker's service or the relay is away; the switch says so
    async off() {
      await remember(null);
      const subscription = await current().catch(() => null);
      if (subscription === null) return;
      try {
        await subscription.unsubscribe();
        await ask("DELETE", `subscriptions/${await idOf(subscription)}`);
      } catch {
        // Ended here; the relay takes its address off its list when the service says so.
      }
    },
    renew: (language) => renew(language).catch(() => {}), // the next visit tries again
    async list() {
      try {
        const answer = await ask("GET", "subscriptions");
        return answer.ok ? (parsePushSubscriptions(await answer.json()) ?? null) : null;
      } catch {
        return null; // not connected is a state the page shows
      }
    },
    async revoke(id) {
      try {
        const { ok, status } = await ask("DELETE", `subscriptions/${id}`);
        return ok || status === 404;
      } catch {
        return false; // the same
      }
    },
  };
}

/** In the caches: what a service worker shares with its pages without a schema to keep. */
const sharedRecord: ToldRecord = {
  async read() {
    const kept = await (await caches.open(TOLD_CACHE)).match(TOLD_ADDRESS);
    const known = v.safeParse(TOLD, await kept?.json());
    return known.success ? known.output : null;
  },
  async write(told) {
    const cache = await caches.open(TOLD_CACHE);
    if (told === null) await cache.delete(TOLD_ADDRESS);
    else await cache.put(TOLD_ADDRESS, Response.json(told));
  },
};

/** This browser's own. */
export const browserPush = (token: () => string): PushSwitch =>
  createPush({
    fetch: (input, init) => fetch(input, init),
    token,
    told: sharedRecord,
    manager: async () => {
      const registration = await (navigator as Partial<Navigator>).serviceWorker?.getRegistration();
      return (registration as Partial<ServiceWorkerRegistration> | undefined)?.pushManager ?? null;
    },
  });
