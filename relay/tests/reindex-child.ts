/**
 * A program for reindex.test.ts: a knowledge over the folder it is given whose embedding has as many dimensions as it is
 * told, each call of it slow. It says what it does, a JSON object a line, until it is done or killed.
 */
import { setTimeout as wait } from "node:timers/promises";
import type { ProvidersContext } from "@hisho/providers/context.ts";
import { noDesk } from "@hisho/providers/llm/no-desk.ts";
import { createEmbedding, createFormerEmbedding, createVectorStore } from "@hisho/providers/retrieval/registry.ts";
import { systemClock } from "../src/clock.ts";
import { createKnowledge } from "../src/knowledge/knowledge.ts";
import { openStore } from "../src/store/pglite.ts";

const CALL_MS = 60;
const [dataDirectory = "", dimensions = "", documents = "0", question = ""] = process.argv.slice(2);
const say = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);
const { signal } = new AbortController();

const context: ProvidersContext = {
  weightsDirectory: dataDirectory,
  dataDirectory,
  desk: noDesk,
};
const entry = { provider: "scripted" as const, dimensions: Number(dimensions) };
const embedding = createEmbedding(entry, context);
const embed = embedding.embed.bind(embedding);
embedding.embed = async (texts, stop, use) => {
  await wait(CALL_MS);
  const vectors = await embed(texts, stop, use);
  if (use !== "query") say({ embedded: texts.length });
  return vectors;
};
const vectorStore = createVectorStore({ provider: "flat" }, context, embedding, entry);
await Promise.all([embedding.prepare(signal), vectorStore.prepare(signal)]);
const store = await openStore(dataDirectory);
const knowledge = createKnowledge({
  ...{ store, embedding, vectorStore, clock: systemClock },
  formerEmbeddingOf: (origin) => createFormerEmbedding(origin, entry, context),
});
const notes = Array.from({ length: Number(documents) }, (_, number) => ({
  ...{ source: `n${number}`, title: `n${number}`, mediaType: "text/plain" },
  text: `Kettle number ${number} whistles behind the harbour.`,
}));
if (notes.length > 0) await knowledge.indexAll(notes, signal);
let isDone = false;
const done = knowledge.prepare().then(() => {
  isDone = true;
});
while (!isDone) {
  await wait(20);
  const catchingUp = knowledge.catchingUp();
  const found = await knowledge.search(question, { topK: 5, language: "en" }, signal);
  say({ found: found.length, catchingUp, health: knowledge.health().status });
}
await done;
await knowledge.close();
await store.close();
say({ done: true });
