/** A relay whose PostgreSQL goes away and comes back. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog } from "../src/log.ts";
import { openStoreAt, type StorePlace } from "../src/store/open.ts";
import type { Store } from "../src/store/port.ts";
import { TurnSpool } from "../src/store/turn-spool.ts";
import { type RunningRelay, startRelay, TestClient } from "./harness.ts";
import { createMemoryStore } from "./memory-store.ts";
import { HAS_POSTGRES, type PostgresServer, startPostgres } from "./postgres-server.ts";
import { temporary, turn } from "./store-fixtures.ts";

const SLOW = 60_000;
/** It says that PostgreSQL is away, which is what is wanted. */
const log = createLog("error", () => {});

describe.skipIf(!HAS_POSTGRES)("a relay whose PostgreSQL restarts", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, SLOW);
  afterAll(() => server.remove());

  async function relayAt(place: StorePlace): Promise<{ store: Store; relay: RunningRelay; end(): Promise<void> }> {
    const store = await openStoreAt(place, log);
    const spool = new TurnSpool(join(place.dataDirectory, "unsaved"), log);
    const relay = await startRelay({ store: { ...createMemoryStore(), ...store }, spool, log });
    return {
      store,
      relay,
      async end() {
        await relay.close();
        await store.close();
      },
    };
  }

  it(
    "loses no turn, neither one from before nor one that is said meanwhile",
    async () => {
      const { store, relay, end } = await relayAt({
        dataDirectory: await temporary(),
        databaseUrl: await server.database(),
      });
      const before = [turn("s", 1), turn("s", 2)];
      for (const each of before) await store.saveTurn(each);
      await server.stop();
      const client = new TestClient(relay.url, "s");
      await client.start();
      const ids = [client.text("while it is away")];
      await client.turnEnd(1);
      expect(client.of("warning").map(({ code }) => code)).toEqual(["not_saved"]);
      await server.start();
      await expect.poll(() => store.health().status, { timeout: SLOW }).toBe("ok");
      ids.push(client.text("when it is back"));
      await client.turnEnd(2);
      await client.close();
      await expect.poll(() => store.lastTurn("s"), { timeout: SLOW }).toBe(4);
      const kept = await store.conversation("s");
      expect(kept.slice(0, 2)).toEqual(before);
      expect(kept.slice(2).map(({ turn: number, clientId }) => [number, clientId])).toEqual([
        [3, ids[0]],
        [4, ids[1]],
      ]);
      await end();
    },
    SLOW,
  );

  it(
    "loses none when it ends before PostgreSQL is back: the next one writes it",
    async () => {
      const place = { dataDirectory: await temporary(), databaseUrl: await server.database() };
      const first = await relayAt(place);
      await first.store.saveTurn(turn("s", 1));
      await server.stop();
      const client = new TestClient(first.relay.url, "s");
      await client.start({ audio: false });
      const id = client.text("while it is away");
      await client.turnEnd(1);
      await client.close();
      await first.end();
      await server.start();
      const second = await relayAt(place);
      await expect.poll(() => second.store.lastTurn("s"), { timeout: SLOW }).toBe(2);
      expect((await second.store.turnByClientId("s", id))?.userText).toBe("while it is away");
      expect((await second.store.conversation("s"))[0]).toEqual(turn("s", 1));
      await second.end();
    },
    SLOW,
  );

  it(
    "is not ended by connections that break in the middle of a transaction",
    async () => {
      const place = { dataDirectory: await temporary(), databaseUrl: await server.database() };
      const store = await openStoreAt(place, log);
      const broken: unknown[] = [];
      const onBroken = (error: unknown): number => broken.push(error);
      process.on("uncaughtException", onBroken);
      for (let restart = 0; restart < 4; restart++) {
        await expect.poll(() => store.health().status, { timeout: SLOW }).toBe("ok");
        let failed = 0;
        const busy = Array.from({ length: 4 }, async (_, session) => {
          for (let number = 1; failed < 4; number++) {
            await store.saveTurn(turn(`${session}`, number)).catch(() => failed++);
            await store.lastTurn(`${session}`).catch(() => failed++);
          }
        });
        await server.stop();
        await Promise.all(busy);
        await server.start();
      }
      process.off("uncaughtException", onBroken);
      expect(broken).toEqual([]);
      await store.close();
    },
    SLOW,
  );
});
