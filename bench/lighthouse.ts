/**
 * `npm run bench -- lighthouse`: how Lighthouse sees the first opening on a simulated phone: the built page, served by the
 * relay with its embedded providers. Five runs, each in a fresh browser; the median counts. Takes about five minutes.
 */
import { loadavg } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readProvidersConfig } from "@hisho/providers/config/providers-config.ts";
import { createProviders } from "@hisho/providers/registry.ts";
import { Metrics } from "@hisho/relay/metrics.ts";
import lighthouse from "lighthouse";
import { prepareModels, preparePage } from "../scripts/start/prepare.mjs";
import { freePort } from "../web/e2e/browsers/driven.ts";
import { openBrowser } from "../web/e2e/microphone.ts";
import { startRelay } from "./start-relay.ts";
import { quantile, table } from "./statistics.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const RUNS = 5;
const WANTED = { performance: 95, accessibility: 100 };
/** What a person feels of the opening, by Lighthouse's names. */
const FIGURES = [
  "first-contentful-paint",
  "largest-contentful-paint",
  "total-blocking-time",
  "cumulative-layout-shift",
  "speed-index",
] as const;

interface Run {
  performance: number;
  accessibility: number;
  figures: Record<(typeof FIGURES)[number], number>;
  /** Checks of accessibility that were not passed. */
  failed: string[];
}

async function open(url: string): Promise<Run> {
  const port = await freePort();
  const browser = await openBrowser(undefined, { flags: [`--remote-debugging-port=${port}`] });
  try {
    const onlyCategories = ["performance", "accessibility"];
    const result = await lighthouse(url, { port, onlyCategories, formFactor: "mobile", logLevel: "error" });
    if (result === undefined) throw new Error("Lighthouse gave no result");
    const { categories, audits, runtimeError } = result.lhr;
    if (runtimeError !== undefined) throw new Error(`${runtimeError.code}: ${runtimeError.message}`);
    const score = (name: string): number => Math.round((categories[name]?.score ?? 0) * 100);
    const figures = Object.fromEntries(
      FIGURES.map((name) => [name, audits[name]?.numericValue ?? Number.NaN]),
    ) as Run["figures"];
    const failed = (categories.accessibility?.auditRefs ?? []).flatMap(({ id, weight }) => {
      const audit = audits[id];
      return weight > 0 && audit?.score !== null && audit?.score !== undefined && audit.score < 1 ? [audit.title] : [];
    });
    return { performance: score("performance"), accessibility: score("accessibility"), figures, failed };
  } finally {
    await browser.close();
  }
}

await prepareModels();
await preparePage();
const config = await readProvidersConfig(path.join(ROOT, "providers/providers.yaml"), {});
const relay = await startRelay({
  createProviders: (tools) =>
    createProviders(config, { weightsDirectory: path.join(ROOT, "models/weights"), ...tools }),
  metrics: new Metrics({ process: false }),
  pageDirectory: path.join(ROOT, "web/dist"),
});
const loadBefore = (loadavg()[0] ?? 0).toFixed(2);
const runs: Run[] = [];
try {
  for (let run = 1; run <= RUNS; run += 1) {
    runs.push(await open(`http://127.0.0.1:${relay.port}/`));
    if (process.stderr.isTTY) process.stderr.write(`\r${run} of ${RUNS}`);
  }
} finally {
  await relay.stop();
}
const median = (values: readonly number[]): number => quantile(values, 0.5);
const rows = runs.map((run, at) => [
  `run ${at + 1}`,
  String(run.performance),
  String(run.accessibility),
  ...FIGURES.map((name) => run.figures[name].toFixed(name === "cumulative-layout-shift" ? 3 : 0)),
]);
process.stdout.write(
  `Lighthouse, simulated phone. Load average ${loadBefore} before, ${(loadavg()[0] ?? 0).toFixed(2)} after\n`,
);
process.stdout.write(`${table(["", "performance", "accessibility", ...FIGURES], rows)}\n`);
for (const [name, wanted] of Object.entries(WANTED)) {
  const reached = median(runs.map((run) => run[name as keyof typeof WANTED]));
  process.stdout.write(`${name}: median ${reached} of ${wanted} wanted\n`);
}
for (const title of new Set(runs.flatMap(({ failed }) => failed)))
  process.stdout.write(`accessibility, not passed: ${title}\n`);
