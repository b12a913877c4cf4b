/** Passes over a real folder into a real store, with an embedding that counts what it is asked. */
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createVectorStore } from "../../providers/src/retrieval/vector-store.ts";
import { ScriptedEmbedding } from "../../providers/src/scripted/embedding.ts";
import { systemClock } from "../../relay/src/clock.ts";
import { createKnowledge, type Knowledge } from "../../relay/src/knowledge/knowledge.ts";
import { createReader } from "../../relay/src/knowledge/read/reader.ts";
import { knowledgeRoutes } from "../../relay/src/knowledge/routes.ts";
import { openStore } from "../../relay/src/store/pglite.ts";
import type { Store } from "../../relay/src/store/port.ts";
import { emptyStore } from "../../relay/tests/empty-store.ts";
import { ingest, type Pass, type Summary, TargetError } from "./run.ts";

const SLOW = 120_000;
const SIGNAL = new AbortController().signal;
const reader = createReader();
let home: string;
let root: string;
let store: Store;
let knowledge: Knowledge;
let request: Pass["request"];
let asked = 0;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "hisho-ingest-"));
  root = join(home, "docs");
  await mkdir(join(root, "deep"), { recursive: true });
  await emptyStore(join(home, "data"));
  store = await openStore(join(home, "data"));
  const embedding = new ScriptedEmbedding({});
  await embedding.prepare(SIGNAL);
  const embed = embedding.embed.bind(embedding);
  embedding.embed = (texts, signal) => {
    asked += texts.length;
    return embed(texts, signal);
  };
  const vectorStore = createVectorStore({ backend: "flat", path: join(home, "v"), dimensions: embedding.dimensions });
  await vectorStore.prepare(SIGNAL);
  knowledge = createKnowledge({ store, embedding, vectorStore, clock: systemClock });
  const routes = knowledgeRoutes(knowledge, reader, { maxUploadBytes: 1_000_000 });
  request = async (route, init) => routes.request(route, init);
}, SLOW);
afterAll(async () => {
  await knowledge.close();
  await reader.close();
  await store.close();
  await rm(home, { recursive: true, force: true });
});

const pass = (over: Partial<Pass> = {}, signal: AbortSignal = SIGNAL): Promise<Summary> =>
  ingest(
    {
      ...{ root, selection: { include: [], exclude: [] }, prune: true, maxUploadBytes: 1_000_000, request },
      onProgress: () => {},
      ...over,
    },
    signal,
  );
const sources = async (): Promise<string[]> =>
  (await knowledge.documents()).map(({ source }) => source.slice(root.length + 1)).sort();
const idOf = async (source: string): Promise<string | undefined> =>
  (await knowledge.documents()).find((each) => each.source === join(root, source))?.docId;

it(
  "reads a folder, then only what changed in it; goes on where it was ended; forgets what is gone",
  async () => {
    for (let i = 0; i < 70; i += 1) await writeFile(join(root, `n${i}.md`), `# Note ${i}\nText of note ${i}.`);
    await writeFile(join(root, "deep/same.md"), "# Note 0\nText of note 0.");
    await writeFile(join(root, "photo.txt"), Buffer.from("89504e470d0a1a0a0001", "hex"));
    await writeFile(join(root, ".hidden.md"), "secret");
    await symlink("..", join(root, "circle"));

    // Ended after its first batch.
    const stop = new AbortController();
    await expect(
      pass(
        { onProgress: ({ phase, done }) => phase === "reading" && done > 0 && stop.abort(new Error("enough")) },
        stop.signal,
      ),
    ).rejects.toThrow("enough");
    const half = (await sources()).length;
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(70);

    const rest = await pass();
    expect(rest).toMatchObject({ files: 72, unchanged: half, duplicates: 1, documents: 70 - half });
    expect(rest.refused).toMatchObject([
      { name: join(root, "photo.txt"), detail: expect.stringContaining("give PDF") },
    ]);
    expect(asked).toBe(70);

    const again = await pass();
    expect(again).toMatchObject({ read: 0, unchanged: 70, embedded: 0, documents: 0, forgotten: 0 });
    expect(asked).toBe(70);

    const [moved, changed] = [await idOf("n1.md"), await idOf("n2.md")];
    await rename(join(root, "n1.md"), join(root, "deep/renamed.md"));
    await writeFile(join(root, "n2.md"), "# Note 2\nOther text.");
    await rm(join(root, "n3.md"));
    expect(await pass()).toMatchObject({ read: 1, moved: 1, forgotten: 1, embedded: 1 });
    expect(await idOf("deep/renamed.md")).toBe(moved);
    expect(await idOf("n2.md")).toBe(changed);
    expect(await sources()).not.toContain("n3.md");
    expect(asked).toBe(71);
  },
  SLOW,
);

it(
  "takes of the folder what is asked for, and does not take a folder that is not there for an empty one",
  async () => {
    const before = await sources();
    const some = await pass({ prune: false, selection: { include: ["n?.md"], exclude: ["n4*"] } });
    expect(some.files).toBe(7);
    await rename(root, `${root}-away`);
    await mkdir(root);
    await expect(pass()).rejects.toThrow(TargetError);
    await rm(root, { recursive: true });
    await rename(`${root}-away`, root);
    await expect(pass({ root: join(root, "nowhere") })).rejects.toThrow("ENOENT");
    expect(await sources()).toEqual(before);
  },
  SLOW,
);

it("says what the relay said when it does not let anybody in", async () => {
  const closed = async (): Promise<Response> => Response.json({ detail: "The token is missing." }, { status: 401 });
  await expect(pass({ request: closed })).rejects.toThrow("401: The token is missing. Set RELAY_TOKEN");
});
