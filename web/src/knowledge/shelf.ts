/**
 * The shelf: the relay's documents as this page knows them, and what is on its way to them. One file at a time, so that
 * each has its own progress and its own refusal; it goes on while the person looks at another screen.
 */
import type { DocumentStatus } from "@hisho/protocol";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Clock } from "../session/clock.ts";
import type { DocumentsClient, Gift, Taken } from "./documents-client.ts";

export type Arrival = {
  /** Unique in this page. */
  id: number;
  name: string;
  /** Under which the relay lists it. */
  source: string;
  /** Null for an address. */
  bytes: number | null;
} & (
  | { state: "waiting" }
  /** `share` of it has left, 0 to 1. */
  | { state: "sending"; share: number }
  /** `share` of it is indexed; null while it is being read. */
  | { state: "reading"; share: number | null }
  | { state: "refused"; reason: string }
  /** The relay did not answer: it can be tried again. */
  | { state: "away" }
);

export interface ShelfState {
  /** Newest first; null until they are known. */
  documents: readonly DocumentStatus[] | null;
  /** False: what this device remembers of them. */
  fresh: boolean;
  arrivals: readonly Arrival[];
  /** Taken off the shelf, and still to be had back. */
  removed: DocumentStatus | null;
  /** Being read again. */
  rereading: ReadonlySet<string>;
  /** The last removal or rereading came to nothing. */
  failed: boolean;
}

/** Where the list is remembered for when the relay is away; `History` is one. */
export interface ShelfMemory {
  shelf(): Promise<readonly DocumentStatus[]>;
  keepShelf(documents: readonly DocumentStatus[]): Promise<boolean>;
}

export interface Shelf {
  store: StoreApi<ShelfState>;
  /** Asks for the list, and goes on asking while something is being indexed. */
  look(): Promise<void>;
  add(gifts: readonly Gift[]): void;
  addPage(url: string): void;
  retry(id: number): void;
  dismiss(id: number): void;
  reread(docId: string): Promise<void>;
  /** The person says whether it holds personal data. */
  flagPersonal(docId: string, holds: boolean): Promise<void>;
  /** Off the shelf at once; gone for good with `forget`, or with the next one. */
  remove(document: DocumentStatus): void;
  undo(): void;
  forget(): Promise<void>;
  /** Passages about some words, best first; null when the relay does not answer. */
  search: DocumentsClient["search"];
}

const LOOK_AGAIN_MS = 700;

type Load = { gift: Gift } | { url: string };

export function createShelf(client: DocumentsClient, memory: ShelfMemory, clock: Pick<Clock, "after">): Shelf {
  const store = createStore<ShelfState>(() => ({
    documents: null,
    fresh: false,
    arrivals: [],
    removed: null,
    rereading: new Set(),
    failed: false,
  }));
  const loads = new Map<number, Load>();
  const { signal } = new AbortController();
  let lastId = 0;
  let sending = false;
  let looking: Promise<void> | null = null;
  let cancelLook: (() => void) | null = null;

  const change = (id: number, next: object): void =>
    store.setState(({ arrivals }) => ({
      arrivals: arrivals.map((arrival) => (arrival.id === id ? ({ ...arrival, ...next } as Arrival) : arrival)),
    }));

  async function ask(): Promise<void> {
    const documents = await client.list(signal);
    if (documents !== null) {
      store.setState({ documents, fresh: true });
      void memory.keepShelf(documents);
      showIndexing(documents);
    } else {
      const known = store.getState().documents ?? (await memory.shelf());
      store.setState({ documents: known, fresh: false });
    }
    const { arrivals } = store.getState();
    const isMoving = documents?.some(({ progress }) => progress !== null) === true;
    if (isMoving || (documents !== null && arrivals.some(({ state }) => state === "reading"))) lookIn(LOOK_AGAIN_MS);
  }

  function lookIn(delayMs: number): void {
    cancelLook?.();
    cancelLook = clock.after(delayMs, () => void look());
  }

  /** A file on its way is known to the relay by its name. */
  function showIndexing(documents: readonly DocumentStatus[]): void {
    for (const arrival of store.getState().arrivals) {
      if (arrival.state !== "reading") continue;
      const progress = documents.find(({ source }) => source === arrival.source)?.progress ?? null;
      if (progress !== arrival.share) change(arrival.id, { share: progress });
    }
  }

  function look(): Promise<void> {
    looking ??= ask().finally(() => {
      looking = null;
    });
    return looking;
  }

  async function sendAll(): Promise<void> {
    if (sending) return;
    sending = true;
    try {
      for (let next = firstWaiting(); next !== undefined; next = firstWaiting()) await sendOne(next);
    } finally {
      sending = false;
    }
  }

  const firstWaiting = (): Arrival | undefined => store.getState().arrivals.find(({ state }) => state === "waiting");

  async function sendOne({ id }: Arrival): Promise<void> {
    const load = loads.get(id);
    if (load === undefined) return;
    const reading = (): void => {
      change(id, { state: "reading", share: null });
      void look();
    };
    let taken: Taken;
    if ("gift" in load) {
      change(id, { state: "sending", share: 0 });
      const onSent = (share: number): void => {
        if (share < 1) change(id, { state: "sending", share });
        else if (store.getState().arrivals.some((each) => each.id === id && each.state === "sending")) reading();
      };
      taken = await client.send(load.gift, onSent, signal);
    } else {
      reading();
      taken = await client.fetchPage(load.url, signal);
    }
    if (taken.outcome === "taken") {
      await looking;
      await look();
      dismiss(id);
      for (const { name, reason } of taken.refused) turnAway(name, reason);
    } else {
      change(id, taken.outcome === "refused" ? { state: "refused", reason: taken.reason } : { state: "away" });
    }
  }

  /** What an archive held and nobody reads: it is said once, there is nothing to send again. */
  function turnAway(name: string, reason: string): void {
    lastId += 1;
    const arrival: Arrival = { id: lastId, name, source: name, bytes: null, state: "refused", reason };
    store.setState(({ arrivals }) => ({ arrivals: [...arrivals, arrival] }));
  }

  function arrive(entries: readonly { name: string; source: string; bytes: number | null; load: Load }[]): void {
    const arrivals = entries.map(({ load, ...entry }): Arrival => {
      lastId += 1;
      loads.set(lastId, load);
      return { ...entry, id: lastId, state: "waiting" };
    });
    store.setState((before) => ({ arrivals: [...before.arrivals, ...arrivals] }));
    void sendAll();
  }

  function dismiss(id: number): void {
    loads.delete(id);
    store.setState(({ arrivals }) => ({ arrivals: arrivals.filter((arrival) => arrival.id !== id) }));
  }

  async function forget(): Promise<void> {
    const { removed } = store.getState();
    if (removed === null) return;
    store.setState({ removed: null, documents: without(store.getState().documents, removed.doc_id) });
    const isGone = await client.remove(removed.doc_id);
    store.setState({ failed: !isGone });
    await looking;
    await look();
  }

  return {
    store,
    look,
    add: (gifts) =>
      arrive(gifts.map((gift) => ({ name: gift.file.name, source: gift.path, bytes: gift.file.size, load: { gift } }))),
    addPage: (url) => arrive([{ name: url, source: url, bytes: null, load: { url } }]),
    retry(id) {
      change(id, { state: "waiting" });
      void sendAll();
    },
    dismiss,
    async reread(docId) {
      const { rereading } = store.getState();
      if (rereading.has(docId)) return;
      store.setState({ rereading: new Set([...rereading, docId]), failed: false });
      lookIn(LOOK_AGAIN_MS);
      const isDone = await client.reindex(docId, signal);
      const left = new Set(store.getState().rereading);
      left.delete(docId);
      store.setState({ rereading: left, failed: !isDone });
      await looking;
      await look();
    },
    async flagPersonal(docId, holds) {
      store.setState({ failed: !(await client.flagPersonal(docId, holds)) });
      await looking;
      await look();
    },
    remove(document) {
      void forget();
      store.setState({ removed: document, failed: false });
    },
    undo: () => store.setState({ removed: null }),
    forget,
    search: client.search,
  };
}

const without = (documents: readonly DocumentStatus[] | null, docId: string): readonly DocumentStatus[] | null =>
  documents?.filter((document) => document.doc_id !== docId) ?? null;
