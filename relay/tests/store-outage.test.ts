/** A relay whose PostgreSQL goes away and comes back. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog } from "../src/log.ts";
import { openStoreAt } from "../src/store/open.ts";
import type { Store } from "../src/store/port.ts";
import { type RunningRelay, startRelay, TestClient } from "./harness.ts";
import { createMemoryStore } from "./memory-store.ts";
import { HAS_POSTGRES, type PostgresServer, startPostgres } from "./postgres-server.ts";
import { turn } from "./store-fixtures.ts";

const SLOW = 60_000;

describe.skipIf(!HAS_POSTGRES)("a relay whose PostgreSQL restarts", () => {
  let server: PostgresServer;
  let store: Store;
  let relay: RunningRelay;

  beforeAll(async () => {
    server = await startPostgres();
    const place = { dataDirectory: "unused", databaseUrl: await server.database() };
    store = await openStoreAt(
      place,
      createLog("error", () => {}),
    );
    relay = await startRelay({ store: { ...createMemoryStore(), ...store } });
  }, SLOW);
  afterAll(async () => {
    await relay.close();
    await store.close();
    await server.remove();
  });

  it(
    "loses no turn, neither one from before nor one that is said meanwhile",
    async () => {
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
    },
    SLOW,
  );
});
