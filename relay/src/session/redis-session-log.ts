/** ./session-log.ts in Redis (7.0 or later), which several relays share. */
import { createHash } from "node:crypto";
import { SESSION_KEPT_FOR } from "@hisho/protocol";
import type { Health } from "@hisho/providers/health.ts";
import { createClient, ErrorReply } from "@redis/client";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { APPEND, DROP, RENEW, REPLACE, TAKE } from "./redis-scripts.ts";
import {
  type Holder,
  type SessionLog,
  SessionLogError,
  type SessionRecord,
  type Taking,
  type Writing,
} from "./session-log.ts";

const RENEW_MS = 2_000;
/** A relay that has not renewed for so long counts as not having the client's socket. */
const CONNECTED_MS = 6_000;
/** A step of a turn waits no longer for Redis. */
const ANSWER_MS = 1_000;
/** A session is kept as long as its holder would, from the holder's last renewal. */
const KEPT_MS = SESSION_KEPT_FOR + CONNECTED_MS;
const LONGEST_RETRY_MS = 2_000;
const CHANNEL = "hisho:taken";
const FORGOTTEN = "hisho:forgotten";

const keysOf = (sessionId: string): [string, string] => [`hisho:session:{${sessionId}}`, `hisho:events:{${sessionId}}`];
const digests = new Map<string, string>();
function digestOf(script: string): string {
  let digest = digests.get(script);
  if (digest === undefined) {
    digest = createHash("sha1").update(script).digest("hex");
    digests.set(script, digest);
  }
  return digest;
}

export interface RedisSessionLogOptions {
  /** `redis://` or `rediss://`. */
  url: string;
  /** Of this process: no two have the same. */
  relayId: string;
  clock: Clock;
  log: Log;
}

/** Connects in the background: until it has, the relay goes on alone. */
export class RedisSessionLog implements SessionLog {
  readonly #options: RedisSessionLogOptions;
  readonly #client;
  readonly #subscriber;
  readonly #holders = new Map<string, Holder>();
  #onForgotten: (sessionId: string) => void = () => {};
  /** Why it is away; null while it is not. */
  #problem: string | null = "Redis has not answered yet.";
  #cancelRenewal: () => void = () => {};
  #renewing = false;
  #closed = false;

  constructor(options: RedisSessionLogOptions) {
    this.#options = options;
    this.#client = createClient({
      url: options.url,
      disableOfflineQueue: true,
      socket: {
        connectTimeout: ANSWER_MS * 2,
        reconnectStrategy: (retries) => Math.min(LONGEST_RETRY_MS, 50 * 2 ** Math.min(retries, 10)),
      },
    });
    this.#subscriber = this.#client.duplicate({ disableOfflineQueue: false });
    this.#client.on("error", (error: unknown) => this.#lost(error));
    this.#client.on("ready", () => void this.#renew());
    this.#subscriber.on("error", (error: unknown) => options.log.debug("redis subscriber", { error }));
    this.#connect();
    this.#scheduleRenewal();
  }

  get away(): boolean {
    return this.#problem !== null;
  }

  async take(sessionId: string, token: number | null, unlessConnected: boolean): Promise<Taking> {
    const { relayId } = this.#options;
    const args = [sessionId, tokenText(token), relayId, String(KEPT_MS), unlessConnected ? "1" : "0", CHANNEL];
    const reply = (await this.#run(TAKE, sessionId, args)) as [string, string, string, string, string, string[]];
    const [as, taken, state, first, last, events] = reply;
    if (as === "elsewhere") return { as };
    if (as === "holder" || as === "first") return { as, token: Number(taken) };
    const firstEvent = Number(first);
    return {
      as: "heir",
      token: Number(taken),
      record: {
        state,
        firstEvent,
        lastEvent: Number(last),
        events: events.map((json, index) => ({ n: firstEvent + index, json })),
      },
    };
  }

  async append(sessionId: string, token: number, added: SessionRecord, connected: boolean): Promise<Writing> {
    return this.#write(APPEND, sessionId, token, added, connected);
  }

  async replace(sessionId: string, token: number, whole: SessionRecord, connected: boolean): Promise<Writing> {
    return this.#write(REPLACE, sessionId, token, whole, connected);
  }

  async drop(sessionId: string, token: number): Promise<void> {
    await this.#run(DROP, sessionId, [tokenText(token)]);
  }

  hold(sessionId: string, holder: Holder): () => void {
    this.#holders.set(sessionId, holder);
    return () => {
      if (this.#holders.get(sessionId) === holder) this.#holders.delete(sessionId);
    };
  }

  async forget(sessionId: string): Promise<void> {
    try {
      await this.#inTime(() => this.#client.sendCommand(["PUBLISH", FORGOTTEN, sessionId]));
    } catch (error) {
      this.#lost(error);
      throw new SessionLogError("the other relays could not be told in Redis", error);
    }
  }

  onForgotten(listener: (sessionId: string) => void): void {
    this.#onForgotten = listener;
  }

  health(): Health {
    if (this.#problem === null) return { status: "ok" };
    return {
      status: "degraded",
      reason: `${this.#problem} This relay goes on alone: if it ends, its conversations cannot go on at another one.`,
    };
  }

  close(): void {
    this.#closed = true;
    this.#cancelRenewal();
    for (const client of [this.#client, this.#subscriber]) if (client.isOpen) client.destroy();
  }

  #connect(): void {
    const { log } = this.#options;
    this.#client.connect().catch((error: unknown) => this.#lost(error));
    this.#subscriber
      .connect()
      .then(async () => {
        await this.#subscriber.subscribe(CHANNEL, (message) => this.#heard(message));
        await this.#subscriber.subscribe(FORGOTTEN, (sessionId) => this.#onForgotten(sessionId));
      })
      .catch((error: unknown) => {
        if (!this.#closed) log.warn("redis subscription failed", { error });
      });
  }

  /** Another relay has taken a session. */
  #heard(message: string): void {
    const [sessionId = "", token, relayId] = message.split(" ");
    const holder = this.#holders.get(sessionId);
    if (relayId === this.#options.relayId || holder === undefined || holder.token === null) return;
    if (Number(token) > holder.token) holder.taken();
  }

  async #write(
    script: string,
    sessionId: string,
    token: number,
    { state, firstEvent, lastEvent, events }: SessionRecord,
    connected: boolean,
  ): Promise<Writing> {
    return (await this.#run(script, sessionId, [
      tokenText(token),
      String(KEPT_MS),
      String(CONNECTED_MS),
      connected ? "1" : "0",
      String(firstEvent),
      String(lastEvent),
      state,
      ...events.map(({ json }) => json),
    ])) as Writing;
  }

  async #run(script: string, sessionId: string, args: readonly string[]): Promise<unknown> {
    const rest = ["2", ...keysOf(sessionId), ...args];
    try {
      return await this.#inTime(() =>
        this.#client.sendCommand(["EVALSHA", digestOf(script), ...rest]).catch((error: unknown) => {
          if (!(error instanceof ErrorReply) || !error.message.startsWith("NOSCRIPT")) throw error;
          return this.#client.sendCommand(["EVAL", script, ...rest]);
        }),
      );
    } catch (error) {
      this.#lost(error);
      throw new SessionLogError("the session could not be kept in Redis", error);
    }
  }

  /** @throws Error when Redis has not answered in time */
  async #inTime<T>(work: () => Promise<T>): Promise<T> {
    const { clock } = this.#options;
    return new Promise<T>((resolve, reject) => {
      const cancel = clock.after(ANSWER_MS, () => {
        // Where this process stood still, the answer lies in the socket and is read before this.
        setImmediate(() => reject(new Error(`no answer within ${ANSWER_MS} ms`)));
      });
      work().then(resolve, reject).finally(cancel);
    });
  }

  #scheduleRenewal(): void {
    this.#cancelRenewal = this.#options.clock.after(RENEW_MS, () => {
      void this.#renew().finally(() => {
        if (!this.#closed) this.#scheduleRenewal();
      });
    });
  }

  /** Tells Redis what this relay holds, and learns what it does not hold any more. */
  async #renew(): Promise<void> {
    if (this.#closed || this.#renewing) return;
    this.#renewing = true;
    const holders = [...this.#holders];
    try {
      if (holders.length === 0) await this.#inTime(() => this.#client.sendCommand(["PING"]));
      await Promise.all(holders.map(([sessionId, holder]) => this.#renewOne(sessionId, holder)));
      this.#found();
    } catch (error) {
      this.#lost(error);
    } finally {
      this.#renewing = false;
    }
    if (this.#problem === null) for (const [, holder] of holders) holder.renewed();
  }

  async #renewOne(sessionId: string, holder: Holder): Promise<void> {
    const { token } = holder;
    if (token === null) return;
    const args = [tokenText(token), String(KEPT_MS), String(CONNECTED_MS), holder.connected ? "1" : "0"];
    const outcome = (await this.#run(RENEW, sessionId, args)) as Writing;
    if (this.#holders.get(sessionId) !== holder || holder.token !== token) return;
    if (outcome === "taken") holder.taken();
    else if (outcome === "gone") holder.gone();
  }

  #found(): void {
    if (this.#problem === null) return;
    this.#problem = null;
    this.#options.log.info("redis answers: sessions are shared");
  }

  #lost(error: unknown): void {
    if (this.#closed) return;
    const problem = problemOf(error, this.#options.url);
    if (this.#problem === problem) return;
    this.#problem = problem;
    this.#options.log.warn("redis away: going on alone", { error });
  }
}

const tokenText = (token: number | null): string => (token === null ? "" : token.toFixed(0));

function problemOf(error: unknown, address: string): string {
  const { host } = new URL(address);
  const cause = error instanceof SessionLogError ? error.cause : error;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/\bOOM\b/.test(message)) {
    return `Redis at ${host} is full: raise its maxmemory (and keep maxmemory-policy noeviction).`;
  }
  if (/NOAUTH|WRONGPASS|NOPERM/.test(message)) {
    return `Redis at ${host} refuses this relay: put its user and password into REDIS_URL (redis://user:password@host:6379).`;
  }
  if (message.includes("READONLY")) return `Redis at ${host} is a replica: point REDIS_URL to the primary.`;
  if (/MISCONF/.test(message))
    return `Redis at ${host} takes no writes because it cannot save to its disk: look at its log.`;
  return `Redis at ${host} does not answer: see whether it runs and whether REDIS_URL is right.`;
}
