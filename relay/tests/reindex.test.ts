/** Another embedding: real processes make all vectors anew and are killed meanwhile; the vectors of before answer until all are there. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openStore } from "../src/store/pglite.ts";
import { emptyStore } from "./empty-store.ts";

const CHILD = fileURLToPath(new URL("./reindex-child.ts", import.meta.url));
const DOCUMENTS = 48;
/** Documents of one step: what a kill can lose. */
const STEP = 16;
const PATIENCE_MS = 180_000;
/** Not one of its words stands in a document; its letters do. */
const MISSPELT = "Kettel nunber whistels behnd teh harbuor";

const line = v.union([
  v.object({ embedded: v.number() }),
  v.object({
    found: v.number(),
    catchingUp: v.nullable(v.object({ done: v.number(), of: v.number() })),
    health: v.string(),
  }),
  v.object({ done: v.literal(true) }),
]);
type Line = v.InferOutput<typeof line>;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hisho-reindex-"));
  await emptyStore(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** @param killAfter texts that were embedded; never where it is absent */
async function run(dimensions: number, documents: number, killAfter = Number.POSITIVE_INFINITY): Promise<Line[]> {
  const child = spawn(process.execPath, ["--import", "tsx", CHILD, folder, `${dimensions}`, `${documents}`, MISSPELT], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const said: Line[] = [];
  for await (const text of createInterface({ input: child.stdout })) {
    said.push(v.parse(line, JSON.parse(text)));
    if (embeddedIn(said) >= killAfter) child.kill("SIGKILL");
  }
  expect(await exited).toEqual(killAfter === Number.POSITIVE_INFINITY ? [0, null] : [null, "SIGKILL"]);
  return said;
}

const embeddedIn = (said: readonly Line[]): number =>
  said.reduce((sum, each) => sum + ("embedded" in each ? each.embedded : 0), 0);
const searchesIn = (said: readonly Line[]) => said.flatMap((each) => ("found" in each ? [each] : []));

it(
  "answers by the vectors of before while others are made, goes on after each kill, and changes over once all are there",
  async () => {
    await run(64, DOCUMENTS);
    const runs = [await run(96, 0, STEP), await run(96, 0)];
    const asked = runs.flatMap(searchesIn);
    const meanwhile = asked.filter(({ catchingUp }) => catchingUp !== null);
    expect(meanwhile.filter(({ found }) => found > 0).length).toBeGreaterThan(5);
    // From the moment that the former embedding is proven, each question is answered by meaning.
    for (const searches of runs.map(searchesIn)) {
      const first = searches.findIndex(({ found }) => found > 0);
      expect(searches.slice(first).filter(({ found, health }) => found === 0 || health !== "ok")).toEqual([]);
    }
    const shares = meanwhile.map(({ catchingUp }) => (catchingUp?.done ?? 0) / (catchingUp?.of ?? 1));
    expect(new Set(shares).size).toBeGreaterThan(2);
    const sum = runs.reduce((total, said) => total + embeddedIn(said), 0);
    expect(sum).toBeGreaterThanOrEqual(DOCUMENTS);
    expect(sum).toBeLessThanOrEqual(DOCUMENTS + STEP + runs.length);
    expect(await readdir(join(folder, "faiss"))).toEqual(["index.bin"]);
    const store = await openStore(folder);
    const versions = (await store.documents()).map(({ embeddingVersion }) => embeddingVersion);
    await store.close();
    expect(new Set(versions)).toEqual(new Set(["scripted-ngram-96"]));
  },
  PATIENCE_MS,
);
