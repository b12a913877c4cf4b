/**
 * Real recorded English: what was said is known, pocketsphinx (Debian, HMMs of the en-us model) finds when each phone was.
 * The truth is thus an aligner's, within its 10 ms frames and its habits; only vowels with a clear place are scored.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TimedPhone } from "@hisho/models/viseme/speech/labels.ts";
import { findCommand } from "@hisho/providers/tts/engines/find-command.ts";
import { readWav } from "@hisho/providers/tts/wav.ts";
import { type Clip, clipFrom } from "./material.ts";

const MODEL = "/usr/share/pocketsphinx/model/en-us";
const DATA = "/usr/share/pocketsphinx/test/data";
const ALIGNER = "pocketsphinx_continuous";
const BEAMS = ["-beam", "1e-80", "-wbeam", "1e-60", "-pbeam", "1e-80", "-bestpath", "no"];
/** Beside the repository, where there is such a folder. */
const KENNEDY = join(import.meta.dirname, "../../../shared/speech/jfk.en.wav");
const KENNEDY_SAID =
  "and so my fellow americans ask not what your country can do for you ask what you can do for your country";

interface Recording {
  file: string;
  said: string;
}

/** @returns empty where pocketsphinx or its recordings are not installed */
export async function recordedClips(signal: AbortSignal): Promise<Clip[]> {
  const needed = [`${MODEL}/cmudict-en-us.dict`, `${DATA}/librivox/transcription`];
  if (findCommand(ALIGNER) === undefined || !needed.every((file) => existsSync(file))) return [];
  const recordings = [
    ...(await transcribed(`${DATA}/librivox/transcription`, `${DATA}/librivox`)),
    ...(await transcribed(`${DATA}/cards/cards.transcription`, `${DATA}/cards`)),
    ...(existsSync(KENNEDY) ? [{ file: KENNEDY, said: KENNEDY_SAID }] : []),
  ];
  const pronunciations = readDictionary(await readFile(`${MODEL}/cmudict-en-us.dict`, "utf8"));
  const clips: Clip[] = [];
  for (const { file, said } of recordings) {
    const phones = await align(file, said.split(" "), pronunciations, signal);
    const { pcm, sampleRateHz } = readWav(await readFile(file));
    if (phones.length > 0) clips.push(clipFrom(pcm, sampleRateHz, phones));
  }
  return clips;
}

async function transcribed(list: string, folder: string): Promise<Recording[]> {
  const lines = (await readFile(list, "utf8")).split("\n");
  return lines.flatMap((line) => {
    const found = /^<s> (.*?)\s*<\/s> \((.*)\)$/.exec(line);
    return found === null ? [] : [{ file: join(folder, `${found[2]}.wav`), said: found[1]! }];
  });
}

/** Every way of saying each word. */
function readDictionary(text: string): Map<string, string[]> {
  const ways = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const [word, ...phones] = line.split(" ");
    const plain = word!.replace(/\(\d+\)$/, "");
    ways.set(plain, [...(ways.get(plain) ?? []), phones.join(" ")]);
  }
  return ways;
}

/** The recogniser may choose only among the ways to say these words, and where to pause. */
async function align(
  file: string,
  words: readonly string[],
  pronunciations: ReadonlyMap<string, readonly string[]>,
  signal: AbortSignal,
): Promise<TimedPhone[]> {
  const ways = words.map((word) => pronunciations.get(word) ?? []);
  const phones = new Set(ways.flat().flatMap((way) => way.split(" ")));
  const grammar = ways.map((way) => `( ${way.join(" | ")} )`).join(" [SIL] ");
  const folder = await mkdtemp(join(tmpdir(), "hisho-align-"));
  try {
    const [dictionary, rules] = [join(folder, "phones.dict"), join(folder, "said.gram")];
    await writeFile(dictionary, [...phones, "SIL"].map((phone) => `${phone} ${phone}\n`).join(""));
    await writeFile(rules, `#JSGF V1.0;\ngrammar said;\npublic <said> = [SIL] ${grammar} [SIL];\n`);
    const args = [
      "-infile",
      file,
      "-hmm",
      `${MODEL}/en-us`,
      "-dict",
      dictionary,
      "-jsgf",
      rules,
      "-time",
      "yes",
      ...BEAMS,
    ];
    const { stdout } = await promisify(execFile)(ALIGNER, [...args, "-logfn", join(folder, "log")], {
      signal,
    });
    return readTimes(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Lines "PHONE START_S END_S CONFIDENCE". */
function readTimes(output: string): TimedPhone[] {
  const times = [...output.matchAll(/^([A-Z]+)(?:\(\d+\))? (\d+\.\d+) (\d+\.\d+) /gm)];
  const phones = times.map(([, phone, start]) => ({ phone: phone!.toLowerCase(), startMs: Number(start) * 1000 }));
  const end = times.at(-1)?.[3];
  return end === undefined ? [] : [...phones, { phone: ".", startMs: Number(end) * 1000 }];
}
