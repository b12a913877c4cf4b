/**
 * `npm run bench -- latency [--samples 20] [--config PATH] [--language en] [--json FILE]`: how long a person waits with the
 * configured providers: partial, final, speech end to first token and to the first sound (tts_start), with trace ids. The
 * relay is a process of its own; real speech is said to it over a real socket in real time.
 */
import { writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parseReceipts, type Receipt } from "@hisho/protocol";
import { prepareModels } from "../scripts/start/prepare.mjs";
import { LANGUAGES, type Language, sentencesIn } from "./latency/sentences.ts";
import { Speaker, type SpokenTurn } from "./latency/speaker.ts";
import { startMeasured } from "./latency/start.ts";
import { FINAL_FLUSH_SILENCE_MS } from "./start-relay.ts";
import { bootstrap, quantile, table } from "./statistics.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const USAGE =
  "bench latency [--samples 20] [--config providers/providers.yaml] [--language en|ja|ko] [--json FILE]\n" +
  "--samples: turns that are measured, after one that is not. --config: else PROVIDERS_CONFIG_PATH\n";
const PAUSE_MS = 500;

interface Options {
  samples: number;
  config: string;
  language: Language;
  json: string | undefined;
}

function options(): Options | undefined {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({ options: { samples: text, config: text, language: text, json: text } });
    const samples = Number(values.samples ?? 20);
    const language = values.language ?? "en";
    if (!Number.isInteger(samples) || samples < 1 || !Object.hasOwn(LANGUAGES, language)) return undefined;
    const config = values.config ?? (process.env.PROVIDERS_CONFIG_PATH || "providers/providers.yaml");
    return { samples, config: path.resolve(ROOT, config), language: language as Language, json: values.json };
  } catch {
    return undefined;
  }
}

const present = (values: readonly (number | undefined)[]): number[] => values.filter((value) => value !== undefined);

function report(turns: readonly SpokenTurn[], partialAgesMs: readonly number[]): string {
  const of = (pick: (turn: SpokenTurn) => number | undefined): number[] => present(turns.map(pick));
  const figures: [string, readonly number[]][] = [
    ["partial: age of its newest sound", partialAgesMs],
    ["first partial, after speech begins", of(({ firstPartialMs }) => firstPartialMs)],
    ["final, after speech ends", of(({ finalMs }) => finalMs)],
    ["first token, after speech ends", of(({ firstTokenMs }) => firstTokenMs)],
    ["tts_start, after speech ends", of(({ ttsStartMs }) => ttsStartMs)],
    ["the relay's retrieval", of(({ timings }) => timings.retrieval)],
    ["the relay's llm_first_token", of(({ timings }) => timings.llm_first_token)],
    ["the relay's tts_first_audio", of(({ timings }) => timings.tts_first_audio)],
  ];
  const interval = (values: readonly number[], share: number): string =>
    values.length === 0
      ? "-"
      : bootstrap([values], (resampled) => quantile(resampled, share))
          .map((bound) => bound.toFixed(0))
          .join("…");
  const rows = figures.map(([name, values]) => [
    name.padEnd(36),
    String(values.length),
    ...[0.5, 0.95].flatMap((share) => [
      values.length === 0 ? "-" : quantile(values, share).toFixed(0),
      interval(values, share),
    ]),
  ]);
  return table(["ms".padEnd(36), "n", "p50", "95 % interval", "p95", "95 % interval"], rows);
}

async function receiptsOf(url: string): Promise<Receipt[]> {
  const answer = await fetch(`${url.replace(/^ws/, "http")}/api/v1/receipts`);
  const receipts = parseReceipts(await answer.json());
  if (receipts === undefined) throw new Error("the relay's receipts are no receipts");
  return receipts;
}

/** What looking for passages before the last word has saved. */
function foresight(receipts: readonly Receipt[]): string {
  const known = receipts.flatMap(({ retrieval }) => retrieval ?? []);
  const reused = known.filter(({ foresight: what }) => what === "reused");
  const p50 = (values: readonly number[]): string =>
    values.length === 0 ? "-" : `${quantile(values, 0.5).toFixed(0)} ms`;
  return (
    `Of ${known.length} searches for passages ${reused.length} were made before the last word and reused: ` +
    `they took ${p50(reused.map(({ took }) => took))} (p50), and answers waited ${p50(known.map(({ waited }) => waited))} for them.`
  );
}

function traces(turns: readonly SpokenTurn[]): string {
  const ms = (value: number | undefined): string => value?.toFixed(0) ?? "-";
  const rows = turns.map(({ traceId, reason, finalMs, firstTokenMs, ttsStartMs, heard, failures }) => [
    traceId,
    ms(finalMs),
    ms(firstTokenMs),
    ms(ttsStartMs),
    [reason, ...failures].join(" "),
    heard.slice(0, 40).padEnd(40),
  ]);
  return table(["trace", "final", "first token", "tts_start", "ended", "heard".padEnd(40)], rows);
}

const asked = options();
if (asked === undefined) {
  process.stderr.write(USAGE);
  process.exit(1);
}
const { samples, config, language, json } = asked;
await prepareModels();
const sentences = await sentencesIn(language);
const relay = await startMeasured(config);
if (relay === undefined) {
  process.stderr.write("The relay has not started: the lines above say why.\n");
  process.exit(1);
}
try {
  const load = (): string => (loadavg()[0] ?? 0).toFixed(2);
  const machine = `${cpus().length} cores, ${cpus()[0]?.model ?? "?"}, Node ${process.version}`;
  process.stdout.write(`${machine}, load ${load()}; ${path.relative(ROOT, config)}: ${relay.providers.join(", ")}\n`);
  const speaker = await Speaker.connect(relay.url, LANGUAGES[language]);
  const turns: SpokenTurn[] = [];
  let warmUpPartials = 0;
  for (let i = 0; i <= samples; i += 1) {
    const turn = await speaker.say(sentences[i % sentences.length]!);
    if (i === 0) warmUpPartials = turn.partials;
    else turns.push(turn);
    if (process.stderr.isTTY) process.stderr.write(`\r${i} of ${samples} turns`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  if (process.stderr.isTTY) process.stderr.write("\r");
  const partialAgesMs = (await relay.partialAgesMs()).slice(warmUpPartials);
  speaker.close();
  process.stdout.write(
    `${turns.length} turns of ${sentences.length} sentences, hands-free, after one that is not counted; load ${load()}\n\n` +
      `${report(turns, partialAgesMs)}\n` +
      `${foresight(await receiptsOf(relay.url))}\n` +
      `The silence of ${FINAL_FLUSH_SILENCE_MS} ms that ends an utterance is in final, first token and tts_start.\n\n` +
      `${traces(turns)}\n`,
  );
  if (json !== undefined) {
    const written = { config: path.relative(ROOT, config), language, providers: relay.providers, turns, partialAgesMs };
    await writeFile(json, `${JSON.stringify(written, null, 2)}\n`);
  }
  process.exitCode = turns.every(({ reason }) => reason === "completed") ? 0 : 1;
} finally {
  await relay.stop();
}
