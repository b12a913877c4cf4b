/**
 * `npm run bench -- knowledge-load`: what people who talk notice of documents that are read meanwhile. Twelve sessions
 * talk without a break; in every other stretch of time files are sent as fast as they are taken, hostile ones among
 * them. Figures of both kinds of stretches, interleaved in one run, with the real embedding and the real vector store.
 */
import { fork } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { Encoder } from "@evan/opus";
import { MICROPHONE_FRAME } from "@hisho/protocol";
import { HOSTILE_FILES } from "@hisho/relay/knowledge/read/testing/hostile-files.ts";
import { RELAY_FLAGS } from "../scripts/start/relay-flags.mjs";
import { documents } from "./knowledge-load/documents.ts";
import { Person } from "./relay/person.ts";
import { CYCLE_MS, SILENT_MS } from "./relay/scenario.ts";
import { bootstrap, quantile, table } from "./statistics.ts";

const SESSIONS = 12;
const STRETCHES = 6;
const STRETCH_MS = 2 * CYCLE_MS;
/** After files were sent the last of them is still being read. */
const SETTLE_MS = CYCLE_MS;
const FILES_AT_ONCE = 8;
const BOUND_MS = 10;
const GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2;

interface Usage {
  cpuMs: number;
  rssMb: number;
  /** Objects of the main thread, the heap they lie in, and buffers outside it; the rest is that of threads and libraries. */
  heapUsedMb: number;
  heapMb: number;
  externalMb: number;
  loopP99Ms: number;
}

const child = fork(fileURLToPath(new URL("./knowledge-load/relay-process.ts", import.meta.url)), [], {
  execArgv: RELAY_FLAGS,
});
const next = <T>(): Promise<T> => new Promise((resolve) => child.once("message", (message) => resolve(message as T)));
const { port } = await next<{ port: number }>();
const usage = async (): Promise<Usage> => {
  const answer = next<Usage>();
  child.send("usage");
  return answer;
};

const encoder = new Encoder({ channels: 1, sample_rate: 48_000, application: "voip" });
encoder.bitrate = 32_000;
const pcm = Int16Array.from({ length: 960 }, (_, i) => 8000 * Math.sin((2 * Math.PI * 200 * i) / 48_000));
const packet = encoder.encode(pcm).slice();
const people = Array.from({ length: SESSIONS }, (_, i) => new Person(`ws://127.0.0.1:${port}`, `load-${i}`, packet));
await Promise.all(people.map((person) => person.start()));

const sent = { files: 0, taken: 0, refused: 0, escapes: 0 };
async function send(files: readonly { name: string; bytes: Uint8Array; isHostile: boolean }[]): Promise<void> {
  const body = new FormData();
  for (const { name, bytes } of files) body.append("file", new File([new Uint8Array(bytes)], name));
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/rag/index`, { method: "POST", body });
  const answer = (await response.json()) as { documents?: unknown[]; refused?: unknown[] };
  sent.files += files.length;
  sent.taken += answer.documents?.length ?? 0;
  sent.refused += response.status === 422 ? files.length : (answer.refused?.length ?? 0);
  if (files[0]?.isHostile === true && response.status !== 422) sent.escapes += 1;
}

const plain = documents();
// Made beforehand: packing 200 MB would hold up the people, who are played by this process.
const bombs = HOSTILE_FILES.map(([what, , bytes, name = what]) => ({ name, bytes: bytes(), isHostile: true }));
let hostile = 0;
async function ingest(until: number): Promise<void> {
  while (performance.now() < until) {
    const batch = Array.from({ length: FILES_AT_ONCE }, () => ({ ...plain.next().value, isHostile: false }));
    await send(batch);
    const bomb = bombs[hostile % bombs.length];
    hostile += 1;
    if (bomb !== undefined) await send([bomb]);
  }
}

/** How many answers had passages that were found while their person spoke, and how many looked for them afterwards. */
async function retrievals(): Promise<{ reused: number; all: number }> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const counts = [...text.matchAll(/^hisho_early_retrievals_total\{outcome="(\w+)"\} (\d+)/gm)];
  const sum = (of: string[][]): number => of.reduce((total, [, , count]) => total + Number(count), 0);
  return { reused: sum(counts.filter(([, outcome]) => outcome === "reused")), all: sum(counts) };
}

const foresight = { alone: { reused: 0, all: 0 }, beside: { reused: 0, all: 0 } };
const figures = { alone: [] as number[], beside: [] as number[] };
let talking = true;
const talk = async (person: Person, index: number): Promise<void> => {
  const phaseMs = ((index * GOLDEN_RATIO) % 1) * MICROPHONE_FRAME;
  await new Promise((resolve) => setTimeout(resolve, (index * CYCLE_MS) / SESSIONS + phaseMs));
  while (talking) {
    await person.speak();
    await new Promise((resolve) => setTimeout(resolve, SILENT_MS));
  }
};
/** Moves what was measured since the last time. */
function collect(into: number[] | undefined): void {
  for (const { figures: own } of people) into?.push(...own.firstFrameMs.splice(0));
}

process.stdout.write(`${cpus().length} cores, ${cpus()[0]?.model ?? "?"}, load ${loadavg()[0]?.toFixed(2)}\n`);
// The first documents load what reads and embeds them.
await ingest(performance.now() + SETTLE_MS);
const all = Promise.all(people.map(talk));
for (const person of people) person.measuring = true;
await new Promise((resolve) => setTimeout(resolve, CYCLE_MS));
collect(undefined);
const loops = { alone: [] as number[], beside: [] as number[] };
const before = await usage();
let most = before;
for (let stretch = 0; stretch < STRETCHES; stretch += 1) {
  const kind = stretch % 2 === 0 ? "alone" : "beside";
  const until = performance.now() + STRETCH_MS;
  const sought = await retrievals();
  const ingesting = kind === "beside" ? ingest(until) : undefined;
  await new Promise((resolve) => setTimeout(resolve, STRETCH_MS));
  collect(figures[kind]);
  const now = await retrievals();
  foresight[kind].reused += now.reused - sought.reused;
  foresight[kind].all += now.all - sought.all;
  const used = await usage();
  loops[kind].push(used.loopP99Ms);
  if (used.rssMb > most.rssMb) most = used;
  await ingesting;
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  collect(undefined);
  await usage();
}
talking = false;
await all;
for (const person of people) person.close();
const exited = new Promise((resolve) => child.once("exit", resolve));
child.send("stop");
await exited;

const row = (kind: "alone" | "beside"): (string | number)[] => [
  kind,
  String(figures[kind].length),
  quantile(figures[kind], 0.5),
  quantile(figures[kind], 0.95),
  Math.max(...loops[kind]),
  `${foresight[kind].reused} of ${foresight[kind].all}`,
];
process.stdout.write(
  `\nRelease of the key to the first Opus frame, ms, ${SESSIONS} sessions\n${table(["", "turns", "p50", "p95", "worst loop p99", "passages found while speaking"], [row("alone"), row("beside")])}\n`,
);
const difference = (a: number[], b: number[]): number => quantile(b, 0.95) - quantile(a, 0.95);
const [low, high] = bootstrap([figures.alone, figures.beside], difference);
const slower = difference(figures.alone, figures.beside);
process.stdout.write(
  `beside documents p95 is ${slower.toFixed(2)} ms more (95 % interval ${low.toFixed(2)}…${high.toFixed(2)}); bound ${BOUND_MS} ms: ${slower <= BOUND_MS ? "held" : "NOT HELD"}\n`,
);
process.stdout.write(
  `${sent.files} files sent, ${sent.taken} taken, ${sent.refused} refused; ${hostile} hostile, ${sent.escapes} escapes\n`,
);
const grown = (part: "rssMb" | "heapUsedMb" | "heapMb" | "externalMb"): string =>
  (most[part] - before[part]).toFixed(0);
process.stdout.write(
  `the relay's memory beside documents: ${most.rssMb.toFixed(0)} MB, ${grown("rssMb")} more than alone (heap ${grown("heapMb")}, of it in use ${grown("heapUsedMb")}; buffers ${grown("externalMb")})\n`,
);
const failures = people.flatMap(({ figures: own }) => own.failures);
for (const failure of new Set(failures)) process.stderr.write(`  ${failure}\n`);
if (slower > BOUND_MS || sent.escapes > 0 || failures.length > 0) process.exitCode = 1;
