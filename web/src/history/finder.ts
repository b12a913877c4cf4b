/**
 * Finds turns by their words. The words lie in the database beside the turns: what was said lately in `fresh`, written
 * together with its turn, everything else in `segments`. A finder holds the segments in memory, so that only the first
 * search reads them. Any number of pages may search and tidy: segments are immutable, and only transactions change them.
 */
import { isDeleted } from "./deletion.ts";
import type { HistoryDatabase, StoredTurn } from "./schema.ts";
import { type FreshWords, matchesIn, type Segment, segmentOf, turnsOf } from "./segment.ts";
import { queryWords } from "./words.ts";

/** Small enough to be stored in the database's own pages rather than a file each. */
const SEGMENT_TURNS = 128;
const SEGMENT_CHARACTERS = 24_000;
/** So much may lie in `fresh`: it is read for every search. */
export const TIDY_AT = 256;

export interface Found {
  /** The newest first, as many as asked for. */
  turns: readonly StoredTurn[];
  /** Of all that match. */
  total: number;
}

interface Hit {
  key: string;
  atMs: number;
}

/** What changes with every turn, as it was read. */
interface Lately {
  revision: number;
  fresh: ReadonlyMap<string, FreshWords>;
  /** By conversation, ms: what was said in it until then is deleted. */
  watermarks: ReadonlyMap<string, number>;
}

export class Finder {
  #segments = new Map<number, Segment>();
  #lately: Lately | null = null;

  /**
   * Turns in which every word of the query was said, newest first. Nothing for a query without words.
   * @param revision of the record, as whoever asks knows it: the database is asked what has changed when it is another
   */
  async find(database: HistoryDatabase, query: string, limit: number, revision: number): Promise<Found> {
    const words = queryWords(query);
    if (words.length === 0) return { turns: [], total: 0 };
    const known = this.#lately?.revision === revision ? this.#lately : null;
    const { fresh, watermarks } = known ?? (await this.#refresh(database, revision));
    const hits: Hit[] = [];
    const add = (key: string, conversation: string, atMs: number): void => {
      if (atMs > (watermarks.get(conversation) ?? Number.NEGATIVE_INFINITY)) hits.push({ key, atMs });
    };
    for (const segment of this.#segments.values()) {
      for (const at of matchesIn(segment, words)) {
        const key = segment.keys[at] ?? "";
        if (!fresh.has(key)) add(key, segment.conversations[at] ?? "", segment.atMs[at] ?? 0);
      }
    }
    for (const { key, conversation, atMs, words: said } of fresh.values()) {
      if (said !== null && words.every((word) => said.includes(word))) add(key, conversation, atMs);
    }
    hits.sort((a, b) => b.atMs - a.atMs);
    const { store } = database.transaction("turns");
    const turns = await Promise.all(hits.slice(0, limit).map(({ key }) => store.get(key)));
    return {
      turns: turns.filter((turn) => turn !== undefined && !isDeleted(turn)) as StoredTurn[],
      total: hits.length,
    };
  }

  /** Gathers what is fresh into segments, and takes deleted words out of them, when so many have changed. */
  async tidy(database: HistoryDatabase, atLeast: number): Promise<void> {
    if ((await database.count("fresh")) < atLeast) return;
    await this.#refresh(database, Number.NaN);
    const transaction = database.transaction(["fresh", "segments"], "readwrite");
    const segments = transaction.objectStore("segments");
    const fresh = await transaction.objectStore("fresh").getAll();
    const changed = new Set(fresh.map(({ key }) => key));
    const remade: FreshWords[] = [];
    for (const id of await segments.getAllKeys()) {
      const segment = this.#segments.get(id) ?? (await segments.get(id));
      if (segment === undefined || !segment.keys.some((key) => changed.has(key))) continue;
      remade.push(...turnsOf(segment).filter(({ key }) => !changed.has(key)));
      await segments.delete(id);
    }
    const said = [...remade, ...fresh].filter(({ words }) => words !== null);
    const gathered = said.sort((a, b) => a.atMs - b.atMs);
    await Promise.all([
      ...portions(gathered).map((turns) => segments.add(segmentOf(turns))),
      transaction.objectStore("fresh").clear(),
      transaction.done,
    ]);
  }

  /** Brings the segments in memory up to the database's, and reads what changes with every turn. */
  async #refresh(database: HistoryDatabase, revision: number): Promise<Lately> {
    const transaction = database.transaction(["fresh", "segments", "conversations"]);
    const segments = transaction.objectStore("segments");
    const [ids, fresh, deleted] = await Promise.all([
      segments.getAllKeys(),
      transaction.objectStore("fresh").getAll(),
      transaction.objectStore("conversations").index("deletedAt").getAll(),
    ]);
    const missing = ids.filter((id) => !this.#segments.has(id));
    const [first, last] = [missing[0], missing.at(-1)];
    const read = first === undefined ? [] : await segments.getAll(IDBKeyRange.bound(first, last));
    const present = new Set(ids);
    for (const id of this.#segments.keys()) if (!present.has(id)) this.#segments.delete(id);
    for (const segment of read) if (segment.id !== undefined) this.#segments.set(segment.id, segment);
    this.#lately = {
      revision,
      fresh: new Map(fresh.map((words) => [words.key, words])),
      watermarks: new Map(deleted.map(({ id, deletedAt = "" }) => [id, Date.parse(deletedAt)])),
    };
    return this.#lately;
  }
}

function portions(turns: readonly FreshWords[]): readonly FreshWords[][] {
  const all: FreshWords[][] = [];
  let characters = 0;
  for (const turn of turns) {
    const length = turn.words?.length ?? 0;
    const last = all.at(-1);
    if (last !== undefined && last.length < SEGMENT_TURNS && characters + length <= SEGMENT_CHARACTERS) {
      last.push(turn);
      characters += length;
    } else {
      all.push([turn]);
      characters = length;
    }
  }
  return all;
}
