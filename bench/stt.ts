/**
 * `npm run bench -- stt [scripted | embedded]`: B8, how much sound a recogniser is given, and how much CPU it takes, for a
 * second of speech in utterances of 2 to 30 s: through the relay, and with everything heard again for each partial. Then
 * what is heard where nobody speaks. Time is virtual, so that a busy machine changes no figure but CPU.
 */
import { cpus, loadavg } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { growingText, ScriptedStt } from "@hisho/providers/scripted/stt.ts";
import { createEmbeddedStt } from "@hisho/providers/stt/embedded.ts";
import type { SpeechToText } from "@hisho/providers/stt/port.ts";
import { prepareModels } from "../scripts/start/prepare.mjs";
import { bootstrap, quantile, table } from "./statistics.ts";
import { type Cost, fullWindow, type Growth, logLogSlope, throughRelay } from "./stt/growth.ts";
import { type Guarded, guarded, saying, WHISPERS, wordlessSounds } from "./stt/guard.ts";
import { speechOf } from "./stt/speech.ts";

const LENGTHS_S = [2, 4, 8, 15, 30];
/** Each begins with another recording. */
const EXCERPTS = 6;
/** Of these the embedded recogniser hears everything again for each partial: a minute of CPU each. */
const BASELINE_EXCERPTS = 1;
const WORDS_PER_SECOND = 2.5;
const SCRIPT = Array.from({ length: 200 }, (_, i) => `word${i}`).join(" ");

/** One beginning, at all lengths. */
interface Excerpt {
  relay: Growth[];
  whole: (Cost & { seconds: number })[];
}

const soundSlope = (excerpts: readonly { seconds: number; soundS: number }[][]): number =>
  logLogSlope(excerpts.flat().map(({ seconds, soundS }) => ({ x: seconds, y: soundS })));
const cpuSlope = (excerpts: readonly { seconds: number; cpuS: number }[][]): number =>
  logLogSlope(excerpts.flat().map(({ seconds, cpuS }) => ({ x: seconds, y: cpuS })));

async function measure(stt: SpeechToText, baselines: number): Promise<Excerpt[]> {
  const excerpts: Excerpt[] = [];
  for (let first = 0; first < EXCERPTS; first += 1) {
    const excerpt: Excerpt = { relay: [], whole: [] };
    for (const seconds of LENGTHS_S) {
      const pcm = speechOf(seconds, first);
      if (pcm === undefined) continue;
      excerpt.relay.push(await throughRelay(pcm, stt));
      if (first < baselines) excerpt.whole.push({ seconds, ...(await fullWindow(pcm, stt)) });
    }
    excerpts.push(excerpt);
  }
  return excerpts;
}

const MEANINGS = `\
sound ×: seconds of sound given to the recogniser for one of speech, the final transcript's pass over everything included;
whole ×: the same with everything heard again for each partial; window: the longest sound of a partial; gap: between two
partials; flicker: characters taken back for each one of the last partial; wrong: words of the last partial that are not
the final's, over its words; equal: final transcripts that are those of the whole sound given at once`;

function report(excerpts: readonly Excerpt[], hasWords: boolean): void {
  const relay = excerpts.map((excerpt) => excerpt.relay);
  const whole = excerpts.flatMap((excerpt) => (excerpt.whole.length === 0 ? [] : [excerpt.whole]));
  const rows = LENGTHS_S.map((seconds) => {
    const own = relay.flat().filter((growth) => Math.round(growth.seconds) === seconds);
    const baseline = whole.flat().filter((cost) => cost.seconds === seconds);
    const perSecond = (costs: readonly Cost[], pick: (cost: Cost) => number): number[] =>
      costs.map((cost) => pick(cost) / seconds);
    const times = perSecond(own, ({ soundS }) => soundS);
    return [
      `${seconds} s`,
      String(own.length),
      quantile(times, 0.5),
      quantile(times, 0.95),
      Math.max(...times),
      quantile(
        perSecond(baseline, ({ soundS }) => soundS),
        0.5,
      ),
      quantile(
        perSecond(own, ({ cpuS }) => 1000 * cpuS),
        0.5,
      ),
      quantile(
        perSecond(baseline, ({ cpuS }) => 1000 * cpuS),
        0.5,
      ),
      Math.max(...own.map(({ longestPartialS }) => longestPartialS)),
      quantile(
        own.flatMap(({ gapsS }) => gapsS),
        0.5,
      ),
      quantile(
        own.flatMap(({ gapsS }) => gapsS),
        0.95,
      ),
      ...[own.map((growth) => growth.flicker), own.map(({ wrongWords }) => wrongWords)].map((values) =>
        hasWords ? quantile(values, 0.5) : "-",
      ),
      `${own.filter(({ isEqual }) => isEqual).length}/${own.length}`,
    ];
  });
  const head = [
    "speech",
    "n",
    "sound × p50",
    "p95",
    "most",
    "whole ×",
    "CPU ms/s",
    "whole",
    "window s",
    "gap p50",
    "p95",
  ];
  process.stdout.write(`${table([...head, "flicker", "wrong", "equal"], rows)}\n`);
  // Resampled by excerpt: the lengths of one belong together.
  const interval = (figure: (picked: number[]) => number): string =>
    bootstrap([relay.map((_, i) => i)], figure)
      .map((bound) => bound.toFixed(2))
      .join("…");
  const picked = (indices: number[]): Growth[][] => indices.map((i) => relay[i]!);
  process.stdout.write(
    `log-log slope (95 % interval) of sound: ${soundSlope(relay).toFixed(2)} (${interval((i) => soundSlope(picked(i)))}), ` +
      `whole again ${soundSlope(whole).toFixed(2)}; of CPU: ${cpuSlope(relay).toFixed(2)} ` +
      `(${interval((i) => cpuSlope(picked(i)))}), whole again ${cpuSlope(whole).toFixed(2)}\n`,
  );
}

async function scripted(): Promise<void> {
  process.stdout.write("\nB8, a scripted recogniser on real speech: sound given to it for a second of speech\n");
  const stt = new ScriptedStt({ text: growingText(SCRIPT, WORDS_PER_SECOND) });
  report(await measure(stt, EXCERPTS), false);
}

async function embedded(): Promise<void> {
  await prepareModels();
  const weightsDirectory = path.join(fileURLToPath(new URL("..", import.meta.url)), "models/weights");
  const stt = createEmbeddedStt({ weightsDirectory });
  await stt.prepare(new AbortController().signal);
  try {
    process.stdout.write("\nB8, the embedded recogniser on real speech\n");
    report(await measure(stt, BASELINE_EXCERPTS), true);
    await silence(stt);
  } finally {
    await stt.close();
  }
}

async function silence(stt: SpeechToText): Promise<void> {
  const sounds = wordlessSounds();
  const own = await guarded(stt, sounds, "en-US");
  const rows: [string, Guarded][] = [["the embedded recogniser", own]];
  for (const noSpeech of [0.8, undefined]) {
    for (const phrase of WHISPERS) {
      const name = `"${phrase.text}", no-speech ${noSpeech ?? "not told"}`;
      rows.push([name, await guarded(saying(phrase, noSpeech), sounds, phrase.language)]);
    }
  }
  process.stdout.write("\nSilence and noise of 3 s: what is heard in them, and what of it is let through\n");
  process.stdout.write(
    `${table(
      ["recogniser", "sounds", "heard", "dropped", "let through"],
      rows.map(([name, { sounds: all, heard, kept }]) => [
        name,
        ...[all, heard, heard - kept.length, kept.length].map(String),
      ]),
    )}\n`,
  );
  for (const [name, { kept }] of rows)
    for (const text of kept) process.stdout.write(`  let through of ${name}: ${text}\n`);
}

const only = process.argv[2];
if (only !== undefined && only !== "scripted" && only !== "embedded") {
  process.stderr.write("bench stt [scripted | embedded]: with which recogniser; both when left out\n");
  process.exit(1);
}
if (speechOf(LENGTHS_S.at(-1)!, 0) === undefined) {
  process.stderr.write(
    "There is too little recorded speech on this machine: install Debian's package pocketsphinx-testdata, and put " +
      "jfk.en.wav into ../shared/speech beside the repository.\n",
  );
  process.exit(1);
}
const machine = `${cpus().length} cores, ${cpus()[0]?.model ?? "?"}, Node ${process.version}`;
process.stdout.write(`${machine}, load ${loadavg()[0]?.toFixed(2)}; ${EXCERPTS} excerpts of each length\n`);
if (only !== "embedded") await scripted();
if (only !== "scripted") await embedded();
process.stdout.write(`\n${MEANINGS}\nLoad average ${loadavg()[0]?.toFixed(2)} at the end\n`);
