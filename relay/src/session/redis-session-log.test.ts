import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../../tests/free-port.ts";
import { HAS_REDIS, type RedisServer, startRedis } from "../../tests/redis-server.ts";
import { systemClock } from "../clock.ts";
import { createLog } from "../log.ts";
import { RedisSessionLog } from "./redis-session-log.ts";
import type { Holder, SessionRecord } from "./session-log.ts";

const log = createLog("error", () => {});
const event = (n: number) => ({ n, json: `{"n":${n}}` });

/** Events up to `last` of which those up to `kept` are there already. */
const record = (state: string, firstEvent: number, kept: number, lastEvent: number): SessionRecord => ({
  state,
  firstEvent,
  lastEvent,
  events: Array.from({ length: lastEvent - kept }, (_, index) => event(kept + 1 + index)),
});

describe.skipIf(!HAS_REDIS)("a session log in Redis", () => {
  let redis: RedisServer;
  let id: string;
  const logs: RedisSessionLog[] = [];

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => {
    for (const sessionLog of logs) sessionLog.close();
    await redis.remove();
  });
  beforeEach(() => {
    id = randomUUID();
  });

  async function relay(url = redis.url, isThere = true): Promise<RedisSessionLog> {
    const sessionLog = new RedisSessionLog({ url, relayId: randomUUID(), clock: systemClock, log });
    logs.push(sessionLog);
    await expect.poll(() => (isThere ? !sessionLog.away : /not answered yet/.test(reasonOf(sessionLog)))).toBe(isThere);
    return sessionLog;
  }

  const reasonOf = (sessionLog: RedisSessionLog): string => {
    const health = sessionLog.health();
    return health.status === "ok" ? "" : health.reason;
  };

  it("gives the next relay what was kept, without what the client has confirmed", async () => {
    const [first, second] = [await relay(), await relay()];
    const { token } = (await first.take(id, null, false)) as { token: number };
    expect(await first.append(id, token, record("a", 1, 0, 2), true)).toBe("gone");
    expect(await first.replace(id, token, record("a", 1, 0, 2), true)).toBe("kept");
    expect(await first.append(id, token, record("b", 2, 2, 5), true)).toBe("kept");
    expect(await first.take(id, token, false)).toEqual({ as: "holder", token });
    expect(await second.take(id, null, false)).toEqual({
      as: "heir",
      token: expect.any(Number),
      record: { state: "b", firstEvent: 2, lastEvent: 5, events: [2, 3, 4, 5].map(event) },
    });
  });

  it("refuses every write of a relay from which it was taken, and tells it", async () => {
    const [first, second] = [await relay(), await relay()];
    let isTaken = false;
    const { token } = (await first.take(id, null, false)) as { token: number };
    const holder: Holder = { token, connected: true, taken: () => (isTaken = true), gone: () => {}, renewed: () => {} };
    first.hold(id, holder);
    await first.replace(id, token, record("a", 1, 0, 2), true);
    const after = (await second.take(id, null, false)) as { token: number };
    expect(after.token).toBeGreaterThan(token);
    expect(await first.append(id, token, record("stale", 1, 2, 3), true)).toBe("taken");
    expect(await first.replace(id, token, record("stale", 1, 0, 3), true)).toBe("taken");
    await first.drop(id, token);
    expect(await second.append(id, after.token, record("b", 1, 2, 3), true)).toBe("kept");
    await expect.poll(() => isTaken).toBe(true);
  });

  it("gives no token twice, also when Redis has lost everything", async () => {
    const [first, second] = [await relay(), await relay()];
    const { token } = (await first.take(id, null, false)) as { token: number };
    await first.replace(id, token, record("a", 1, 0, 1), true);
    await redis.command("FLUSHALL");
    const after = (await second.take(id, null, false)) as { as: string; token: number };
    expect(after.as).toBe("first");
    expect(after.token).toBeGreaterThan(token);
    expect(await first.replace(id, token, record("stale", 1, 0, 1), true)).toBe("taken");
  });

  it("leaves a session with the relay to which its client is connected, where that is asked", async () => {
    const [first, second] = [await relay(), await relay()];
    const { token } = (await first.take(id, null, false)) as { token: number };
    await first.replace(id, token, record("a", 1, 0, 1), true);
    expect(await second.take(id, null, true)).toEqual({ as: "elsewhere" });
    await first.append(id, token, record("b", 1, 1, 1), false);
    expect(await second.take(id, null, true)).toMatchObject({ as: "heir" });
  });

  it("forgets a session a while after the last sign of its relay", async () => {
    const first = await relay();
    const { token } = (await first.take(id, null, false)) as { token: number };
    await first.replace(id, token, record("a", 1, 0, 1), true);
    for (const key of [`hisho:session:{${id}}`, `hisho:events:{${id}}`]) {
      const leftMs = (await redis.command("PTTL", key)) as number;
      expect(leftMs).toBeGreaterThan(120_000);
      expect(leftMs).toBeLessThanOrEqual(126_000);
    }
  });

  it("says what is wrong with Redis and what to do", async () => {
    const nobody = await relay(`redis://127.0.0.1:${await freePort()}`, false);
    expect(reasonOf(nobody)).toMatch(/does not answer: see whether it runs and whether REDIS_URL is right\. .*alone/);
    await redis.command("CONFIG", "SET", "requirepass", "a secret of this server");
    const stranger = await relay(redis.url, false);
    await expect.poll(() => reasonOf(stranger)).toMatch(/refuses this relay: put its user and password into REDIS_URL/);
    expect(reasonOf(stranger)).not.toContain("secret");
    await expect(stranger.take(id, null, false)).rejects.toThrow("could not be kept in Redis");
  });

  it("counts a full one as away", async () => {
    const other = await startRedis();
    try {
      const full = await relay(other.url);
      await other.command("CONFIG", "SET", "maxmemory", "1");
      await expect(full.take(id, null, false)).rejects.toThrow("could not be kept in Redis");
      expect(reasonOf(full)).toMatch(/is full: raise its maxmemory/);
    } finally {
      await other.remove();
    }
  });
});
