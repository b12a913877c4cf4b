/** What a model's card says about its vectors, so that a configuration need not repeat it. */
export interface EmbeddingTraits {
  /** Numbers in a vector. */
  dimensions: number;
  /** Set before what is looked for. */
  queryPrefix: string;
  /** Set before what may be found. */
  passagePrefix: string;
  /** As `Embedding.unrelatedCosine`. */
  unrelatedCosine: number;
}

const plain = (dimensions: number): EmbeddingTraits => ({
  dimensions,
  queryPrefix: "",
  passagePrefix: "",
  unrelatedCosine: 0,
});
/** "The cosine similarity scores distribute around 0.7 to 1.0" (model card of e5, FAQ 3). */
const e5 = (dimensions: number): EmbeddingTraits => ({
  dimensions,
  queryPrefix: "query: ",
  passagePrefix: "passage: ",
  unrelatedCosine: 0.7,
});
const ruri3 = (dimensions: number): EmbeddingTraits => ({
  ...plain(dimensions),
  queryPrefix: "検索クエリ: ",
  passagePrefix: "検索文書: ",
});

/** By a part of the model's name, however a server or a file writes the rest of it. */
const KNOWN: readonly (readonly [RegExp, EmbeddingTraits])[] = [
  [/multilingual-e5-small/i, e5(384)],
  [/multilingual-e5-base/i, e5(768)],
  [/multilingual-e5-large(?!-instruct)/i, e5(1_024)],
  [/ruri-v3-30m/i, ruri3(256)],
  [/ruri-v3-70m/i, ruri3(384)],
  [/ruri-v3-130m/i, ruri3(512)],
  [/ruri-v3-310m/i, ruri3(768)],
  [/bge-m3/i, plain(1_024)],
  [/qwen3-embedding-0\.6b/i, plain(1_024)],
  [/qwen3-embedding-4b/i, plain(2_560)],
  [/qwen3-embedding-8b/i, plain(4_096)],
  [/nomic-embed-text/i, { ...plain(768), queryPrefix: "search_query: ", passagePrefix: "search_document: " }],
  [/text-embedding-3-small/i, plain(1_536)],
  [/text-embedding-3-large/i, plain(3_072)],
  [/text-embedding-ada-002/i, plain(1_536)],
];

/** Of most models with several languages; a server that gives another length is told of in words that name it. */
const USUAL = plain(1_024);

/** @param model as the configuration names it */
export function embeddingTraits(model: string | undefined): EmbeddingTraits {
  return KNOWN.find(([name]) => model !== undefined && name.test(model))?.[1] ?? USUAL;
}
