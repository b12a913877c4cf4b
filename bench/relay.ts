/**
 * `npm run bench -- relay`: B1, what the relay adds to the three provider calls it makes, and B9, how old a partial
 * transcript is, at 1, 12, 50 and 200 sessions. The relay is a process of its own; the calls made directly, against
 * which B1 is measured, run interleaved in the process that also plays the people. 'npm run bench -- relay 200' does it
 * for 200 only; with LOG_LEVEL=info before it and 2>relay.log behind it the relay logs as it does for people.
 */
import { fork } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { Encoder } from "@evan/opus";
import { MICROPHONE_FRAME } from "@hisho/protocol";
import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import { RELAY_FLAGS } from "../scripts/start/relay-flags.mjs";
import { directTurn } from "./direct-turn.ts";
import { Person } from "./relay/person.ts";
import { CYCLE_MS, SCRIPTS, type Scenario, SILENT_MS } from "./relay/scenario.ts";
import { bootstrap, quantile, table } from "./statistics.ts";

/** Sessions and measured cycles of 8 s each; the first cycle of everybody is not counted. */
const LEVELS = [
  { sessions: 1, cycles: 8 },
  { sessions: 12, cycles: 6 },
  { sessions: 50, cycles: 4 },
  { sessions: 200, cycles: 4 },
];

const GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2;

interface Usage {
  cpuMs: number;
  rssMb: number;
  loopP99Ms: number;
}

/** `bare`: a socket and the provider calls, with nothing of the relay's own: what the machine alone takes. */
type Kind = "relay" | "bare";

async function startRelay(scenario: Scenario, kind: Kind) {
  const child = fork(fileURLToPath(new URL(`./relay/${kind}-process.ts`, import.meta.url)), [scenario], {
    execArgv: RELAY_FLAGS,
  });
  const next = <T>(): Promise<T> => new Promise((resolve) => child.once("message", (message) => resolve(message as T)));
  const { port } = await next<{ port: number }>();
  return {
    url: `ws://127.0.0.1:${port}`,
    async usage(): Promise<Usage> {
      const answer = next<Usage>();
      child.send("usage");
      return answer;
    },
    async stop(): Promise<void> {
      const exited = new Promise((resolve) => child.once("exit", resolve));
      child.send("stop");
      await exited;
    },
  };
}

async function measure(scenario: Scenario, sessions: number, cycles: number, kind: Kind = "relay") {
  const relay = await startRelay(scenario, kind);
  const encoder = new Encoder({ channels: 1, sample_rate: 48_000, application: "voip" });
  encoder.bitrate = 32_000;
  const pcm = Int16Array.from({ length: 960 }, (_, i) => 8000 * Math.sin((2 * Math.PI * 200 * i) / 48_000));
  const packet = encoder.encode(pcm).slice();
  const people = Array.from({ length: sessions }, (_, i) => new Person(relay.url, `bench-${i}`, packet));
  const { stt, llm, tts } = createScriptedProviders(SCRIPTS[scenario]);
  const heard = new Float32Array(48_000);
  const directMs: number[] = [];
  await Promise.all(people.map((person) => person.start()));

  const talk = async (person: Person, index: number): Promise<void> => {
    // People are not in step with one another: their frames are spread over the 20 ms.
    const phaseMs = ((index * GOLDEN_RATIO) % 1) * MICROPHONE_FRAME;
    await new Promise((resolve) => setTimeout(resolve, (index * CYCLE_MS) / sessions + phaseMs));
    for (let cycle = 0; cycle <= cycles; cycle += 1) {
      person.measuring = cycle > 0;
      await person.speak();
      const pause = new Promise((resolve) => setTimeout(resolve, SILENT_MS));
      if (scenario === "tax") {
        const took = await directTurn(stt[0], llm[0], tts[0], heard);
        if (person.measuring) directMs.push(took);
      }
      await pause;
    }
  };

  const before = { relay: await relay.usage(), own: process.cpuUsage(), at: performance.now() };
  await Promise.all(people.map(talk));
  const after = { relay: await relay.usage(), own: process.cpuUsage(before.own), at: performance.now() };
  const wallMs = after.at - before.at;
  for (const person of people) person.close();
  await relay.stop();
  const of = <T>(pick: (person: Person) => T[]): T[] => people.flatMap(pick);
  return {
    directMs,
    relayMs: of(({ figures }) => figures.firstFrameMs),
    partialAgeMs: of(({ figures }) => figures.partialAgeMs),
    firstPartialMs: of(({ figures }) => figures.firstPartialMs),
    partials: people.reduce((sum, { figures }) => sum + figures.partials, 0),
    stale: people.reduce((sum, { figures }) => sum + figures.stalePartials, 0),
    failures: of(({ figures }) => figures.failures),
    relayCores: (after.relay.cpuMs - before.relay.cpuMs) / wallMs,
    generatorCores: (after.own.user + after.own.system) / 1000 / wallMs,
    rssMb: after.relay.rssMb,
    loopP99Ms: after.relay.loopP99Ms,
  };
}

const only = process.argv[2] === undefined ? undefined : Number(process.argv[2]);
const levels = LEVELS.filter(({ sessions }) => only === undefined || sessions === only);
if (levels.length === 0) {
  process.stderr.write("bench relay [1 | 12 | 50 | 200]: how many sessions; all of them when left out\n");
  process.exit(1);
}
process.stdout.write(`${cpus().length} cores, ${cpus()[0]?.model ?? "?"}, load ${loadavg()[0]?.toFixed(2)}\n`);

process.stdout.write(
  "\nB1 relay tax: release of the key to the first Opus frame, minus the same calls made directly, ms\n",
);
const tax: (string | number)[][] = [];
const range = ([low, high]: [number, number]): string => `${low.toFixed(2)}…${high.toFixed(2)}`;
for (const { sessions, cycles } of levels) {
  for (const kind of ["bare", "relay"] as const) {
    const figures = await measure("tax", sessions, cycles, kind);
    const { relayMs, directMs } = figures;
    const differ = (share: number) => (a: number[], b: number[]) => quantile(a, share) - quantile(b, share);
    const halves = [directMs.filter((_, i) => i % 2 === 0), directMs.filter((_, i) => i % 2 === 1)] as const;
    tax.push([
      String(sessions),
      kind,
      String(relayMs.length),
      differ(0.5)(relayMs, directMs),
      range(bootstrap([relayMs, directMs], differ(0.5))),
      differ(0.95)(relayMs, directMs),
      range(bootstrap([relayMs, directMs], differ(0.95))),
      Math.abs(differ(0.5)(...halves)),
      Math.abs(differ(0.95)(...halves)),
      figures.relayCores,
      figures.generatorCores,
      figures.loopP99Ms,
      figures.rssMb,
      String(figures.failures.length),
    ]);
    for (const failure of new Set(figures.failures)) process.stderr.write(`  ${sessions} ${kind}: ${failure}\n`);
  }
}
process.stdout.write(
  `${table(["sessions", "of", "turns", "p50", "95 % interval", "p95", "95 % interval", "A/A p50", "A/A p95", "relay cores", "generator cores", "loop p99 ms", "RSS MB", "failures"], tax)}\n`,
);

process.stdout.write(
  "\nB9 partials: one recogniser for all, 23 ms a second of sound; age of the newest sound a partial covers, ms\n",
);
const ages: (string | number)[][] = [];
for (const { sessions, cycles } of levels) {
  const figures = await measure("partials", sessions, Math.min(cycles, 4));
  const { partialAgeMs, firstPartialMs } = figures;
  ages.push([
    String(sessions),
    String(figures.partials),
    quantile(partialAgeMs, 0.5),
    quantile(partialAgeMs, 0.95),
    quantile(firstPartialMs, 0.5),
    quantile(firstPartialMs, 0.95),
    String(figures.stale),
    figures.relayCores,
    figures.generatorCores,
    String(figures.failures.length),
  ]);
  for (const failure of new Set(figures.failures)) process.stderr.write(`  ${sessions} sessions: ${failure}\n`);
}
process.stdout.write(
  `${table(["sessions", "partials", "age p50", "age p95", "first p50", "first p95", "stale", "relay cores", "generator cores", "failures"], ages)}\n`,
);
