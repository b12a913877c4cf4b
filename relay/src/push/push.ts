/** Web Push: tells devices, whose person chose it, of what rings while nobody hears it. */
import type { DeskItem } from "@hisho/providers/llm/port.ts";
import type { Clock } from "../clock.ts";
import { PageError } from "../knowledge/fetch-page.ts";
import type { Log } from "../log.ts";
import type { PushKeys } from "./keys.ts";
import { pushMessage } from "./message.ts";
import type { PushStore, Subscription } from "./port.ts";
import { type Post, sealed } from "./send.ts";

/** What the push service says of a subscription that is over (RFC 8030, section 7.3). */
const OVER: readonly number[] = [404, 410];
/** A reminder of yesterday is told on the page; nor does a service keep it longer for a device that is off. */
const KEPT_FOR_MS = 12 * 3_600_000;
/** Between one try and the next, where the service does not say; then it is given up. */
const PAUSES_MS: readonly number[] = [15_000, 60_000, 300_000, 900_000];

export interface PushParts {
  store: PushStore;
  /** Asked at first use, and again where it failed. */
  keys: () => Promise<PushKeys>;
  /** How push services reach whoever runs the relay (./send.ts). */
  subject: () => string;
  post: Post;
  clock: Clock;
  log: Log;
}

/** What came of one try. */
type Outcome = { at: "end" } | { at: "later"; waitMs: number; why: Record<string, unknown> };
const END: Outcome = { at: "end" };

export class Push {
  readonly #parts: PushParts;
  readonly #closing = new AbortController();
  readonly #telling = new Set<Promise<void>>();
  #keys: Promise<PushKeys> | null = null;

  constructor(parts: PushParts) {
    this.#parts = parts;
  }

  get store(): PushStore {
    return this.#parts.store;
  }

  /** What a page gives to `pushManager.subscribe`, base64url. @throws EnvironmentError (./keys.ts) */
  async publicKey(): Promise<string> {
    return (await this.#keysNow()).publicKey;
  }

  /** Tells every subscribed device, once for a due time whatever relay is asked. */
  tell(item: DeskItem): void {
    if (this.#closing.signal.aborted || this.#lateMs(item) > KEPT_FOR_MS) return;
    const telling = this.#tell(item).catch((error: unknown) => {
      if (!this.#closing.signal.aborted) this.#parts.log.error("pushes could not be sent", { error });
    });
    this.#telling.add(telling);
    void telling.then(() => this.#telling.delete(telling));
  }

  /** Something is being sent, or waits for another try. */
  get busy(): boolean {
    return this.#telling.size > 0;
  }

  /** Gives up what waits for another try. */
  async close(): Promise<void> {
    this.#closing.abort(new Error("the relay stops"));
    await Promise.all(this.#telling);
  }

  #keysNow(): Promise<PushKeys> {
    this.#keys ??= this.#parts.keys().catch((error: unknown) => {
      this.#keys = null;
      throw error;
    });
    return this.#keys;
  }

  #lateMs({ dueAt }: DeskItem): number {
    return dueAt === null ? 0 : this.#parts.clock.date().getTime() - dueAt.getTime();
  }

  async #tell(item: DeskItem): Promise<void> {
    const { store } = this.#parts;
    const subscriptions = await store.all();
    if (subscriptions.length === 0 || !(await store.claim(item.id))) return;
    await Promise.all(subscriptions.map((one) => this.#send(one, item)));
  }

  async #send(subscription: Subscription, item: DeskItem): Promise<void> {
    const { store, log } = this.#parts;
    // The address of a subscription is a secret; its host is not (RFC 8030, section 8.3).
    const service = new URL(subscription.endpoint).host;
    for (const pauseMs of [...PAUSES_MS, null]) {
      const outcome = await this.#try(subscription, service, item);
      if (outcome.at === "end") return;
      if (pauseMs === null) return log.warn("a push did not arrive", { service, ...outcome.why });
      await this.#pause(Math.max(outcome.waitMs, pauseMs));
      if (this.#closing.signal.aborted || !(await store.isClaimed(item.id))) return;
    }
  }

  async #try(subscription: Subscription, service: string, item: DeskItem): Promise<Outcome> {
    const { store, post, subject, log } = this.#parts;
    const { signal } = this.#closing;
    const lateMs = this.#lateMs(item);
    const keptForS = Math.max(0, Math.round((KEPT_FOR_MS - lateMs) / 1000));
    const message = pushMessage(item, subscription.language, lateMs);
    try {
      const request = await sealed(subscription, message, await this.#keysNow(), { subject: subject(), keptForS });
      const { status, retryAfterMs = 0 } = await post(request, signal);
      if (OVER.includes(status)) await store.remove(subscription.id);
      else if (status === 429 || status >= 500) return { at: "later", waitMs: retryAfterMs, why: { status } };
      else if (status < 200 || status > 299) log.warn("a push was not taken", { service, status });
      return END;
    } catch (error) {
      if (signal.aborted) return END;
      if (!(error instanceof PageError) || error.reason === "unreachable")
        return { at: "later", waitMs: 0, why: { error } };
      log.warn("a push was not sent", { service, error });
      return END;
    }
  }

  #pause(waitMs: number): Promise<void> {
    const { signal } = this.#closing;
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        signal.removeEventListener("abort", done);
        resolve();
      };
      const cancel = this.#parts.clock.after(waitMs, done);
      signal.addEventListener("abort", done);
    });
  }
}
