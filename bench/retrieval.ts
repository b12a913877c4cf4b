/**
 * `npm run bench -- retrieval`: finds passages of real documents in Japanese, English and Korean by meaning, by words and by
 * both, and says how good each is and how long it takes. `--misses` names the questions that went wrong.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { createEmbeddedEmbedding } from "@hisho/providers/retrieval/embedded-embedding.ts";
import type { VectorStore } from "@hisho/providers/retrieval/port.ts";
import { createVectorStore } from "@hisho/providers/retrieval/vector-store.ts";
import { systemClock } from "@hisho/relay/clock.ts";
import { NEIGHBOURS } from "@hisho/relay/knowledge/passage-index.ts";
import { type Corpus, embedCorpus, loadCorpus, nearTo } from "./retrieval/corpus.ts";
import { DEVELOPMENT_QUESTIONS } from "./retrieval/development-questions.ts";
import { foresee } from "./retrieval/foresight.ts";
import { findGuide, languagesOfGuide } from "./retrieval/guide.ts";
import { answerableOf, judge, qualityTable, type Result, silentOf, WAYS, worseTogether } from "./retrieval/judge.ts";
import { PLACES, recall } from "./retrieval/quality.ts";
import type { Language, Question } from "./retrieval/question.ts";
import { QUESTIONS } from "./retrieval/questions.ts";
import { fill, passMs, seededVectors, timesOf } from "./retrieval/speed.ts";
import { quantile } from "./statistics.ts";

const TIMED_CHUNKS = 10_000;
/** Beside the embedding of the question. */
const MOST_P95_MS = 5;
/** Of the questions that nothing answers, so many find nothing. */
const LEAST_SILENT_SHARE = 10 / 12;
/** Of the test questions, so many are said word by word. */
const SPOKEN_EVERY = 5;
const { signal } = new AbortController();

findGuide();
const folder = await mkdtemp(path.join(tmpdir(), "hisho-bench-"));
const embedding = createEmbeddedEmbedding();
await embedding.prepare(signal);

async function openVectors(backend: "faiss" | "flat", name: string): Promise<VectorStore> {
  const store = createVectorStore({ backend, path: path.join(folder, name), dimensions: embedding.dimensions });
  await store.prepare(signal);
  return store;
}
/** FAISS where it is built. */
async function openBoth(name: string): Promise<VectorStore[]> {
  const flat = await openVectors("flat", `${name}-flat`);
  return openVectors("faiss", `${name}-faiss`).then(
    (faiss) => [flat, faiss],
    (error: Error) => {
      process.stderr.write(`FAISS is left out: ${error.message}\n`);
      return [flat];
    },
  );
}

const corpus = await loadCorpus(embedding, ["en", "ja", "ko"]);
/** A question in another language than its documents is asked of these alone. */
const alone: Record<Language, Corpus> = {
  en: await loadCorpus(embedding, ["en"]),
  ja: await loadCorpus(embedding, ["ja"]),
  ko: await loadCorpus(embedding, ["ko"]),
};
const stores = await openBoth("guide");
const [flat, faiss] = stores as [VectorStore, VectorStore?];
const embedded = await embedCorpus(corpus, embedding, stores, signal);

let unlike = 0;
async function ask(question: Question): Promise<Result> {
  const near = await nearTo(question.text, embedding, flat, signal);
  const searched = question.kind === "cross-language" ? alone[question.language].index : corpus.index;
  if (faiss !== undefined) {
    const other = await nearTo(question.text, embedding, faiss, signal);
    const top = (hits: typeof near): string =>
      searched
        .rank(question.text, hits, PLACES)
        .map(({ chunk }) => `${chunk.docId}#${chunk.ordinal}`)
        .join();
    const nearest = (hits: typeof near): string =>
      hits
        .slice(0, PLACES)
        .map(({ id }) => id)
        .join();
    if (nearest(near) !== nearest(other) || top(near) !== top(other)) unlike += 1;
  }
  return judge(question, corpus, searched, near);
}

console.info(
  `${corpus.chunks.length} passages of the Debian installation guide in en, ja and ko; embedding ${embedding.version} reads ${embedding.languages.join(", ")}: ${embedded} of them`,
);
const failures: string[] = [];
for (const [name, questions, isJudged] of [
  ["development questions, which weights and thresholds were chosen by", DEVELOPMENT_QUESTIONS, false],
  ["test questions, which nothing was chosen by", QUESTIONS, true],
] as const) {
  const results: Result[] = [];
  for (const question of questions) results.push(await ask(question));
  const worse = worseTogether(results);
  const silent = silentOf(results, "both");
  console.info(`\n${questions.length} ${name}\n${qualityTable(results)}`);
  console.info(
    `both at least as good as each alone, over all and in each language: ${worse.length === 0 ? "yes" : `NO (${worse.join("; ")})`}`,
  );
  console.info(
    `nothing to find: of ${silent.of} questions ${WAYS.map((way) => `${silentOf(results, way).right} by ${way}`).join(", ")} found nothing`,
  );
  if (isJudged && worse.length > 0) failures.push("both together are worse than one of them alone");
  if (isJudged && silent.right < LEAST_SILENT_SHARE * silent.of) failures.push("too much is found where nothing is");
  if (!process.argv.includes("--misses")) continue;
  for (const { question, judged } of answerableOf(results)) {
    if (recall(judged.both) === 0) console.info(`missed (${question.language}, ${question.kind}): ${question.text}`);
  }
  for (const { question, found } of results) {
    if (question.kind === "nothing" && found.both > 0) console.info(`found something: ${question.text}`);
  }
}
console.info(
  faiss === undefined
    ? "\nFAISS is not built here: nothing to compare"
    : `\nFAISS and flat: ${unlike} of ${QUESTIONS.length + DEVELOPMENT_QUESTIONS.length} questions with another top 5`,
);
if (unlike > 0) failures.push("FAISS and flat differ");

const timed = await loadCorpus(embedding, await languagesOfGuide(), TIMED_CHUNKS);
const many = await openBoth("many");
const vector = seededVectors(embedding.dimensions);
await fill(timed, many, vector);
const texts = QUESTIONS.map(({ text }) => text);
const pass = passMs(TIMED_CHUNKS, embedding.dimensions);
console.info(
  `\nbeside embedding, ${timed.chunks.length} passages, each question at its best of fifteen; load of the machine ${loadavg()[0]?.toFixed(1)}; one pass over all numbers of the vectors ${pass.toFixed(2)} ms`,
);
for (const store of many) {
  const times = await timesOf(texts, timed, store, vector);
  const p95 = quantile(times, 0.95);
  if (p95 > MOST_P95_MS) failures.push(`${store.name} is slower than ${MOST_P95_MS} ms`);
  console.info(
    `${store.name}: p50 ${quantile(times, 0.5).toFixed(2)} ms, p95 ${p95.toFixed(2)} ms, ${(p95 / pass).toFixed(2)} of such a pass`,
  );
}

const spoken = texts.filter((_, place) => place % SPOKEN_EVERY === 0);
const foreseen = await foresee(
  spoken,
  async (question, inner) => {
    const [asked] = await embedding.embed([question], inner, "query");
    const near = asked === undefined ? [] : await (many.at(-1) as VectorStore).search(asked, NEIGHBOURS);
    return timed.index.rank(question, near, PLACES).map(({ chunk: { docId, title, locator, text }, score }, place) => ({
      ...{ n: place + 1, docId, title, locator, text, score },
    }));
  },
  systemClock,
);
const p95Of = (times: readonly number[]): string => quantile(times, 0.95).toFixed(1);
console.info(
  `\nlooked for before the last word, embedding included: ${foreseen.reused} of ${spoken.length} spoken questions reused it; answers waited p50 ${quantile(foreseen.earlyMs, 0.5).toFixed(1)} ms, p95 ${p95Of(foreseen.earlyMs)} ms in place of p50 ${quantile(foreseen.lateMs, 0.5).toFixed(1)} ms, p95 ${p95Of(foreseen.lateMs)} ms`,
);

for (const store of [...stores, ...many]) await store.close();
await embedding.close();
await rm(folder, { recursive: true, force: true });
for (const failure of failures) console.info(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
