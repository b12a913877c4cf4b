/**
 * `npm run bench -- viseme [--sentences 16] [--quick]`: how well the mouth is read from the sound (B6): balanced accuracy of
 * A I U E O and silence, on voices and sentences that nothing was trained on, beside wlipsync, wawa-lipsync and HeadAudio, each
 * tuned on other voices; then the mouth's time against the sound's (B7). Needs, on Debian: apt-get install gcc
 * libespeak-ng-dev open-jtalk; then node --import tsx models/prepare/main.ts --only open-jtalk --only open-jtalk-nitech; for recorded speech pocketsphinx pocketsphinx-testdata pocketsphinx-en-us.
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Corpus } from "@hisho/models/viseme/speech/corpus.ts";
import { judgedParts, learnedParts } from "@hisho/models/viseme/speech/voices.ts";
import { lagsMs, percentile95 } from "@hisho/worklets/dsp/testing/lip-sync.ts";
import { playSpeech } from "@hisho/worklets/dsp/testing/play-speech.ts";
import { tuneHeadAudio, tuneWawa, tuneWlipsync } from "./viseme/calibrate.ts";
import { type Engine, track } from "./viseme/engine.ts";
import { ours, oursWorn } from "./viseme/engines/ours.ts";
import { type Clip, CONDITIONS, clipsOf, heardUnder } from "./viseme/material.ts";
import { recordedClips } from "./viseme/recorded.ts";
import { confusion, table } from "./viseme/report.ts";
import { type Score, Tally } from "./viseme/score.ts";

const { values } = parseArgs({ options: { sentences: { type: "string", default: "16" }, quick: { type: "boolean" } } });
const sentences = values.quick ? 2 : Number(values.sentences);
const root = resolve(import.meta.dirname, "..");
const corpus = new Corpus(join(root, ".cache/viseme/speech"), join(root, "models/weights"));
const stop = new AbortController();
process.once("SIGINT", () => stop.abort(new Error("stopped")));

/** CPU is taken as the fastest of so many turns: what else the machine does only adds to it. */
const CPU_ROUNDS = 12;
const CPU_SECONDS = 20;

interface Row {
  name: string;
  score: Score;
}

/** Engines take turns clip by clip. */
function run(engines: readonly Engine[], clips: readonly Clip[]): Row[] {
  const tallies = engines.map(() => new Tally());
  for (const clip of clips) {
    engines.forEach((engine, i) => {
      tallies[i]!.add(clip.labels, track(engine, clip.samples));
    });
  }
  return engines.map(({ name }, i) => ({ name, score: tallies[i]!.score() }));
}

/** Milliseconds of CPU for a second of sound. */
function cpuOf(engines: readonly Engine[], clips: readonly Clip[]): number[] {
  const sound = new Float32Array(CPU_SECONDS * 48_000);
  for (let at = 0, i = 0; at < sound.length; i++) {
    const { samples } = clips[i % clips.length]!;
    sound.set(samples.subarray(0, sound.length - at), at);
    at += samples.length;
  }
  const fastest = engines.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < CPU_ROUNDS; round++) {
    engines.forEach((engine, i) => {
      const since = process.cpuUsage();
      track(engine, sound);
      const { user, system } = process.cpuUsage(since);
      fastest[i] = Math.min(fastest[i]!, (user + system) / 1000 / CPU_SECONDS);
    });
  }
  return fastest;
}

const learned = learnedParts().filter((_, i) => i % 13 === 0);
const tuning = await clipsOf(
  corpus,
  learned.filter(({ name }) => name.startsWith("espeak-ja")),
  3,
  stop.signal,
);
const engines = [ours, oursWorn, tuneWlipsync(tuning), tuneWawa(tuning), tuneHeadAudio(tuning)];
const groups = judgedParts();
const clips = await clipsOf(corpus, groups.espeak, sentences, stop.signal);

const summary: string[] = [];
let clean: Row[] = [];
for (const condition of CONDITIONS) {
  const heard = clips.map((clip, i) => heardUnder(condition, clip, clips, i));
  const rows = run(engines, heard);
  if (condition === "clean") clean = rows;
  console.log(`\n${table(`Unseen voices and sentences, espeak-ng: ${condition}`, rows)}`);
  summary.push(
    `${condition.padEnd(16)}${rows.map(({ score }) => (100 * score.balanced).toFixed(1).padStart(24)).join("")}`,
  );
}
console.log(`\nConfusion of ${clean[0]!.name}, clean, per cent\n${confusion(clean[0]!.score)}`);
for (const [title, parts] of [
  ["Unseen voice and sentences, Open JTalk (nitech)", groups.nitech],
  ["Unseen voices and sentences, English (flite rms, espeak-ng)", groups.english],
  ["Voices that were learned, unseen sentences, espeak-ng", groups.sameEspeak],
  ["Voice that was learned, unseen sentences, Open JTalk (Mei)", groups.sameMei],
] as const) {
  console.log(`\n${table(title, run(engines, await clipsOf(corpus, parts, sentences, stop.signal)))}`);
}
const recorded = await recordedClips(stop.signal);
if (recorded.length === 0) console.log("\nRecorded speech: pocketsphinx and its test data are not installed.");
else console.log(`\n${table("Recorded English, times by forced alignment", run(engines, recorded))}`);

console.log(`\nBalanced accuracy, per cent\n${"".padEnd(16)}${engines.map(({ name }) => name.padStart(24)).join("")}`);
console.log(summary.join("\n"));

const cpu = cpuOf(engines, clips);
console.log(`\nCPU, ms for a second of sound (fastest of ${CPU_ROUNDS} turns of ${CPU_SECONDS} s)`);
engines.forEach(({ name }, i) => {
  console.log(`${name.padEnd(24)}${cpu[i]!.toFixed(2).padStart(8)}`);
});

const { rendered, seen } = playSpeech();
const lags = lagsMs(rendered, seen);
console.log(
  `\nMouth against sound (B7), through a stall of 300 ms and a passage that is 15 % longer: p95 ${percentile95(lags).toFixed(1)} ms,` +
    ` each of ${lags.length} bursts: ${lags.map((ms) => ms.toFixed(0)).join(" ")}`,
);
