/** What a store keeps, on every engine alike. */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MOST_SYNC_TURNS, nextStamp, type SyncRegister } from "@hisho/protocol";
import type { DeskItem } from "@hisho/providers/llm/port.ts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createLog } from "../src/log.ts";
import { sealedCalendars } from "../src/secretary/sealed-calendars.ts";
import { openVault } from "../src/secretary/vault.ts";
import { openStoreAt } from "../src/store/open.ts";
import type { Ring } from "../src/store/port.ts";
import { OWNER, type Store } from "../src/store/port.ts";
import { HAS_POSTGRES, startPostgres } from "./postgres-server.ts";
import { aChunk, aDocument, NOW, turn } from "./store-fixtures.ts";

const once = ({ id, dueAt }: DeskItem): Ring => ({ id, dueAt: dueAt ?? NOW, nextAt: null, missed: 0 });

const SLOW = 60_000;
const log = createLog("error", (line) => process.stderr.write(`${line}\n`));

interface OpenStore {
  store: Store;
  remove(): Promise<void>;
}

/** The stores' clock. */
let now = NOW;

async function inPglite(): Promise<OpenStore> {
  const dataDirectory = await mkdtemp(join(tmpdir(), "hisho-store-"));
  const store = await openStoreAt({ dataDirectory, databaseUrl: undefined }, log, () => now);
  return {
    store,
    remove: async () => {
      await store.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

async function inPostgres(): Promise<OpenStore> {
  const server = await startPostgres();
  const place = { dataDirectory: "unused", databaseUrl: await server.database() };
  const store = await openStoreAt(place, log, () => now);
  return {
    store,
    remove: async () => {
      await store.close();
      await server.remove();
    },
  };
}

/** The next test says the same at the same time in conversations of the same names. */
async function takeBackDeletions(store: Store): Promise<void> {
  let cursor = "";
  for (let more = true; more; ) {
    const page = await store.sync.changes(cursor, MOST_SYNC_TURNS);
    // What is taken back here is a change itself, and null already when its page comes.
    const deletions = page.registers.filter(({ name, value }) => name === "deleted" && value !== null);
    const registers = deletions.map((one) => ({ ...one, stamp: nextStamp("test", 0, one.stamp), value: null }));
    await store.sync.take({ turns: [], registers: registers as SyncRegister[] });
    ({ cursor, more } = page);
  }
}

const ENGINES = [
  { name: "PGlite", isHere: true, open: inPglite },
  { name: "PostgreSQL", isHere: HAS_POSTGRES, open: inPostgres },
];

for (const { name, isHere, open } of ENGINES)
  describe.skipIf(!isHere)(`a store in ${name}`, () => {
    let store: Store;
    let remove: () => Promise<void>;

    beforeAll(async () => {
      ({ store, remove } = await open());
    }, SLOW);
    afterAll(() => remove());
    afterEach(async () => {
      now = NOW;
      for (const { sessionId } of await store.conversations()) await store.deleteConversation(sessionId);
      await takeBackDeletions(store);
      for (const { docId } of await store.documents()) await store.deleteDocument(docId);
    });

    it("keeps a summary beside its turns, which are marked, until they are deleted or somebody else was faster", async () => {
      for (let number = 1; number <= 6; number += 1) await store.saveTurn(turn("long", number));
      await store.saveTurn(turn("long", 7, { findable: false }));
      await store.saveTurn(turn("short", 1));
      const { summaries } = store;
      expect(await summaries.due(7)).toBeNull();
      expect(await summaries.due(6)).toBe("long");
      const first = (await summaries.unsummarised("long", 3)).slice(0, 2);
      expect(first.map((said) => said.turn)).toEqual([1, 2]);
      const summary = {
        sessionId: "long",
        fromTurn: 1,
        throughTurn: 2,
        text: "half \ud800 of it",
        language: "ja-JP",
        model: "extract",
        createdAt: NOW,
        updatedAt: NOW,
      };
      expect(await summaries.save(summary, first, null)).toBe(true);
      expect(await summaries.of("long")).toEqual({ ...summary, text: "half \ufffd of it" });
      expect((await store.conversation("long")).map(({ userText }) => userText)).toContain("問い 1");
      expect((await summaries.unsummarised("long", 9)).map((said) => said.turn)).toEqual([3, 4, 5, 6]);
      expect(await summaries.save({ ...summary, text: "again" }, first, null)).toBe(false);
      const next = await summaries.unsummarised("long", 2);
      const later = { ...summary, throughTurn: 4, text: "more", updatedAt: new Date(NOW.getTime() + 1) };
      expect(await summaries.save(later, next, null)).toBe(false);
      expect(await summaries.save(later, next, summary)).toBe(true);
      const last = await summaries.unsummarised("long", 2);
      expect(await store.deleteConversation("long")).toBe(true);
      expect(await summaries.of("long")).toBeNull();
      for (const said of last)
        await store.saveTurn({ ...said, createdAt: new Date(NOW.getTime() + 99_000 + said.turn) });
      expect(await summaries.save(later, last, null)).toBe(false);
      expect(await summaries.of("long")).toBeNull();
    });

    it("remembers the same words once, in order, and what a turn gave before its speaker went on only in full", async () => {
      const from = { sessionId: "m", turn: 3, language: "ja-JP" };
      await store.saveTurn(turn("m", 3));
      const first = await store.memory.remember("ロッカーは21", from);
      const whole = await store.memory.remember("ロッカーは214番", from);
      expect(whole.id).not.toBe(first.id);
      const written = await store.memory.remember("half \ud800 and \0", { language: "en-US" });
      expect(written.text).toBe("half \ufffd and \ufffd");
      expect((await store.memory.remember("ロッカーは214番", { ...from, turn: 9 })).id).toBe(whole.id);
      expect(await store.memory.reword("nobody", written.text)).toBeUndefined();
      expect(await store.memory.reword(written.id, "ロッカーは214番")).toMatchObject({ id: written.id });
      expect(await store.memory.memories()).toEqual([
        { id: written.id, text: "ロッカーは214番", language: "en-US", createdAt: NOW, updatedAt: NOW },
      ]);
      await store.memory.remember("車は2階", from);
      await store.deleteConversation("m");
      // A later turn of the same number is another one: it completes nothing.
      await store.memory.remember("車は2階の奥", from);
      const kept = await store.memory.memories();
      expect(kept.map(({ text }) => text).sort()).toEqual(["ロッカーは214番", "車は2階", "車は2階の奥"].sort());
      expect(await store.memory.forget([...kept.map(({ id }) => id), "nobody"])).toBe(3);
      expect(await store.memory.memories()).toEqual([]);
    });

    it("keeps one reading of a word in a language, however it is cased", async () => {
      const { readings } = store;
      await readings.teach([
        { written: "Nguyen", spoken: "noo yen", language: "en" },
        { written: "Nguyen", spoken: "グエン", language: "ja" },
        { written: "町田", spoken: "まちだ", language: "ja" },
      ]);
      const [again] = await readings.teach([{ written: "NGUYEN", spoken: "win", language: "en" }]);
      const kept = await readings.readings();
      expect(kept.map(({ language, written, spoken }) => [language, written, spoken])).toEqual([
        ["en", "NGUYEN", "win"],
        ["ja", "Nguyen", "グエン"],
        ["ja", "町田", "まちだ"],
      ]);
      expect(kept[0]?.id).toBe(again?.id);
      expect(await readings.teach([])).toEqual([]);
      expect(await readings.unteach([...kept.map(({ id }) => id), "nobody"])).toBe(3);
    });

    it("finds what was said within some time, the newest first, and nothing that is not to be found", async () => {
      await store.saveTurn(turn("s", 1));
      await store.saveTurn(turn("t", 2));
      const hidden = turn("kiosk", 3, { findable: false });
      await store.saveTurn(hidden);
      await store.saveTurn(turn("s", 4));
      expect(await store.conversation("kiosk")).toEqual([hidden]);
      const numbers = async (past: Parameters<Store["pastTurns"]>[0]) =>
        (await store.pastTurns(past)).map((said) => said.turn);
      expect(await numbers({ limit: 10 })).toEqual([4, 2, 1]);
      expect(await numbers({ limit: 1 })).toEqual([4]);
      expect(await numbers({ from: turn("t", 2).createdAt, to: turn("s", 4).createdAt, limit: 10 })).toEqual([2]);
      await store.deleteConversation("s");
      expect(await numbers({ limit: 10 })).toEqual([2]);
    });

    it("gives a turn back as it was saved", async () => {
      const citations = [{ n: 1, doc_id: "d", title: "表題", locator: "a › b", snippet: "…" }];
      const saved = turn("s", 1, { citations, endReason: "interrupted" });
      await store.saveTurn(saved);
      expect(await store.conversation("s")).toEqual([saved]);
      expect(store.health()).toEqual({ status: "ok" });
    });

    it("rewrites a turn that is saved again, so that saving twice changes nothing", async () => {
      await store.saveTurn(turn("s", 1));
      await store.saveTurn(turn("s", 1));
      await store.saveTurn(turn("s", 1, { assistantText: "言い直し", clientId: null }));
      expect(await store.conversation("s")).toEqual([turn("s", 1, { assistantText: "言い直し" })]);
    });

    it("notes where a turn's voices are kept, and keeps the note when the turn is saved again", async () => {
      await store.saveTurn(turn("s", 1));
      expect(await store.saveTurnAudio(turn("s", 1), { userAudioRef: "s/1.user.opus" })).toBe(true);
      expect(await store.saveTurnAudio(turn("s", 1), { assistantAudioRef: "s/1.assistant.opus" })).toBe(true);
      expect(await store.saveTurnAudio(turn("s", 2), { userAudioRef: "s/2.user.opus" })).toBe(false);
      await store.saveTurn(turn("s", 1));
      const refs = { userAudioRef: "s/1.user.opus", assistantAudioRef: "s/1.assistant.opus" };
      expect(await store.conversation("s")).toEqual([turn("s", 1, refs)]);
    });

    it("overwrites no other turn: one that was numbered blindly gets the next free number, and keeps it", async () => {
      for (const number of [1, 2, 4]) expect(await store.saveTurn(turn("s", number))).toBe(number);
      const later = (number: number) =>
        turn("s", number, { clientId: `later-${number}`, createdAt: new Date(NOW.getTime() + 60_000 + number) });
      expect(await store.saveTurn(later(1))).toBe(5);
      expect(await store.saveTurn(later(1))).toBe(5);
      // Number 3 is free, but not in the order of time.
      expect(await store.saveTurn(later(3))).toBe(6);
      expect(await store.saveTurnAudio(later(3), { userAudioRef: "later.opus" })).toBe(true);
      // What comes late takes its own place.
      expect(await store.saveTurn(turn("s", 3))).toBe(3);
      const kept = await store.conversation("s");
      expect(kept).toEqual([
        ...[1, 2, 3, 4].map((number) => turn("s", number)),
        { ...later(1), turn: 5 },
        { ...later(3), turn: 6, userAudioRef: "later.opus" },
      ]);
    });

    it("leaves the words of a turn that is there when one is written late", async () => {
      const whole = turn("s", 1, { assistantText: "whole", endReason: "completed" });
      await store.saveTurn(whole);
      const late = { ...whole, assistantText: "whol", endReason: "interrupted" as const, userAudioRef: "late.opus" };
      expect(await store.saveTurn(late, true)).toBe(1);
      expect(await store.conversation("s")).toEqual([{ ...whole, userAudioRef: "late.opus" }]);
      expect(await store.saveTurn(turn("s", 2), true)).toBe(2);
      expect(await store.lastTurn("s")).toBe(2);
    });

    it("keeps two turns of one moment apart", async () => {
      const moment = { createdAt: NOW };
      await store.saveTurn(turn("s", 1, moment));
      await store.saveTurn(turn("s", 2, moment));
      await store.saveTurn(turn("s", 3, { ...moment, clientId: null }));
      expect((await store.conversation("s")).map(({ clientId }) => clientId)).toEqual(["id-1", "id-2", null]);
    });

    it("numbers on from the last turn and gives the last ones, oldest first", async () => {
      expect(await store.lastTurn("s")).toBe(0);
      for (const number of [1, 2, 3]) await store.saveTurn(turn("s", number));
      expect(await store.lastTurn("s")).toBe(3);
      expect((await store.recentTurns("s", 2)).map((each) => each.turn)).toEqual([2, 3]);
      expect(await store.recentTurns("other", 2)).toEqual([]);
    });

    it("finds a turn by the client's id, in its own session only, and keeps the id for that turn", async () => {
      await store.saveTurn(turn("s", 1));
      expect((await store.turnByClientId("s", "id-1"))?.turn).toBe(1);
      expect(await store.turnByClientId("other", "id-1")).toBeNull();
      await expect(store.saveTurn(turn("s", 2, { clientId: "id-1" }))).rejects.toMatchObject({ reason: "conflict" });
      await store.saveTurn(turn("s", 2, { clientId: null }));
      await store.saveTurn(turn("s", 3, { clientId: null }));
      expect(await store.lastTurn("s")).toBe(3);
    });

    it("stores what PostgreSQL would refuse: NUL and half surrogate pairs", async () => {
      const snippet = "a\0b\ud800";
      await store.saveTurn(
        turn("s", 1, {
          clientId: "x\0y",
          userText: "a\0b\udfff",
          citations: [{ n: 1, doc_id: "d", title: "", locator: "", snippet }],
        }),
      );
      const [saved] = await store.conversation("s");
      expect(saved?.userText).toBe("a\uFFFDb\uFFFD");
      expect(saved?.citations[0]?.snippet).toBe("a\uFFFDb\uFFFD");
      expect((await store.turnByClientId("s", "x\0y"))?.turn).toBe(1);
    });

    it("lists conversations, pinned first, then newest, titled by the first words", async () => {
      await store.saveTurn(turn("old", 1, { userText: "" }));
      await store.saveTurn(turn("old", 2, { userText: "長".repeat(100) }));
      await store.saveTurn(turn("new", 9));
      expect((await store.conversations()).map(({ sessionId, title, turns }) => [sessionId, title, turns])).toEqual([
        ["new", "問い 9", 1],
        ["old", "長".repeat(80), 2],
      ]);
      expect(await store.patchConversation("old", { pinned: true, title: "買い物" })).toBe(true);
      expect((await store.conversations()).map(({ sessionId, title, pinned }) => [sessionId, title, pinned])).toEqual([
        ["old", "買い物", true],
        ["new", "問い 9", false],
      ]);
      expect(await store.patchConversation("old", { title: "" })).toBe(true);
      expect((await store.conversations())[0]).toMatchObject({ title: "長".repeat(80), pinned: true });
      const since = new Date(NOW.getTime() + 9000);
      expect((await store.conversations(since)).map(({ sessionId }) => sessionId)).toEqual(["new"]);
    });

    it("deletes a conversation whole and knows none that was never there", async () => {
      await store.saveTurn(turn("s", 1));
      await store.patchConversation("s", { title: "secret" });
      const due = { text: "secret", language: "ja-JP", dueAt: NOW };
      const reminder = await store.desk.add("s", { ...due, kind: "reminder" });
      expect(await store.deleteConversation("s")).toBe(true);
      expect(await store.deleteConversation("s")).toBe(false);
      // What the secretary keeps is seen and deleted on a page of its own.
      expect(await store.dueItems(NOW)).toMatchObject([{ id: reminder.id }]);
      await store.desk.remove("s", reminder.id);
      expect(await store.patchConversation("s", { pinned: true })).toBe(false);
      await store.saveTurn(turn("s", 1, { createdAt: new Date(NOW.getTime() + 60_000) }));
      expect((await store.conversations())[0]?.title).toBe("問い 1");
    });

    it("replaces a document's chunks with it and removes them with it", async () => {
      const text = "一二三四五六七八九十";
      await store.saveDocument(aDocument("d", text), [aChunk("d", 0, 0, 5, text), aChunk("d", 1, 4, 10, text)]);
      expect(await store.chunksOf("d")).toEqual([aChunk("d", 0, 0, 5, text), aChunk("d", 1, 4, 10, text)]);
      const changed = aDocument("d", "短い", { updatedAt: new Date(NOW.getTime() + 1) });
      await store.saveDocument(changed, [aChunk("d", 0, 0, 2, "短い")]);
      expect(await store.document("d")).toEqual(changed);
      expect(await store.documentBySource("d.md", OWNER)).toEqual(changed);
      expect(await store.documents()).toMatchObject([{ docId: "d", chunks: 1, embeddingVersion: null }]);
      expect(await store.markEmbedded("d", "use-lite/1")).toBe(true);
      expect((await store.document("d"))?.embeddingVersion).toBe("use-lite/1");
      expect(await store.flagDocument("d", true)).toBe(true);
      expect(await store.document("d")).toMatchObject({ piiFlag: true, piiSetBy: "person" });
      expect(await store.deleteDocument("d")).toBe(true);
      expect(await store.flagDocument("d", true)).toBe(false);
      expect(await store.chunksOf("d")).toEqual([]);
      expect(await store.document("d")).toBeNull();
      expect(await store.deleteDocument("d")).toBe(false);
    });

    it("writes all of a document or nothing", async () => {
      await store.saveDocument(aDocument("d", "一二"), [aChunk("d", 0, 0, 2, "一二")]);
      const twice = [aChunk("d", 0, 0, 1, "三四"), aChunk("d", 0, 1, 2, "三四")];
      await expect(store.saveDocument(aDocument("d", "三四"), twice)).rejects.toMatchObject({ reason: "conflict" });
      expect((await store.document("d"))?.text).toBe("一二");
      expect(await store.chunksOf("d")).toHaveLength(1);
    });

    it("rings what comes again at each of its times once, and keeps how many were missed", async () => {
      const { desk } = store;
      const at = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
      const repeat = { rule: "FREQ=DAILY", timeZone: "Asia/Tokyo", from: "2026-11-22T15:00" };
      const item = { kind: "reminder" as const, text: "pills", language: "en-US", dueAt: at(0), repeat };
      const { id } = await desk.add("again", item);
      expect((await store.dueItems(at(0))).find((due) => due.id === id)).toMatchObject({ repeat });
      const first = { id, dueAt: at(0), nextAt: at(1), missed: 0 };
      const both = await Promise.all([store.markRung(first, at(0)), store.markRung(first, at(0))]);
      expect(both).toEqual([true, false]);
      const now = async () => (await desk.list("again", "reminder")).find((kept) => kept.id === id);
      expect(await now()).toMatchObject({ dueAt: at(1), repeat, lastRungAt: at(0) });
      expect((await now())?.rungAt).toBeUndefined();
      await store.unmarkRung(first);
      const { dueAt, lastRungAt } = (await now()) ?? {};
      expect([dueAt, lastRungAt]).toEqual([at(0), undefined]);
      expect(await store.passOver(first, at(3), 3)).toBe(true);
      expect(await store.passOver(first, at(3), 3)).toBe(false);
      expect(await now()).toMatchObject({ dueAt: at(3), missed: 3 });
      expect((await desk.change("again", id, { dueAt: at(4) }))?.missed).toBeUndefined();
      expect(await desk.change("again", id, { dueAt: at(3), repeatAt: at(4) })).toMatchObject({ repeatAt: at(4) });
      expect((await store.dueItems(at(3))).find((due) => due.id === id)).toMatchObject({ repeatAt: at(4) });
      const once = await desk.change("again", id, { repeat: null });
      expect([once?.repeat, once?.repeatAt]).toEqual([undefined, undefined]);
      expect(await desk.remove("again", id)).toBe(true);
    });

    it("keeps desk items by due time, rings each once, and shows them to every session of the person", async () => {
      const { desk } = store;
      const at = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);
      const item = { kind: "timer" as const, text: "", language: "ko-KR" };
      const late = await desk.add("s", { ...item, dueAt: at(60) });
      const soon = await desk.add("s", { ...item, dueAt: at(5) });
      const note = await desk.add("s", { kind: "note", text: "牛乳", language: "ja-JP", dueAt: null });
      expect(await desk.list("other", "timer")).toEqual([soon, late]);
      expect(await desk.list("s", "note")).toEqual([note]);
      expect(await store.nextDueAt(at(4))).toEqual(at(5));
      expect(await store.nextDueAt(at(5))).toEqual(at(60));
      expect(await store.markRung(once(soon), at(4))).toBe(false);
      expect(await store.dueItems(at(4))).toEqual([]);
      expect(await store.dueItems(at(5))).toEqual([{ ...soon, sessionId: "s" }]);
      expect(await Promise.all([store.markRung(once(soon), at(5)), store.markRung(once(soon), at(5))])).toEqual([
        true,
        false,
      ]);
      await store.unmarkRung(once(soon));
      expect(await store.dueItems(at(5))).toHaveLength(1);
      expect(await store.markRung(once(soon), at(5))).toBe(true);
      expect(await store.dueItems(at(59))).toEqual([]);
      expect(await desk.list("s", "timer")).toEqual([late]);
      expect((await desk.rung("other", at(5))).map(({ id, rungAt }) => [id, rungAt])).toEqual([[soon.id, at(5)]]);
      expect((await desk.rung("s", at(6))).filter(({ id }) => id === soon.id)).toEqual([]);
      await desk.change("s", soon.id, { done: true });
      expect((await desk.rung("s", at(5))).filter(({ id }) => id === soon.id)).toEqual([]);
      expect(await desk.remove("other", late.id)).toBe(true);
      expect(await desk.remove("s", late.id)).toBe(false);
      expect(await store.nextDueAt(NOW)).toBeNull();
    });

    it("changes, ticks off, removes and puts back what is on the desk", async () => {
      const { desk } = store;
      now = new Date(NOW.getTime() + 7_200_000); // what was removed before is put back no more
      const language = "ja-JP";
      const time = { allDay: false, start: NOW, end: new Date(NOW.getTime() + 3_600_000) } as const;
      const day = { allDay: true, firstDay: "2026-02-28", lastDay: "2026-03-01" } as const;
      const event = await desk.add("s", { kind: "event", text: "歯医者", language, dueAt: null, time, place: "駅前" });
      const milk = await desk.add("s", { kind: "entry", text: "牛乳", language, dueAt: null, list: "買い物" });
      const tea = await desk.add("s", { kind: "timer", text: "", language, dueAt: new Date(NOW.getTime() + 1000) });
      expect(await desk.list("other", "event")).toEqual([event]);
      expect(event).toMatchObject({ time, place: "駅前" });
      expect(await desk.change("s", event.id, { time: day, place: "" })).toMatchObject({ time: day });
      expect((await desk.list("s", "event"))[0]).not.toHaveProperty("place");
      expect(await desk.change("s", tea.id, { dueAt: null, leftMs: 700 })).toMatchObject({ dueAt: null, leftMs: 700 });
      expect(await store.nextDueAt(NOW)).toBeNull();
      expect(await desk.change("s", milk.id, { done: true })).toMatchObject({ doneAt: expect.any(Date) });
      expect(await desk.list("s", "entry")).toEqual([]);
      const all = (await desk.all(new Date(0))).map(({ id }) => id);
      expect(all).toEqual(expect.arrayContaining([event.id, milk.id, tea.id]));
      expect(await desk.change("s", "nobody", { done: true })).toBeNull();
      expect([await desk.remove("s", milk.id), await desk.remove("s", event.id)]).toEqual([true, true]);
      expect(await desk.change("s", event.id, { text: "x" })).toBeNull();
      // The clock of this suite stands still: what other tests removed comes back too.
      expect((await desk.undo("s")).map(({ id }) => id)).toEqual(expect.arrayContaining([event.id, milk.id]));
      expect(await desk.undo("s")).toEqual([]);
      await desk.remove("s", event.id);
      expect(await desk.restore(event.id)).toMatchObject({ text: "歯医者", time: day });
      expect(await desk.restore(event.id)).toBeNull();
    });

    it("keeps the passwords of calendars sealed, those of before as well", async () => {
      const directory = await mkdtemp(join(tmpdir(), "hisho-vault-"));
      const account = { name: "a", kind: "caldav", url: "https://cal.example/", username: "me" } as const;
      const older = await store.calendars.add({ ...account, password: "older" }, null);
      const calendars = await sealedCalendars(store.calendars, await openVault(directory, randomBytes, log), log);
      const newer = await calendars.add({ ...account, name: "b", password: "newer" }, null);
      expect(newer.password).toBe("newer");
      expect((await calendars.list()).map(({ password }) => password)).toEqual(["older", "newer"]);
      const kept = await store.calendars.passwords();
      expect(kept).toHaveLength(2);
      expect(JSON.stringify([kept, await store.calendars.list()])).not.toMatch(/older|newer/);
      await rm(directory, { recursive: true });
      const silent = createLog("error", () => {});
      const other = await sealedCalendars(store.calendars, await openVault(directory, randomBytes, silent), silent);
      expect((await other.list()).map(({ password }) => password)).toEqual([null, null]);
      expect(await store.calendars.passwords()).toEqual(kept);
      await rm(directory, { recursive: true });
      for (const { id } of [older, newer]) await store.calendars.remove(id);
    });

    it("keeps what lies in an account by its address, and writes to one calendar at most", async () => {
      const { calendars } = store;
      const account = {
        name: "会社",
        kind: "caldav",
        url: "https://cal.example/",
        username: "me",
        password: null,
      } as const;
      const object = (name: string, text = name) => ({
        href: `https://cal.example/work/${name}.ics`,
        collection: "w",
        etag: '"1"',
        text,
      });
      const collections = [{ id: "w", url: "https://cal.example/work/", name: "仕事", writable: true }];
      const read = { bodies: [], etag: null, lastModified: null, collections, objects: [object("a"), object("b")] };
      const { id } = await calendars.add(account, read);
      const other = await calendars.add({ ...account, name: "家" }, read);
      const stateOf = async (of: string) => (await calendars.list()).find((each) => each.id === of);
      const texts = async () => (await calendars.bodies(id)).objects.map(({ text }) => text);
      expect(await stateOf(id)).toMatchObject({ collections, writesTo: null });
      expect(await calendars.bodies(id)).toEqual({ bodies: [], objects: read.objects });

      expect([await calendars.writeTo(other.id, "w"), await calendars.writeTo(id, "w")]).toEqual([true, true]);
      expect([(await stateOf(other.id))?.writesTo, (await stateOf(id))?.writesTo]).toEqual([null, "w"]);
      expect([await calendars.writeTo("nobody", null), (await stateOf(id))?.writesTo]).toEqual([false, "w"]);

      const before = (await stateOf(id))?.readAt ?? null;
      await calendars.saveObject(id, object("a", "changed"));
      await calendars.removeObject(id, object("b").href, true);
      await calendars.saveObject(id, object("c"));
      // What was asked for before that is out of date.
      expect(await calendars.saveRead(id, read, before)).toBe(false);
      expect(await texts()).toEqual(["changed", "c"]);
      expect(await calendars.removedObjects(id)).toEqual([object("b")]);
      await calendars.saveObject(id, object("b"));
      await calendars.removeObject(id, object("c").href, false);
      expect([await texts(), await calendars.removedObjects(id)]).toEqual([["changed", "b"], []]);

      const now = (await stateOf(id))?.readAt ?? null;
      expect(await calendars.saveRead(id, { ...read, objects: [object("d")], collections: [] }, now)).toBe(true);
      expect([await texts(), (await stateOf(id))?.writesTo]).toEqual([["d"], null]);
      await calendars.writeTo(id, "w");
      await calendars.remove(id);
      await calendars.writeTo(other.id, "w");
      await calendars.restore(id);
      expect([(await stateOf(id))?.writesTo, await texts()]).toEqual([null, ["d"]]);
      for (const each of [id, other.id]) await calendars.remove(each);
    });

    it("keeps what was read of a calendar while it cannot be read again", async () => {
      const { calendars } = store;
      const bodies = ["BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"];
      const read = { bodies, etag: '"1"', lastModified: null };
      const account = {
        name: "会社",
        kind: "caldav",
        url: "https://cal.example/",
        username: "me",
        password: "p",
      } as const;
      const { id } = await calendars.add(account, read);
      expect(await calendars.list()).toMatchObject([
        { ...account, etag: '"1"', readAt: expect.any(Date), failure: null },
      ]);
      await calendars.saveFailure(id, "unreachable");
      const [failing] = await calendars.list();
      await calendars.saveFailure(id, "refused");
      expect(await calendars.list()).toMatchObject([{ failure: "refused", failingSince: failing?.failingSince }]);
      expect(await calendars.bodies(id)).toEqual({ bodies, objects: [] });
      const readAt = async () => (await calendars.list())[0]?.readAt ?? null;
      expect(await calendars.saveRead(id, null, await readAt())).toBe(true);
      expect(await calendars.list()).toMatchObject([{ failure: null, failingSince: null, etag: '"1"' }]);
      expect(await calendars.saveRead(id, { bodies: [], etag: null, lastModified: "now" }, await readAt())).toBe(true);
      expect(await calendars.bodies(id)).toEqual({ bodies: [], objects: [] });
      expect([await calendars.rename(id, "家"), await calendars.rename("nobody", "家")]).toEqual([true, false]);
      expect([await calendars.remove(id), await calendars.remove(id)]).toEqual([true, false]);
      expect(await calendars.list()).toEqual([]);
      expect([await calendars.restore(id), await calendars.restore(id)]).toEqual([true, false]);
      expect(await calendars.list()).toMatchObject([{ name: "家" }]);
    });

    it("answers in the order it was asked", async () => {
      const writes = Array.from({ length: 20 }, (_, index) => store.saveTurn(turn("s", index + 1)));
      expect(await store.lastTurn("s")).toBe(20);
      await Promise.all(writes);
    });
  });
