/** Two relays on one PostgreSQL. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Alarms } from "../src/alarms.ts";
import { createLog } from "../src/log.ts";
import type { Announcement } from "../src/session/announcements.ts";
import { openStoreAt } from "../src/store/open.ts";
import type { Store } from "../src/store/port.ts";
import { ManualClock, settle } from "./manual-clock.ts";
import { HAS_POSTGRES, type PostgresServer, startPostgres } from "./postgres-server.ts";
import { NOW, turn } from "./store-fixtures.ts";

const SLOW = 60_000;
const log = createLog("error", (line) => process.stderr.write(`${line}\n`));

describe.skipIf(!HAS_POSTGRES)("two relays on one PostgreSQL", () => {
  let server: PostgresServer;
  let stores: Store[] = [];

  beforeAll(async () => {
    server = await startPostgres();
    const place = { dataDirectory: "unused", databaseUrl: await server.database() };
    // Both find an empty database and both want to make its tables.
    stores = await Promise.all([1, 2].map(() => openStoreAt(place, log)));
  }, SLOW);
  afterAll(async () => {
    for (const store of stores) await store.close();
    await server.remove();
  });

  it("keep every turn of a session that both number from 1", async () => {
    const turns = [0, 1].map((relay) =>
      Array.from({ length: 20 }, (_, index) =>
        turn("s", index + 1, {
          clientId: `${relay}-${index}`,
          createdAt: new Date(NOW.getTime() + index * 2 + relay),
        }),
      ),
    );
    const numbers = await Promise.all(
      stores.flatMap((store, relay) => (turns[relay] ?? []).map((each) => store.saveTurn(each))),
    );
    expect(new Set(numbers).size).toBe(40);
    const kept = await stores[0]?.conversation("s");
    expect(new Set(kept?.map(({ clientId }) => clientId)).size).toBe(40);
  });

  it("ring a timer once, whichever of them says it", async () => {
    const clock = new ManualClock();
    const dueAt = clock.date();
    for (let index = 0; index < 10; index++) {
      await stores[0]?.desk.add("s", { kind: "timer", text: `tea ${index}`, language: "en-US", dueAt });
    }
    const told = stores.map(() => [] as Announcement[]);
    const relays = stores.map((store, index) => {
      const alarms = new Alarms(store, clock, log);
      alarms.connect((_, announcement) => (told[index] ?? []).push(announcement) > 0);
      return alarms;
    });
    await Promise.all(relays.map((alarms) => alarms.arm()));
    expect(told.map(({ length }) => length)).toEqual([10, 10]);
    const claimed = await Promise.all(told.flat().map((announcement) => announcement.claim()));
    for (const [index, announcement] of told.flat().entries()) announcement.settled(claimed[index] ?? false);
    await settle();
    expect(claimed.filter(Boolean)).toHaveLength(10);
    for (const alarms of relays) await alarms.close();
    expect(await stores[1]?.dueItems(dueAt)).toEqual([]);
  });
});
