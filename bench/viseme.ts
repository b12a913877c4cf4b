/**
 * `npm run bench -- viseme [--sentences 16] [--quick]`: how well the mouth is read from the sound (B6): balanced accuracy of
 * A I U E O and silence, on voices and sentences that nothing was trained on, beside wlipsync, wawa-lipsync and HeadAudio, each
 * tuned on other voices; then the mouth's time against the sound's (B7). Needs, on Debian: apt-get install gcc
 * libespeak-ng-dev open-jtalk, and for recorded speech pocketsphinx pocketsphinx-testdata pocketsphinx-en-us.
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Corpus } from "@hisho/models/viseme/speech/corpus.ts";
import { judgedParts, learnedParts } from "@hisho/models/viseme/speech/voices.ts";
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

interface Row {
  name: string;
  score: Score;
  cpuMsPerS: number;
}

/** Engines take turns clip by clip, so that whatever else the machine does falls on all of them. */
function run(engines: readonly Engine[], clips: readonly Clip[]): Row[] {
  const tallies = engines.map(() => new Tally());
  const cpuUs = engines.map(() => 0);
  let seconds = 0;
  for (const clip of clips) {
    seconds += clip.samples.length / 48_000;
    engines.forEach((engine, i) => {
      const since = process.cpuUsage();
      const shown = track(engine, clip.samples);
      const { user, system } = process.cpuUsage(since);
      cpuUs[i]! += user + system;
      tallies[i]!.add(clip.labels, shown);
    });
  }
  return engines.map(({ name }, i) => ({
    name,
    score: tallies[i]!.score(),
    cpuMsPerS: cpuUs[i]! / 1000 / Math.max(1, seconds),
  }));
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
