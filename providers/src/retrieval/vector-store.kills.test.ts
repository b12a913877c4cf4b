/** Kills a process while it saves vectors: what is found is one whole generation, the last that was said to be saved or the next. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DIMENSIONS, rowsOf, vectorOf } from "../testing/vector-generations.ts";
import { createVectorStore } from "./vector-store.ts";

/** `npm run check:vectors` asks for 200. */
const KILLS = Number(process.env.VECTOR_KILLS ?? 4);
const AT_ONCE = 4;
/** After a save was told: a save takes some milliseconds, so a kill meets each of its steps. */
const LONGEST_WAIT_MS = 40;
const PATIENCE_MS = 60_000 + 15_000 * KILLS;
const WRITER = fileURLToPath(new URL("../testing/vector-writer.ts", import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hisho-kills-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** @returns the last generation that it said was saved; 0 for none */
async function writeAndKill(path: string, afterSaves: number, waitMs: number): Promise<number> {
  const child = spawn(process.execPath, ["--import", "tsx", WRITER, path], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  let saved = 0;
  let saves = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith("saved ")) continue;
    saved = Number(line.slice("saved ".length));
    saves += 1;
    if (saves === afterSaves) void wait(waitMs).then(() => child.kill("SIGKILL"));
  }
  const [, signal] = (await exited) as [number | null, NodeJS.Signals | null];
  expect(signal).toBe("SIGKILL");
  return saved;
}

async function expectOneGeneration(path: string, saved: number): Promise<void> {
  const store = createVectorStore({ backend: "flat", path, dimensions: DIMENSIONS });
  await store.prepare(new AbortController().signal);
  expect(store.health()).toEqual({ status: "ok" });
  const [generation = -1, ...others] = [...new Set((await store.ids()).map((id) => Number(id.split("-")[0])))];
  expect(others).toEqual([]);
  expect(generation).toBeGreaterThanOrEqual(saved);
  expect(generation).toBeLessThanOrEqual(saved + 1);
  expect(store.size).toBe(rowsOf(generation));
  const hits = await store.search(vectorOf(1), store.size);
  expect(new Set(hits.map(({ score }) => score))).toEqual(new Set([generation * DIMENSIONS]));
  await store.close();
}

it(
  `leaves the old vectors or the new ones, never a mixture, in ${KILLS} kills`,
  async () => {
    const lanes = Array.from({ length: Math.min(AT_ONCE, KILLS) }, async (_, lane) => {
      const path = join(folder, `lane-${lane}`);
      for (let kill = lane; kill < KILLS; kill += AT_ONCE) {
        const saved = await writeAndKill(path, 1 + (kill % 3), (kill * 7) % LONGEST_WAIT_MS);
        await expectOneGeneration(path, saved);
      }
    });
    await Promise.all(lanes);
    // What a kill left half written is swept away by the next start.
    expect((await readdir(folder)).filter((file) => file.endsWith(".new"))).toEqual([]);
  },
  PATIENCE_MS,
);
