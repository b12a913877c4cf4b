/** What bench/history.ts measures: the record of years in a browser's own IndexedDB. */
import { openDB } from "idb";
import { systemClock } from "../../session/clock.ts";
import { DeviceDatabase } from "../database.ts";
import { History } from "../history.ts";
import type { HistorySchema } from "../schema.ts";
import { turnMatches } from "../search.ts";
import { searchThread } from "../search-thread.ts";
import { putTurns } from "../turn-writes.ts";
import { inventedTurns } from "./invented.ts";

const BATCH = 500;
const SHOWN = 50;
const END_MS = Date.UTC(2026, 10, 20);

const openHistory = (): History => new History({ writer: "measured", search: searchThread(systemClock) });
let history = openHistory();

const timed = async <Result>(work: () => Promise<Result>): Promise<{ ms: number; result: Result }> => {
  const from = performance.now();
  const result = await work();
  return { ms: performance.now() - from, result };
};

export const measured = {
  /** Fills the record. @returns ms a turn, words for searching beside it */
  async fill(count: number): Promise<number> {
    const database = new DeviceDatabase({});
    const stored = [...inventedTurns(count, END_MS)].map((turn) => ({ ...turn, writer: "measured", revision: 1 }));
    const { ms } = await timed(async () => {
      for (let at = 0; at < count; at += BATCH) {
        await database.write((open) => putTurns(open, stored.slice(at, at + BATCH)));
      }
    });
    await database.close();
    return ms / count;
  },

  /** Gathers the words. @returns ms */
  async tidy(): Promise<number> {
    return (await timed(() => history.tidySearch())).ms;
  },

  /** One search by the thread that is there. @returns ms until the newest 50 turns are in the page, and how many match */
  async search(query: string): Promise<{ ms: number; total: number }> {
    const { ms, result } = await timed(() => history.search(query, SHOWN));
    return { ms, total: result.total };
  },

  /** As when the page has just been opened: a thread that has read nothing yet. */
  async searchCold(query: string): Promise<{ ms: number; total: number }> {
    await history.close();
    history = openHistory();
    return measured.search(query);
  },

  /** The baseline: a cursor over every turn. */
  async scan(query: string): Promise<{ ms: number; total: number }> {
    const database = await openDB<HistorySchema>("hisho");
    const { ms, result } = await timed(async () => {
      let total = 0;
      const index = database.transaction("turns").store.index("at");
      for (let at = await index.openCursor(null, "prev"); at !== null; at = await at.continue()) {
        if (turnMatches(at.value, query)) total += 1;
      }
      return total;
    });
    database.close();
    return { ms, total: result };
  },

  /** One more turn, on the disk. @returns ms each */
  async write(count: number, seed: number): Promise<number[]> {
    const times: number[] = [];
    for (const { conversation, ...turn } of inventedTurns(count, END_MS + count * 60_000, seed)) {
      times.push((await timed(() => history.save(conversation, turn))).ms);
    }
    return times;
  },

  /** The same without words to be searched, conversations or merging: the floor of what a write to the disk takes. */
  async writeBare(count: number): Promise<number[]> {
    const database = await openDB("hisho-bare", 1, {
      upgrade: (created) => void created.createObjectStore("turns", { keyPath: "key" }),
    });
    const times: number[] = [];
    for (const turn of inventedTurns(count, END_MS, 11)) {
      const one = async (): Promise<void> => {
        const { store, done } = database.transaction("turns", "readwrite", { durability: "strict" });
        await Promise.all([store.put(turn), done]);
      };
      times.push((await timed(one)).ms);
    }
    database.close();
    return times;
  },

  /** Characters and bytes held for searching, and bytes of the whole on the disk as the browser counts them. */
  async size(): Promise<{ segments: number; characters: number; usageBytes: number }> {
    const database = await openDB<HistorySchema>("hisho");
    const segments = await database.getAll("segments");
    database.close();
    const { usage = 0 } = await navigator.storage.estimate();
    return {
      segments: segments.length,
      characters: segments.reduce((sum, { text }) => sum + text.length, 0),
      usageBytes: usage,
    };
  },
};

export type Measured = typeof measured;

declare global {
  interface Window {
    measured: Measured;
  }
}

window.measured = measured;
