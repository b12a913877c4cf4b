import { createHash, randomUUID } from "node:crypto";
import type { Health } from "@hisho/providers/health.ts";
import type { Passage } from "@hisho/providers/llm/port.ts";
import type { Embedding, VectorStore } from "@hisho/providers/retrieval/port.ts";
import type { Clock } from "../clock.ts";
import type { CallMeter } from "../provider-ledger.ts";
import { type DocumentSummary, OWNER, type Store, type StoredChunk, type StoredDocument } from "../store/port.ts";
import { baseName } from "./base-name.ts";
import type { FormerEmbeddingOf } from "./former-answers.ts";
import { rankWithin } from "./narrowed.ts";
import { type IndexedChunk, PassageIndex } from "./passage-index.ts";
import { holdsPersonalData } from "./personal-data.ts";
import { split } from "./split.ts";
import { type CatchingUp, VectorKeeper } from "./vector-keeper.ts";

export interface NewDocument {
  /** Where it comes from; indexing the same source again replaces the document. */
  source: string;
  title: string;
  text: string;
  mediaType: string;
  /** What it was read from, in bytes, where that is known. */
  bytes?: number;
  /** SHA-256 of what it was read from, in hexadecimal, where that is known. */
  fileHash?: string;
}

export interface DocumentDetail extends DocumentSummary {
  passages: readonly StoredChunk[];
}

export interface Indexed {
  /** In the order given. */
  documents: DocumentSummary[];
  /** Texts that were turned into vectors; those that had one already are not counted. */
  embedded: number;
}

/** The person's own documents: kept, cut, and found again. */
export interface SearchOptions {
  topK: number;
  /** BCP 47 of the question. */
  language: string;
  /** The id of the one document that is asked about. */
  within?: string | undefined;
}

export interface Knowledge {
  /**
   * Reads what is kept and makes the vectors that are missing, when the embedding and the vector store are prepared.
   * Without it the first search does so, the vectors behind it. @throws StoreError
   */
  prepare(): Promise<void>;
  /** Reads what is kept: from then on documents are found by their words. @throws StoreError */
  load(): Promise<void>;
  /**
   * Keeps a document and makes it findable. Content that has not changed is not embedded again. When the embedding
   * fails the document is kept and found by its words, and its meaning is caught up on later. What is kept is embedded
   * too, though the signal be aborted meanwhile.
   * @throws StoreError, or the signal's reason when aborted before the document was kept
   */
  index(document: NewDocument, signal: AbortSignal): Promise<DocumentSummary>;
  /** As `index` of one after the other, with the vectors of all made and written together. */
  indexAll(documents: readonly NewDocument[], signal: AbortSignal): Promise<Indexed>;
  /** @returns whether it was there */
  remove(docId: string): Promise<boolean>;
  /** @returns passages numbered from 1, best first; empty when nothing is about the question. @throws the signal's reason */
  search(query: string, options: SearchOptions, signal: AbortSignal): Promise<Passage[]>;
  /**
   * Its source has another name or place now; nothing is read or embedded again.
   * @returns `taken` when another document has that source, null when it is not there
   */
  move(docId: string, source: string): Promise<DocumentSummary | "taken" | null>;
  /** Newest first. */
  documents(): Promise<DocumentSummary[]>;
  document(docId: string): Promise<DocumentDetail | null>;
  /** As it is kept, with its whole text. */
  stored(docId: string): Promise<StoredDocument | null>;
  /** The person says whether it holds personal data; that stands whatever is found in it. @returns whether it is there */
  flag(docId: string, holdsPersonalData: boolean): Promise<boolean>;
  /** How far its vectors are while they are being made, 0 to 1; null when nobody is at it. */
  progressOf(docId: string): number | null;
  /** How far the vectors are that are made behind the conversations, after a change of the embedding for one; else null. */
  catchingUp(): CatchingUp | null;
  /** Cuts it anew from its kept text, and embeds what of that is new. @returns null when it is not there */
  reindex(docId: string, signal: AbortSignal): Promise<DocumentSummary | null>;
  /** Tells whether what is found has changed: both numbers grow. */
  readonly revision: { removed: number; added: number };
  /** `degraded` while meaning cannot be compared; words still are. */
  health(): Health;
  /** Waits for what is being written and stops catching up. */
  close(): Promise<void>;
}

export interface KnowledgeParts {
  store: Store;
  embedding: Embedding;
  vectorStore: VectorStore;
  clock: Clock;
  /** How long a question may take to become a vector, ms. Default 3,000. */
  embeddingDeadlineMs?: () => number;
  /** A question was answered from the documents' words alone. */
  onFallback?: () => void;
  /** Told how the embedding of each question went. */
  meter?: CallMeter;
  /** Other relays change the documents too: how often to look what they did, ms. Absent: nobody else does. */
  followMs?: number;
  /** Makes the embedding again that vectors of before come from, so that they answer until there are new ones. */
  formerEmbeddingOf?: FormerEmbeddingOf;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Pages are parted by form feeds. */
const pagesIn = (text: string): number | null => (text.includes("\f") ? text.split("\f").length : null);

/** What the person said of a document, else what is found in its text. */
const piiOf = (text: string, known: Pick<StoredDocument, "piiFlag" | "piiSetBy"> | null) =>
  known?.piiSetBy === "person"
    ? { piiFlag: known.piiFlag, piiSetBy: known.piiSetBy }
    : { piiFlag: holdsPersonalData(text), piiSetBy: "pattern" as const };

const chunksFrom = ({ docId, title, text }: StoredDocument): IndexedChunk[] =>
  split(text).map(({ locator, start, end }, ordinal) => {
    const piece = text.slice(start, end);
    return { docId, ordinal, locator, start, end, text: piece, hash: sha256(piece), title };
  });

/** Changes with what is found of a document. */
const stampOf = ({ hash, title, mediaType, updatedAt }: DocumentSummary): string =>
  [hash, title, mediaType, updatedAt.getTime()].join("\0");

const summaryOf = ({ text: _, ...head }: StoredDocument, chunks: number): DocumentSummary => ({ ...head, chunks });

export function createKnowledge(parts: KnowledgeParts): Knowledge {
  const {
    store,
    embedding,
    vectorStore,
    clock,
    embeddingDeadlineMs = () => 3_000,
    onFallback = () => {},
    meter,
    followMs,
    formerEmbeddingOf,
  } = parts;
  const index = new PassageIndex(embedding);
  const vectors = new VectorKeeper(store, embedding, vectorStore, index, {
    clock,
    deadlineMs: embeddingDeadlineMs,
    onFallback,
    onFailed: retryLater,
    formerEmbeddingOf,
    meter,
  });
  let catching: Promise<void> | undefined;
  let loading: Promise<void> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /** What the index holds, by document: its stamp, and the embedding that its vectors are of. */
  const held = new Map<string, { stamp: string; version: string | null }>();
  let cancelFollow: (() => void) | undefined;
  let cancelRetry: (() => void) | undefined;
  let isClosed = false;

  /** Takes over what is in the store and not in the index, and forgets what is no longer there. */
  async function load(): Promise<void> {
    const kept = await store.documents();
    const ids = new Set(kept.map(({ docId }) => docId));
    const gone = [...held.keys()].filter((docId) => !ids.has(docId));
    for (const docId of gone) {
      index.delete(docId);
      held.delete(docId);
    }
    const moved = kept.filter((each) => held.get(each.docId)?.version !== each.embeddingVersion);
    const changed = kept.filter((each) => held.get(each.docId)?.stamp !== stampOf(each));
    for (const each of changed) {
      const chunks = await store.chunksOf(each.docId);
      await index.set(
        each.docId,
        chunks.map((chunk) => ({ ...chunk, title: each.title })),
      );
    }
    for (const each of kept) held.set(each.docId, { stamp: stampOf(each), version: each.embeddingVersion });
    if (gone.length + moved.length + changed.length > 0) await vectors.lookAgain();
  }

  /** Looks from time to time at what others have changed. */
  function follow(): void {
    if (followMs === undefined || isClosed) return;
    cancelFollow?.();
    cancelFollow = clock.after(followMs, () => {
      // The store's own health tells of a failure, and the next look catches up.
      inTurn(async () => {}).then(follow, follow);
    });
  }

  /** Reads what is kept, once; a failure is tried again at the next call. */
  function loaded(): Promise<void> {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  }

  function reloaded(): Promise<void> {
    loading = undefined;
    return loaded();
  }

  /** Changes follow each other. */
  function inTurn<T>(change: () => Promise<T>): Promise<T> {
    const result = last.then(followMs === undefined ? loaded : reloaded).then(change);
    last = result.catch(() => {}); // told to whoever asked for that change
    return result;
  }

  /** Catching up on vectors is a change like any other, so each step waits for its turn and none fails a caller. */
  function catchUp(): Promise<void> {
    catching ??= (async () => {
      while (await inTurn(() => vectors.catchUp()));
    })().finally(() => {
      catching = undefined;
    });
    return catching;
  }

  /** What has no vectors gets them when they can be made again, whether anybody asks meanwhile or not. */
  function retryLater(): void {
    if (isClosed || cancelRetry !== undefined) return;
    cancelRetry = clock.after(vectors.retryInMs(), () => {
      cancelRetry = undefined;
      const unlessWell = (): void => {
        if (!vectors.isCaughtUp()) retryLater();
      };
      catchUp().then(unlessWell, unlessWell);
    });
  }

  /** @returns the vectors that it no longer has */
  async function save(document: StoredDocument): Promise<string[]> {
    const before = index.entriesOf(document.docId).map(({ vectorId }) => vectorId);
    const chunks = chunksFrom(document);
    await store.saveDocument(document, chunks);
    await index.set(document.docId, chunks);
    held.set(document.docId, { stamp: stampOf(summaryOf(document, chunks.length)), version: embedding.version });
    return before;
  }

  async function keep(documents: readonly StoredDocument[], signal: AbortSignal): Promise<Indexed> {
    const all = documents.map(({ docId }) => docId);
    const released: string[] = [];
    const kept: StoredDocument[] = [];
    let failure: { error: unknown } | undefined;
    vectors.expect(all);
    for (const document of documents) {
      try {
        signal.throwIfAborted();
        released.push(...(await save(document)));
        kept.push(document);
      } catch (error) {
        failure = { error };
        break;
      }
    }
    vectors.forgo(all.slice(kept.length));
    const ids = kept.map(({ docId }) => docId);
    const embedded = ids.length === 0 ? 0 : await vectors.embed(ids, released);
    if (failure !== undefined) throw failure.error;
    const embeddingVersion = embedded === null ? null : embedding.version;
    return {
      documents: kept.map((each) => summaryOf({ ...each, embeddingVersion }, index.countOf(each.docId))),
      embedded: embedded ?? 0,
    };
  }

  /** What is to be kept of a document; undefined when that is kept already. */
  async function changed(document: NewDocument): Promise<{ known: StoredDocument | null; next?: StoredDocument }> {
    const hash = sha256(document.text);
    const known = await store.documentBySource(document.source, OWNER);
    const isSame = known?.hash === hash && known.title === document.title && known.mediaType === document.mediaType;
    const isSameFile = document.fileHash === undefined || known?.fileHash === document.fileHash;
    if (isSame && isSameFile && known.embeddingVersion === embedding.version) return { known };
    const at = clock.date();
    const createdAt = known?.createdAt ?? at;
    const docId = known?.docId ?? randomUUID();
    const fixed = { docId, hash, embeddingVersion: null, ownerScope: OWNER, ...piiOf(document.text, known) };
    const size = { bytes: document.bytes ?? null, fileHash: document.fileHash ?? null, pages: pagesIn(document.text) };
    return { known, next: { ...document, ...size, ...fixed, createdAt, updatedAt: at } };
  }

  async function indexAll(documents: readonly NewDocument[], signal: AbortSignal): Promise<Indexed> {
    signal.throwIfAborted();
    const all = new Map<string, { known: StoredDocument | null; next?: StoredDocument }>();
    for (const document of documents) all.set(document.source, await changed(document));
    const kept = await keep(
      [...all.values()].flatMap(({ next }) => next ?? []),
      signal,
    );
    const summaries = [...all.values()].flatMap(({ known, next }) => {
      if (next !== undefined) return kept.documents.find(({ docId }) => docId === next.docId) ?? [];
      return known === null ? [] : summaryOf(known, index.countOf(known.docId));
    });
    return { documents: summaries, embedded: kept.embedded };
  }

  return {
    async prepare() {
      await inTurn(async () => vectors.openFormer());
      follow();
      await catchUp();
      if (!vectors.isCaughtUp()) retryLater();
    },

    load: () => inTurn(async () => {}),

    indexAll: (documents, signal) => inTurn(() => indexAll(documents, signal)),

    index: (document, signal) =>
      inTurn(async () => {
        const [summary] = (await indexAll([document], signal)).documents;
        if (summary === undefined) throw new Error("a document that was kept is not there");
        return summary;
      }),

    remove: (docId) =>
      inTurn(async () => {
        const released = index.entriesOf(docId).map(({ vectorId }) => vectorId);
        const wasThere = await store.deleteDocument(docId);
        index.delete(docId);
        held.delete(docId);
        await vectors.release(released);
        return wasThere;
      }),

    move: (docId, source) =>
      inTurn(async () => {
        const document = await store.document(docId);
        if (document === null) return null;
        const other = await store.documentBySource(source, OWNER);
        if (other !== null && other.docId !== docId) return "taken";
        // A title that was the file's name goes with it.
        const title = document.title === baseName(document.source) ? baseName(source) : document.title;
        const moved = { ...document, source, title, updatedAt: clock.date() };
        await save(moved);
        return summaryOf(moved, index.countOf(docId));
      }),

    async search(query, { topK, within }, signal) {
      await loaded();
      if (vectors.isBehind()) void catchUp();
      const near = await vectors.search(query, signal);
      const ranked =
        within === undefined ? index.rank(query, near, topK) : rankWithin(index.entriesOf(within), query, near, topK);
      return ranked.map(({ chunk, score }, place) => ({
        n: place + 1,
        docId: chunk.docId,
        title: chunk.title,
        locator: chunk.locator,
        start: chunk.start,
        end: chunk.end,
        text: chunk.text,
        score,
      }));
    },

    documents: () => store.documents(),

    async document(docId) {
      const document = await store.document(docId);
      if (document === null) return null;
      const passages = await store.chunksOf(docId);
      return { ...summaryOf(document, passages.length), passages };
    },

    stored: (docId) => store.document(docId),

    flag: (docId, piiFlag) => inTurn(() => store.flagDocument(docId, piiFlag)),

    progressOf: (docId) => vectors.progressOf(docId),

    catchingUp: () => vectors.catchingUp(),

    reindex: (docId, signal) =>
      inTurn(async () => {
        const document = await store.document(docId);
        if (document === null) return null;
        const pii = piiOf(document.text, document);
        const anew = { ...document, ...pii, embeddingVersion: null, updatedAt: clock.date() };
        const { documents } = await keep([anew], signal);
        return documents[0] ?? null;
      }),

    get revision() {
      return index.revision;
    },

    health: () => vectors.health(),

    async close() {
      isClosed = true;
      cancelFollow?.();
      cancelRetry?.();
      await vectors.stop();
      await catching;
      await last;
    },
  };
}
