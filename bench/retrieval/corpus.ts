/** Chapters of the guide in an index and their vectors in stores, as the relay keeps them. */
import type { Embedding, VectorHit, VectorStore } from "@hisho/providers/retrieval/port.ts";
import { type IndexedChunk, meaningText, NEIGHBOURS, PassageIndex } from "@hisho/relay/knowledge/passage-index.ts";
import { covers } from "@hisho/relay/knowledge/script.ts";
import { chaptersOf } from "./guide.ts";

const CHUNKS_AT_ONCE = 32;

export interface Corpus {
  index: PassageIndex;
  chunks: IndexedChunk[];
}

/** @param most passages at most */
export async function loadCorpus(
  embedding: Embedding,
  languages: readonly string[],
  most = Number.POSITIVE_INFINITY,
): Promise<Corpus> {
  const index = new PassageIndex(embedding);
  const chunks: IndexedChunk[] = [];
  for (const language of languages) {
    for (const chapter of await chaptersOf(language)) {
      const taken = chapter.slice(0, most - chunks.length);
      const [first] = taken;
      if (first === undefined) continue;
      await index.set(first.docId, taken);
      chunks.push(...taken);
    }
  }
  return { index, chunks };
}

/** The vector's name of each passage, in the corpus's order. */
export function vectorIdsOf({ index, chunks }: Corpus): string[] {
  const ids = new Map(
    [...new Set(chunks.map(({ docId }) => docId))].flatMap((docId) =>
      index.entriesOf(docId).map(({ chunk, vectorId }) => [chunk, vectorId] as const),
    ),
  );
  return chunks.map((chunk) => ids.get(chunk) ?? "");
}

/** Embeds what the embedding reads. @returns how many passages that are */
export async function embedCorpus(
  corpus: Corpus,
  embedding: Embedding,
  stores: readonly VectorStore[],
  signal: AbortSignal,
): Promise<number> {
  const ids = vectorIdsOf(corpus);
  const readable = corpus.chunks
    .map((chunk, place) => ({ chunk, id: ids[place] ?? "" }))
    .filter(({ chunk }) => covers(embedding.languages, chunk.text));
  for (let first = 0; first < readable.length; first += CHUNKS_AT_ONCE) {
    const some = readable.slice(first, first + CHUNKS_AT_ONCE);
    const vectors = await embedding.embed(
      some.map(({ chunk }) => meaningText(chunk)),
      signal,
    );
    const names = some.map(({ id }) => id);
    for (const store of stores) await store.add(names, vectors);
  }
  return readable.length;
}

/** As the relay asks: nothing where the embedding does not read the question. */
export async function nearTo(
  text: string,
  embedding: Embedding,
  store: VectorStore,
  signal: AbortSignal,
): Promise<VectorHit[]> {
  if (!covers(embedding.languages, text)) return [];
  const [vector] = await embedding.embed([text], signal, "query");
  return vector === undefined ? [] : store.search(vector, NEIGHBOURS);
}
