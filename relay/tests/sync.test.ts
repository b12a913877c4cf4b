/** One history on every device: what the relay's store takes from them and gives to them, on every engine. */
import { MOST_SYNC_TURNS, nextStamp, type SyncRegister, type SyncTurn } from "@hisho/protocol";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog } from "../src/log.ts";
import { openStoreAt } from "../src/store/open.ts";
import type { Store } from "../src/store/port.ts";
import { backUpStore, restoreStore } from "../src/store/whole-store.ts";
import { syncRoutes } from "../src/sync/routes.ts";
import { ManualClock } from "./manual-clock.ts";
import { ENGINES, type RunningEngine } from "./store-engines.ts";
import { NOW, temporary, turn } from "./store-fixtures.ts";

const SLOW = 60_000;
const MINUTE_MS = 60_000;
const log = createLog("error", (line) => process.stderr.write(`${line}\n`));

const fact = (session: string, number: number, over: Partial<SyncTurn> = {}): SyncTurn => ({
  session_id: session,
  id: `device-${number}`,
  turn: number,
  at: new Date(NOW.getTime() + number * 1000).toISOString(),
  spoken: false,
  user_text: `said ${number}`,
  assistant_text: `answered ${number}`,
  language: "en-US",
  citations: [],
  end_reason: "completed",
  heard_ms: 0,
  ...over,
});

const register = (
  over: Partial<SyncRegister> & { session_id: string },
  writer: string,
  ms = NOW.getTime(),
): SyncRegister =>
  ({ turn: "", name: "title", value: writer, stamp: nextStamp(writer, ms, undefined), ...over }) as SyncRegister;

for (const { name, isHere, start } of ENGINES)
  describe.skipIf(!isHere)(`a history that devices share, in ${name}`, () => {
    let engine: RunningEngine;
    let store: Store;
    let sessions = 0;
    let now = NOW;
    const newSession = (): string => `s-${++sessions}`;
    beforeAll(async () => {
      engine = await start();
      store = await openStoreAt(await engine.place(), log, () => now);
    }, SLOW);
    afterAll(async () => {
      await store.close();
      await engine.remove();
    });

    /** Everything since a cursor, a page at a time. */
    async function since(cursor: string, limit: number, of: Store = store) {
      const turns: SyncTurn[] = [];
      const registers: SyncRegister[] = [];
      for (let more = true; more; ) {
        const page = await of.sync.changes(cursor, limit);
        expect(page.turns.length + page.registers.length).toBeLessThanOrEqual(limit);
        turns.push(...page.turns);
        registers.push(...page.registers);
        ({ cursor, more } = page);
      }
      return { cursor, turns, registers };
    }

    it("tells each change once, in pages, and a change of a turn again", async () => {
      const { cursor } = await since("", 200);
      const session = newSession();
      await store.saveTurn(turn(session, 1, { spoken: true }));
      await store.saveTurn(turn(session, 2, { clientId: null }));
      await store.sync.take({ turns: [fact(session, 3)], registers: [register({ session_id: session }, "a")] });
      const found = await since(cursor, 1);
      expect(found.turns.map(({ id, spoken }) => [id, spoken])).toEqual([
        ["id-1", true],
        ["turn-2", false],
        ["device-3", false],
      ]);
      expect(found.registers).toMatchObject([{ session_id: session, name: "title", value: "a" }]);
      expect(await since(found.cursor, 200)).toMatchObject({ turns: [], registers: [] });
      await store.saveTurnAudio(turn(session, 1), { userAudioRef: "x" });
      expect((await since(found.cursor, 200)).turns.map(({ id }) => id)).toEqual(["id-1"]);
    });

    it("gives no device what a visitor said, nor a title made of it", async () => {
      const { cursor } = await since("", 200);
      const [visit, own] = [newSession(), newSession()];
      const said = turn(visit, 1, { visit: true, findable: false });
      await store.saveTurn(said);
      await store.saveTurnAudio(said, { userAudioRef: "x" });
      await store.saveTurn(turn(own, 1));
      expect((await since(cursor, 200)).turns.map(({ session_id }) => session_id)).toEqual([own]);
      expect((await since("", 1)).turns.map(({ session_id }) => session_id)).not.toContain(visit);
      expect(await store.sync.firstOfUntitled(visit)).toBe("nothing yet");
      expect(await store.conversation(visit), "a phone that takes it over finds it").toEqual([
        { ...said, userAudioRef: "x" },
      ]);
    });

    it("takes what is new, once, whatever number it has", async () => {
      const session = newSession();
      await store.saveTurn(turn(session, 1));
      const push = { turns: [fact(session, 1, { user_text: "x" }), fact(session, 2)], registers: [] };
      const { cursor } = await since("", 200);
      await store.sync.take(push);
      await store.sync.take(push);
      await store.sync.take({ turns: [fact(session, 9, { id: "id-1", user_text: "not this" })], registers: [] });
      expect((await store.conversation(session)).map((one) => [one.turn, one.clientId, one.userText])).toEqual([
        [1, "id-1", "問い 1"],
        [2, "device-1", "x"],
        [3, "device-2", "said 2"],
      ]);
      expect((await since(cursor, 200)).turns).toHaveLength(2);
    });

    it("hides what is deleted, shows it again when that is taken back, and sweeps it away later", async () => {
      const session = newSession();
      await store.sync.take({ turns: [1, 2, 3].map((number) => fact(session, number)), registers: [] });
      const gone = { session_id: session, name: "deleted" } as const;
      const at = new Date(NOW.getTime() + 2000).toISOString();
      const [deleted, restored] = [at, null].map((value, index) =>
        register({ ...gone, value } as SyncRegister, "a", NOW.getTime() + index),
      );
      const words = async () => (await store.conversation(session)).map(({ userText }) => userText);
      const taken = await store.sync.take({ turns: [], registers: [deleted!] });
      expect(taken.hidden).toEqual([session]);
      expect(await words()).toEqual(["said 3"]);
      expect((await store.pastTurns({ limit: 1000 })).filter((one) => one.sessionId === session)).toHaveLength(1);
      await store.sync.take({ turns: [], registers: [restored!] });
      expect(await words()).toHaveLength(3);
      expect((await store.sync.take({ turns: [], registers: [deleted!] })).hidden, "an older word").toEqual([]);
      expect(await words()).toHaveLength(3);
      const later = NOW.getTime() + MINUTE_MS;
      const single = register({ ...gone, turn: "device-3", value: at } as SyncRegister, "b", later);
      await store.sync.take({
        turns: [],
        registers: [register({ ...gone, value: at } as SyncRegister, "a", later), single],
      });
      expect(await words()).toEqual([]);
      expect(await store.conversations()).not.toContainEqual(expect.objectContaining({ sessionId: session }));
      expect((await store.sync.sweep(new Date(at))).emptied).toEqual([]);
      expect((await store.sync.sweep(new Date(Date.parse(at) + 1))).emptied).toEqual([session]);
      await store.sync.take({ turns: [fact(session, 2), fact(session, 4)], registers: [] });
      expect(await words(), "what is deleted does not come back").toEqual(["said 4"]);
    });

    it("makes a deletion at the relay known, and its own titles and pins give way only to later ones", async () => {
      const session = newSession();
      await store.saveTurn(turn(session, 1));
      expect(await store.sync.firstOfUntitled("nowhere")).toBe("nothing yet");
      const exchange = { user: "問い 1", assistant: "答え 1", language: "ja-JP" };
      expect(await store.sync.firstOfUntitled(session)).toEqual(exchange);
      await store.sync.makeTitle(session, "made");
      expect(await store.sync.firstOfUntitled(session)).toBe("titled");
      const titleOf = async () => (await store.conversations()).find((one) => one.sessionId === session);
      expect(await titleOf()).toMatchObject({ title: "made", pinned: false });
      await store.sync.take({
        turns: [],
        registers: [register({ session_id: session }, "a", NOW.getTime() + MINUTE_MS)],
      });
      await store.patchConversation(session, { title: "relay", pinned: true });
      expect(await titleOf()).toMatchObject({ title: "relay", pinned: true });
      const { cursor } = await since("", 200);
      now = new Date(NOW.getTime() + 5000);
      expect(await store.deleteConversation(session)).toBe(true);
      const { registers } = await since(cursor, 200);
      expect(registers).toMatchObject([{ session_id: session, turn: "", name: "deleted" }]);
      expect(Date.parse(registers[0]!.value!)).toBeGreaterThan(now.getTime());
      const all = (await since("", 200)).registers.filter((one) => one.session_id === session);
      expect(all.map((one) => one.name)).toEqual(["deleted"]);
      expect(await store.deleteConversation(session)).toBe(false);
      await store.sync.makeTitle(session, "made too late");
      expect((await since("", 200)).registers.filter((one) => one.session_id === session)).toHaveLength(1);
    });

    it("reads what stands after a device has told of days that no calendar has", async () => {
      const session = newSession();
      const app = syncRoutes({ store: store.sync, clock: new ManualClock(), forget: () => {}, onTaken: () => {} });
      const post = (body: unknown) => app.request("/sync", { method: "POST", body: JSON.stringify(body) });
      expect((await post({ turns: [fact(session, 1, { language: "en\0" })] })).status).toBe(204);
      const deleted = (turn: string, value: string) =>
        post({ registers: [register({ session_id: session, turn, name: "deleted", value } as SyncRegister, "a", 1)] });
      expect((await deleted("nowhere", "2026-02-31T00:00:00+09:00")).status).toBe(204);
      for (const value of ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59"]) {
        expect((await deleted("", value)).status, value).toBe(400);
      }
      await store.sync.sweep(NOW);
      expect(await store.conversation(session)).toHaveLength(1);
      const { registers } = await since("", 200);
      expect(registers.find((one) => one.session_id === session)?.value).toBe("2026-03-02T15:00:00.000Z");
    });

    it("ends the same whatever the order in which devices tell, and however often", async () => {
      const values = fc.constantFrom("p", "q", "r");
      const writing = fc.record({ writer: values, ms: fc.integer({ min: 0, max: 3 }), value: values });
      await fc.assert(
        fc.asyncProperty(fc.array(writing, { minLength: 1, maxLength: 6 }), async (writings) => {
          const ends = [];
          for (const order of [writings, writings.toReversed(), [...writings, ...writings]]) {
            const session = newSession();
            await store.sync.take({ turns: [fact(session, 1)], registers: [] });
            for (const { writer, ms, value } of order) {
              // One writer writes one thing at a time.
              const own = { session_id: session, value: `${value}${writer}${ms}`.slice(1) };
              await store.sync.take({ turns: [], registers: [register(own, writer, ms)] });
            }
            ends.push((await store.conversations()).find((one) => one.sessionId === session)?.title);
          }
          expect(new Set(ends).size).toBe(1);
        }),
        { numRuns: 15 },
      );
    });

    it(
      "pages through six hundred turns, of which none is told twice",
      async () => {
        const { cursor } = await since("", 200);
        const session = newSession();
        const numbers = Array.from({ length: 600 }, (_, index) => index + 1);
        for (let at = 0; at < numbers.length; at += MOST_SYNC_TURNS) {
          const turns = numbers.slice(at, at + MOST_SYNC_TURNS).map((number) => fact(session, number));
          await store.sync.take({ turns, registers: [] });
        }
        const found = await since(cursor, MOST_SYNC_TURNS);
        expect(found.turns.map(({ id }) => id)).toEqual(numbers.map((number) => `device-${number}`));
      },
      SLOW,
    );

    it(
      "begins anew for every device after a restore",
      async () => {
        const place = await engine.place();
        const first = await openStoreAt(place, log, () => now);
        await first.saveTurn(turn("s", 1));
        const before = await since("", 200, first);
        await first.close();
        const path = `${await temporary()}/backup.jsonl.gz`;
        await backUpStore(place, path, NOW);
        const other = await engine.place();
        await restoreStore(other, path, false, NOW);
        const restored = await openStoreAt(other, log, () => now);
        expect((await since(before.cursor, 200, restored)).turns).toHaveLength(1);
        const { cursor } = await since("", 200, restored);
        await restored.saveTurn(turn("s", 2));
        expect((await since(cursor, 200, restored)).turns).toHaveLength(1);
        await restored.close();
      },
      SLOW,
    );

    it("says over HTTP what is wrong with a push, and forgets what was deleted", async () => {
      const forgotten: string[] = [];
      const clock = new ManualClock();
      const app = syncRoutes({ store: store.sync, clock, forget: (id) => forgotten.push(id), onTaken: () => {} });
      const post = (body: unknown) => app.request("/sync", { method: "POST", body: JSON.stringify(body) });
      const refused = async (body: unknown) => {
        const response = await post(body);
        return [response.status, ((await response.json()) as { field: string }).field];
      };
      const session = newSession();
      expect(await refused(null)).toEqual([400, "body"]);
      expect(await refused({ turns: [fact("no spaces", 1)] })).toEqual([400, "turns.0.session_id"]);
      const ahead = register({ session_id: session }, "a", clock.date().getTime() + 11 * MINUTE_MS);
      expect(await refused({ registers: [ahead] })).toEqual([409, "stamp"]);
      expect((await post({ turns: [fact(session, 1)] })).status).toBe(204);
      const value = new Date(NOW.getTime() + MINUTE_MS).toISOString();
      const stamped = clock.date().getTime();
      const deleted = register({ session_id: session, name: "deleted", value } as SyncRegister, "a", stamped);
      expect((await post({ registers: [deleted] })).status).toBe(204);
      expect(forgotten).toEqual([session]);
      expect((await app.request("/sync?limit=0")).status).toBe(400);
      expect(await (await app.request("/sync?limit=1")).json()).toMatchObject({ more: true, now: expect.any(String) });
    });
  });
