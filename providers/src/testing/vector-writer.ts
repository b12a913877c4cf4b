/** A program for vector-store.kills.test.ts: saves one generation of vectors after the other, saying so, until it is killed. */
import { createVectorStore } from "../retrieval/vector-store.ts";
import { DIMENSIONS, rowsOf, vectorOf } from "./vector-generations.ts";

const [path = ""] = process.argv.slice(2);
const store = createVectorStore({ backend: "flat", path, dimensions: DIMENSIONS });
await store.prepare(new AbortController().signal);
let ids: string[] = [...(await store.ids())];
for (let generation = Number(ids[0]?.split("-")[0] ?? 0) + 1; ; generation += 1) {
  await store.remove(ids);
  ids = Array.from({ length: rowsOf(generation) }, (_, row) => `${generation}-${row}`);
  await store.add(
    ids,
    ids.map(() => vectorOf(generation)),
  );
  await store.save();
  process.stdout.write(`saved ${generation}\n`);
}
