/**
 * `npm run bench -- retrieval`: finds passages of real documents in Japanese, English and Korean by meaning, by words and by
 * both, and says how good each is and how long it takes.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createEmbeddedEmbedding } from "@hisho/providers/retrieval/embedded-embedding.ts";
import type { VectorHit, VectorStore } from "@hisho/providers/retrieval/port.ts";
import { createVectorStore } from "@hisho/providers/retrieval/vector-store.ts";
import { type IndexedChunk, meaningText, PassageIndex } from "@hisho/relay/knowledge/passage-index.ts";
import { covers } from "@hisho/relay/knowledge/script.ts";
import { chaptersOf, findGuide, languagesOfGuide } from "./retrieval/guide.ts";
import { type Judged, mean, ndcg, PLACES, recall } from "./retrieval/quality.ts";
import { type Kind, QUESTIONS, type Question } from "./retrieval/questions.ts";
import { quantile, seededRandom, table } from "./statistics.ts";

const NEIGHBOURS = 50;
const CHUNKS_AT_ONCE = 32;
const TIMED_CHUNKS = 10_000;
const ROUNDS = 5;
/** Beside the embedding of the question. */
const MOST_P95_MS = 5;
const { signal } = new AbortController();

const WAYS = ["meaning", "words", "both"] as const;
type Way = (typeof WAYS)[number];

findGuide();
const folder = await mkdtemp(path.join(tmpdir(), "hisho-bench-"));
const embedding = createEmbeddedEmbedding();
await embedding.prepare(signal);

async function openVectors(backend: "faiss" | "flat", name: string): Promise<VectorStore | undefined> {
  try {
    const store = createVectorStore({ backend, path: path.join(folder, name), dimensions: embedding.dimensions });
    await store.prepare(signal);
    return store;
  } catch (error) {
    if (backend === "flat") throw error;
    return undefined;
  }
}

/** Every chapter in one index, its passages by language. */
async function load(languages: readonly string[], most: number) {
  const index = new PassageIndex(embedding.version);
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

const languageOf = ({ docId }: IndexedChunk): string => docId.split("/")[0] ?? "";
const chapterOf = ({ docId }: IndexedChunk): string => docId.split("/")[1] ?? "";

const answers = (question: Question, chunk: IndexedChunk): boolean =>
  languageOf(chunk) === question.language &&
  question.chapters.includes(chapterOf(chunk)) &&
  chunk.text.includes(question.holds);

const { index, chunks } = await load(["en", "ja", "ko"], Number.POSITIVE_INFINITY);
const stores = { flat: await openVectors("flat", "flat"), faiss: await openVectors("faiss", "faiss") };
const readable = chunks.filter(({ text }) => covers(embedding.languages, text));
process.stderr.write(`embedding ${readable.length} of ${chunks.length} passages\n`);
const ids = new Map(
  [...new Set(chunks.map(({ docId }) => docId))].flatMap((docId) =>
    index.entriesOf(docId).map(({ chunk, vectorId }) => [chunk, vectorId] as const),
  ),
);
for (let first = 0; first < readable.length; first += CHUNKS_AT_ONCE) {
  const some = readable.slice(first, first + CHUNKS_AT_ONCE);
  const vectors = await embedding.embed(some.map(meaningText), signal);
  for (const store of Object.values(stores))
    await store?.add(
      some.map((chunk) => ids.get(chunk) ?? ""),
      vectors,
    );
}

async function nearTo(question: Question, store: VectorStore): Promise<VectorHit[]> {
  if (!covers(embedding.languages, question.text)) return [];
  const [vector] = await embedding.embed([question.text], signal, "query");
  return vector === undefined ? [] : store.search(vector, NEIGHBOURS);
}

/** A question in another language than its documents is asked of these alone. */
const alone = {
  en: (await load(["en"], Number.POSITIVE_INFINITY)).index,
  ja: (await load(["ja"], Number.POSITIVE_INFINITY)).index,
  ko: (await load(["ko"], Number.POSITIVE_INFINITY)).index,
};

/** By meaning alone there are no words to look for. */
function ranked(way: Way, question: Question, near: readonly VectorHit[]): IndexedChunk[] {
  const words = way === "meaning" ? "" : question.text;
  const searched = question.kind === "cross-language" ? alone[question.language] : index;
  return searched.rank(words, way === "words" ? [] : near, PLACES).map(({ chunk }) => chunk);
}

interface Result {
  question: Question;
  judged: Record<Way, Judged>;
  found: Record<Way, number>;
}

const results: Result[] = [];
let unlike = 0;
for (const question of QUESTIONS) {
  const near = stores.flat === undefined ? [] : await nearTo(question, stores.flat);
  if (stores.faiss !== undefined) {
    const other = await nearTo(question, stores.faiss);
    const top = (hits: readonly VectorHit[]): string =>
      hits
        .slice(0, PLACES)
        .map(({ id }) => id)
        .join();
    if (top(other) !== top(near)) unlike += 1;
  }
  const total = chunks.filter((chunk) => answers(question, chunk)).length;
  const judge = (way: Way): Judged => ({
    relevant: ranked(way, question, near).map((chunk) => answers(question, chunk)),
    total,
  });
  const judged = { meaning: judge("meaning"), words: judge("words"), both: judge("both") };
  const found = (way: Way): number => judged[way].relevant.length;
  results.push({ question, judged, found: { meaning: found("meaning"), words: found("words"), both: found("both") } });
}

function row(name: string, some: readonly Result[]): (string | number)[] {
  const figures = [recall, ndcg].flatMap((figure) =>
    WAYS.map((way) => mean(some.map(({ judged }) => figure(judged[way])))),
  );
  return [name, String(some.length), ...figures];
}

const answerable = results.filter(({ question }) => question.kind !== "nothing");
const nothing = results.filter(({ question }) => question.kind === "nothing");
const kinds: Kind[] = ["fact", "number", "paraphrase", "cross-language"];
const head = ["", "questions", ...["recall@5", "nDCG@5"].flatMap((figure) => WAYS.map((way) => `${figure} ${way}`))];
console.info(
  `${chunks.length} passages of the Debian installation guide; embedding ${embedding.version}, languages ${embedding.languages.join(", ")}\n`,
);
console.info(
  table(head, [
    ...["en", "ja", "ko"].map((language) =>
      row(
        language,
        answerable.filter(({ question }) => question.language === language),
      ),
    ),
    ...kinds.map((kind) =>
      row(
        kind,
        answerable.filter(({ question }) => question.kind === kind),
      ),
    ),
    row("all", answerable),
  ]),
);
console.info(
  `\nnothing to find: of ${nothing.length} questions ${WAYS.map((way) => `${nothing.filter(({ found }) => found[way] === 0).length} by ${way}`).join(", ")} found nothing`,
);
if (process.argv.includes("--misses")) {
  for (const { question, judged } of answerable) {
    if (recall(judged.both) === 0) console.info(`missed (${question.language}, ${question.kind}): ${question.text}`);
  }
  for (const { question, found } of nothing) if (found.both > 0) console.info(`found something: ${question.text}`);
}

const timed = await load(await languagesOfGuide(), TIMED_CHUNKS);
const random = seededRandom(1);
const unit = (): Float32Array => {
  const vector = Float32Array.from({ length: embedding.dimensions }, () => random() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
};
const many = await openVectors("flat", "many-flat");
const manyFaiss = await openVectors("faiss", "many-faiss");
const names = timed.chunks.map((_, place) => `v${place}`);
const vectors = timed.chunks.map(unit);
for (const store of [many, manyFaiss]) await store?.add(names, vectors);
/** Of each question the best of the rounds: other programs of the machine are not measured. */
const latency = async (store: VectorStore): Promise<number[]> => {
  const best = QUESTIONS.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [place, { text }] of QUESTIONS.entries()) {
      const vector = unit();
      const startedAt = performance.now();
      timed.index.rank(text, await store.search(vector, NEIGHBOURS), PLACES);
      best[place] = Math.min(best[place] as number, performance.now() - startedAt);
    }
  }
  return best;
};
let isSlow = false;
for (const [name, store] of [
  ["flat", many],
  ["faiss", manyFaiss],
] as const) {
  if (store === undefined) {
    console.info(`${name}: not built here`);
    continue;
  }
  await latency(store);
  const times = await latency(store);
  const p95 = quantile(times, 0.95);
  isSlow ||= p95 > MOST_P95_MS;
  console.info(
    `${name}, ${timed.chunks.length} passages, beside embedding, each question at its best of ${ROUNDS}: p50 ${quantile(times, 0.5).toFixed(2)} ms, p95 ${p95.toFixed(2)} ms`,
  );
}
console.info(
  stores.faiss === undefined
    ? "FAISS is not built here: nothing to compare"
    : `FAISS and flat: ${unlike} of ${QUESTIONS.length} questions with another top 5`,
);

for (const store of [stores.flat, stores.faiss, many, manyFaiss]) await store?.close();
await embedding.close();
await rm(folder, { recursive: true, force: true });
const figure = (measure: typeof recall, way: Way): number => mean(answerable.map(({ judged }) => measure(judged[way])));
const isWorse = [recall, ndcg].some(
  (measure) => figure(measure, "both") < Math.max(figure(measure, "meaning"), figure(measure, "words")),
);
if (isWorse) console.info("both together are worse than one of them alone");
if (isSlow) console.info(`slower than ${MOST_P95_MS} ms`);
process.exitCode = isWorse || isSlow || unlike > 0 ? 1 : 0;
