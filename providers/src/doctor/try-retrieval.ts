import type { DoctorLanguage } from "@hisho/protocol";
import type { Embedding, VectorStore } from "../retrieval/port.ts";
import type { Answer, TrialTools } from "./answer.ts";
import { within } from "./within.ts";

/** Two texts of different meaning. */
const TEXTS: Record<DoctorLanguage, readonly [string, string]> = {
  ja: ["出張の宿泊費は一泊いくらまでですか。", "明日の天気は雨のようです。"],
  en: ["How much may a hotel night cost on a business trip?", "It looks like rain tomorrow."],
  ko: ["출장 숙박비는 하룻밤에 얼마까지예요?", "내일은 비가 올 것 같아요."],
};
const UNIT_TOLERANCE = 0.01;
/** Above this inner product two vectors are the same. */
const SAME = 0.9999;
const STORED = Array.from({ length: 16 }, (_, index) => `doctor-${index}`);

/** Embeds two texts. @throws ProviderError, TooLate */
export async function tryEmbedding(
  embedding: Embedding,
  language: DoctorLanguage,
  { deadlinesMs, clock }: TrialTools,
  signal: AbortSignal,
): Promise<Answer> {
  const askedMs = clock();
  const vectors = await within(deadlinesMs.embedding, signal, (inner) => embedding.embed(TEXTS[language], inner));
  const ms = clock() - askedMs;
  const [one, other] = vectors;
  const right =
    vectors.length === TEXTS[language].length &&
    vectors.every((vector) => vector.length === embedding.dimensions && isUnit(vector)) &&
    one !== undefined &&
    other !== undefined &&
    product(one, other) < SAME;
  return { ms, realTimeFactor: null, heard: null, flaw: right ? null : "wrong_vectors" };
}

/**
 * Adds, finds, removes and misses again, in an empty store beside the real one that is thrown away afterwards; measures
 * the search. @throws ProviderError, TooLate
 */
export async function tryVectorStore(
  store: VectorStore,
  dimensions: number,
  { deadlinesMs, clock }: TrialTools,
  signal: AbortSignal,
): Promise<Answer> {
  const scratch = store.scratch?.();
  if (scratch === undefined) return { ms: 0, realTimeFactor: null, heard: null, flaw: "untried" };
  const limitMs = deadlinesMs.embedding;
  try {
    return await within(limitMs, signal, async (inner) => {
      await scratch.prepare(inner);
      const vectors = STORED.map((_, index) => madeUpVector(dimensions, index + 1));
      const sought = madeUpVector(dimensions, 1);
      await scratch.add(STORED, vectors);
      const askedMs = clock();
      const found = await scratch.search(sought, 3);
      const ms = clock() - askedMs;
      await scratch.save();
      await scratch.remove(STORED.slice(0, 1));
      const rest = await scratch.search(sought, STORED.length);
      const right =
        found.length === 3 && found[0]?.id === STORED[0] && rest.length > 0 && rest.every(({ id }) => id !== STORED[0]);
      return { ms, realTimeFactor: null, heard: null, flaw: right ? null : "lost_vectors" };
    });
  } finally {
    // What was made is taken away even when nobody wants the outcome any more.
    await within(limitMs, new AbortController().signal, () => scratch.close());
  }
}

/** The same for the same seed (Numerical Recipes' linear congruential generator). */
function madeUpVector(dimensions: number, seed: number): Float32Array {
  let state = seed;
  const vector = Float32Array.from({ length: dimensions }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  const length = Math.sqrt(product(vector, vector));
  return vector.map((value) => value / length);
}

const isUnit = (vector: Float32Array): boolean => Math.abs(product(vector, vector) - 1) <= UNIT_TOLERANCE;

const product = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
