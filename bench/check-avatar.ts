/**
 * `npm run check:avatar -- [SECONDS]` (600): the stage in a scripted talk that comes round and round, idle and speech. It
 * fails where the console complains, where memory grows, or where the graphics card is asked to hold more and more.
 */
import { type Held, openStage } from "../web/e2e/avatar-stage.ts";
import { table } from "./statistics.ts";

const DEFAULT_S = 600;
/** Not counted: shaders, pictures, the optimiser's own memory. As a share of the whole, and at most, seconds. */
const WARM = { share: 0.2, mostS: 90 } as const;
const SAMPLES = 20;
/**
 * KiB a minute, in the second half. A short run ends while the engine still compiles and optimises; a page that leaked a
 * kilobyte in a frame would grow by hundreds in the long one.
 */
const MOST_GROWTH = { long: 60, short: 3_000 } as const;
const LONG_S = 300;

interface Sample extends Held {
  atS: number;
  heapKb: number;
  nodes: number;
  listeners: number;
}

/** Least squares. @returns of y by x */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(points.map((point) => point[0]));
  const y = mean(points.map((point) => point[1]));
  const along = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return along / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

const seconds = Number(process.argv[2] ?? DEFAULT_S);
if (!(seconds >= 10)) throw new Error(`check:avatar takes a number of seconds, 10 or more, not "${process.argv[2]}"`);
const warmS = Math.min(WARM.mostS, seconds * WARM.share);

const stage = await openStage();
try {
  const { page, devtools, complaints } = stage;
  await devtools.send("Performance.enable");
  await stage.talk();
  const startedAt = performance.now();
  const samples: Sample[] = [];
  for (let i = 0; i <= SAMPLES; i++) {
    const dueMs = (warmS + ((seconds - warmS) * i) / SAMPLES) * 1000;
    await page.waitForTimeout(Math.max(0, dueMs - (performance.now() - startedAt)));
    // Twice: the first lets go of what only finalisers held.
    await devtools.send("HeapProfiler.collectGarbage");
    await devtools.send("HeapProfiler.collectGarbage");
    const { metrics } = await devtools.send("Performance.getMetrics");
    const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
    const held = await stage.held();
    if (held === null) throw new Error("the stage is not there");
    samples.push({
      ...held,
      atS: (performance.now() - startedAt) / 1000,
      heapKb: metric("JSHeapUsedSize") / 1024,
      nodes: metric("Nodes"),
      listeners: metric("JSEventListeners"),
    });
  }
  const columns = ["atS", "heapKb", "nodes", "listeners", "geometries", "textures", "programs", "frame"] as const;
  const rows = samples.map((sample) => [...columns.map((name) => sample[name].toFixed(0)), sample.rung]);
  process.stdout.write(`${table([...columns, "rung"], rows)}\n\n`);
  const half = Math.floor(samples.length / 2);
  const growth = slope(samples.slice(half).map(({ atS, heapKb }) => [atS / 60, heapKb]));
  const [first, last] = [samples[0]!, samples.at(-1)!];
  const faults = complaints.map((text) => `console: ${text}`);
  if (growth > (seconds >= LONG_S ? MOST_GROWTH.long : MOST_GROWTH.short))
    faults.push(`the heap grows by ${growth.toFixed(1)} KiB a minute`);
  for (const name of ["nodes", "listeners", "geometries", "textures", "programs"] as const) {
    // Up and down with the talk is life; never down to where it was is growth.
    const most = Math.max(...samples.slice(0, half).map((sample) => sample[name]));
    const least = Math.min(...samples.slice(half).map((sample) => sample[name]));
    if (least > most) faults.push(`${name} went from ${most} at most to ${least} at least`);
  }
  if (last.frame <= first.frame) faults.push("no frame was drawn");
  process.stdout.write(
    `${seconds} s: ${complaints.length} complaints, heap ${growth >= 0 ? "+" : ""}${growth.toFixed(1)} KiB a minute in its second half, ` +
      `${((last.frame - first.frame) / (last.atS - first.atS)).toFixed(1)} frames a second, ` +
      `${last.geometries} geometries, ${last.textures} textures, ${last.programs} programs\n`,
  );
  for (const fault of faults) process.stdout.write(`FAULT ${fault}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
} finally {
  await stage.close();
}
