/**
 * `npm run bench -- avatar-start [CHECKOUT]`: what her start costs the page's own thread on a phone, from the beginning of
 * the stage to her first frame on the screen: the longest task, and of the processor's time alone; the total blocking time (what
 * tasks take beyond 50 ms); and how long it lasts. Each round is a browser of its own whose processor is slowed four times, as Lighthouse does for a
 * phone; software draws as if it were a graphics card. With another checkout of this repository both are measured by turns.
 */
import { cpus, loadavg } from "node:os";
import { openRehearsal, type Rehearsing, serveRehearsal } from "../web/e2e/avatar-stage.ts";
import { bootstrap, quantile, table } from "./statistics.ts";

const ROUNDS = 9;
const SLOWED_TIMES = 4;
/** A longer task keeps the page from answering (W3C Long Tasks), ms. */
const LONG_MS = 50;
const FIGURES = ["longestMs", "longestProcessorMs", "blockedMs", "lastedMs"] as const;
const CATEGORIES = ["blink.user_timing", "disabled-by-default-devtools.timeline"];

/** Of the Trace Event Format; times in microseconds. */
interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** Of the processor alone. */
  tdur?: number;
}

interface Start {
  longestMs: number;
  longestProcessorMs: number;
  blockedMs: number;
  lastedMs: number;
}

/** Of the marks' own thread, between them. */
function startBetween(events: readonly TraceEvent[], from: string, to: string): Start {
  const [begin, end] = [from, to].map((name) => events.find((event) => event.name === name));
  if (begin === undefined || end === undefined) throw new Error(`the trace has no mark "${from}" or "${to}"`);
  const tasks = events
    .filter(({ name, pid, tid }) => name === "RunTask" && pid === begin.pid && tid === begin.tid)
    .filter(({ ts, dur = 0 }) => ts + dur > begin.ts && ts < end.ts);
  const tookMs = tasks.map(({ dur = 0 }) => dur / 1000);
  return {
    longestMs: Math.max(...tookMs),
    longestProcessorMs: Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1000)),
    blockedMs: tookMs.reduce((sum, ms) => sum + Math.max(0, ms - LONG_MS), 0),
    lastedMs: (end.ts - begin.ts) / 1000,
  };
}

async function measure({ url }: Rehearsing): Promise<Start> {
  const stage = await openRehearsal(url);
  try {
    const { page, devtools, complaints } = stage;
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWED_TIMES });
    const browser = page.context().browser();
    if (browser === null) throw new Error("the page has no browser to trace");
    await browser.startTracing(page, { categories: CATEGORIES });
    await stage.start();
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    if (complaints.length > 0) throw new Error(`the page says: ${complaints.join("; ")}`);
    return startBetween(traceEvents, "begin", "shown");
  } finally {
    await stage.close();
  }
}

const other = process.argv[2];
const served = new Map<string, Rehearsing>();
try {
  if (other !== undefined) served.set(other, await serveRehearsal(other));
  served.set("this checkout", await serveRehearsal());
  const starts = new Map([...served.keys()].map((name): [string, Start[]] => [name, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, rehearsing] of served) starts.get(name)?.push(await measure(rehearsing));
  const rows = [...starts].map(([name, of]) => [
    name,
    ...FIGURES.flatMap((figure) => {
      const values = of.map((start) => start[figure]);
      const [low, high] = bootstrap([values], (again = []) => quantile(again, 0.5));
      return [quantile(values, 0.5), `${low.toFixed(0)} to ${high.toFixed(0)}`];
    }),
  ]);
  process.stdout.write(
    `${cpus()[0]?.model}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; slowed ${SLOWED_TIMES} times, medians of ${ROUNDS}\n\n`,
  );
  const figures = ["longest task ms", "of the processor", "blocked ms", "first frame ms"];
  const head = ["start", ...figures.flatMap((figure) => [figure, "95 %"])];
  process.stdout.write(`${table(head, rows)}\n`);
} finally {
  for (const rehearsing of served.values()) await rehearsing.close();
}
