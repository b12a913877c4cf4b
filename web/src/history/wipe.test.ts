import "fake-indexeddb/auto";
import { openDB } from "idb";
import { afterEach, expect, it } from "vitest";
import { turnView } from "../ui/testing/fixtures.ts";
import { History } from "./history.ts";

const opened: History[] = [];
afterEach(async () => {
  for (const history of opened.splice(0)) await history.close();
});

function device() {
  const name = `wipe-${crypto.randomUUID()}`;
  const history = new History({ writer: "page", name });
  opened.push(history);
  /** Every row of the record, as text. */
  const all = async (): Promise<string> => {
    const database = await openDB(name);
    const rows = await Promise.all([...database.objectStoreNames].map((store) => database.getAll(store)));
    database.close();
    return JSON.stringify(rows);
  };
  return { history, all };
}

const AT = "2026-01-05T09:00:00Z";
const said = (key: string, userText: string) => turnView({ key, at: AT, userText, end: "completed" });
const pending = (id: string, text: string) => ({ id, text, at: AT, replaces: null });
const passage = (turn: string) => ({
  turn,
  n: 1,
  docId: "d",
  start: 0,
  citedStart: 0,
  citedEnd: 3,
  text: "Visitors' parking.",
  length: 18,
  keptAt: AT,
});

it("takes every word of a visit away, and nobody else's", async () => {
  const { history, all } = device();
  await Promise.all([history.save("visit", said("v", "umbrella")), history.save("own", said("o", "kumquat"))]);
  await history.keepPending("visit", pending("never-a-turn", "umbrella stand"));
  await history.keepPassage(passage("v"));
  const sound = new Blob(["umbrella"]);
  await history.keepSound({ turn: "v", voice: "user", at: AT, bytes: sound.size, sound });
  expect(await history.wipe(["visit"])).toBe(true);
  expect(await all()).not.toMatch(/umbrella|parking|visit|"v"/);
  expect((await history.search("kumquat", 5)).total).toBe(1);
});

it("takes words away that were gathered for searching while the visit went on", async () => {
  const { history, all } = device();
  await Promise.all([history.save("visit", said("v", "umbrella")), history.save("own", said("o", "kumquat"))]);
  await history.tidySearch("at once");
  await history.wipe(["visit"]);
  expect(await all()).not.toMatch(/umbrella/);
  expect((await history.search("kumquat", 5)).total).toBe(1);
});

it("comes last: what is written of the visit while it goes on, or after it, is refused", async () => {
  const { history, all } = device();
  await history.save("visit", said("v", "umbrella"));
  const wiped = history.wipe(["visit"]);
  const late = () => [
    history.save("visit", said("v", "umbrella")),
    history.save("visit", said("w", "umbrella stand")),
    history.keepPending("visit", pending("w", "umbrella stand")),
    history.keepPassage(passage("v")),
    history.keepCopy({ turn: "v", voice: "user", bytes: 1, sound: new Blob(["u"]) }, 9),
  ];
  expect(await Promise.all(late())).not.toContain(false);
  expect(await wiped).toBe(true);
  expect(await Promise.all(late())).not.toContain(false);
  expect(await all()).not.toMatch(/umbrella|parking|visit/);
  await history.save("next", said("n", "lantern"));
  expect(await all()).toMatch(/lantern/);
});

it("takes away what a clock that was set back had put into the future", async () => {
  const { history, all } = device();
  await history.save("visit", { ...said("v", "umbrella"), at: "2099-01-01T00:00:00Z" });
  await history.wipe(["visit"]);
  expect(await all()).not.toMatch(/umbrella/);
});

it("leaves nothing behind for every visit that came and went", async () => {
  const { history, all } = device();
  for (let visit = 0; visit < 3; visit += 1) {
    await history.save(`visit-${visit}`, said(`v${visit}`, "umbrella"));
    await history.wipe([`visit-${visit}`]);
  }
  expect(JSON.parse(await all()).flat()).toEqual([]);
});
