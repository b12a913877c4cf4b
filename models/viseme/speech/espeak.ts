import { execFile } from "node:child_process";
import { mkdir, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { runSynthesiser } from "@hisho/providers/tts/engines/process.ts";
import type { TimedPhone } from "./labels.ts";
import { type Part, readSamples, type Utterance } from "./utterance.ts";

const SOURCE = join(import.meta.dirname, "espeak-phones.c");
const SETS = { ja: "ja", "en-us": "en", ko: "ko" } as const;

/**
 * Compiles the small program that speaks with Debian's espeak-ng and tells the phones' times.
 * @returns its path
 * @throws Error that says what to install
 */
export async function compileEspeak(folder: string): Promise<string> {
  const program = join(folder, "espeak-phones");
  const modified = async (path: string) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
  if ((await modified(program)) > (await modified(SOURCE))) return program;
  try {
    await promisify(execFile)("cc", ["-O2", "-o", program, SOURCE, "-lespeak-ng"]);
  } catch (cause) {
    throw new Error("espeak-ng's phones need its library and a C compiler: apt-get install gcc libespeak-ng-dev", {
      cause,
    });
  }
  return program;
}

/**
 * espeak-ng's data with room for variants of one's own beside those that come with it.
 * @returns the folder that holds `espeak-ng-data`
 */
async function linkData(program: string): Promise<string> {
  const folder = join(dirname(program), "espeak");
  const ours = join(folder, "espeak-ng-data");
  const theirs = (await promisify(execFile)(program, [])).stdout.trim();
  const link = async (names: readonly string[]) => {
    await mkdir(join(ours, ...names), { recursive: true });
    for (const name of await readdir(join(theirs, ...names))) {
      await symlink(join(theirs, ...names, name), join(ours, ...names, name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      });
    }
  };
  for (const names of [["voices", "!v"], ["voices"], []]) await link(names);
  return folder;
}

/** @throws the signal's reason when aborted */
export async function speakEspeak(
  program: string,
  part: Extract<Part, { engine: "espeak" }>,
  signal: AbortSignal,
): Promise<Utterance[]> {
  const data = await linkData(program);
  const ours = join(data, "espeak-ng-data/voices/!v", part.variant);
  if (part.definition !== undefined) await writeFile(ours, part.definition);
  const voice = part.variant === "" ? part.language : `${part.language}+${part.variant}`;
  const settings = [part.wordsPerMinute, part.pitch, part.range].map(String);
  const input = part.sentences.map((sentence) => `${sentence}\n`).join("");
  const bytes = await runSynthesiser(program, [data, voice, ...settings], input, signal).finally(() =>
    // espeak-ng lists at most 350 voices.
    part.definition === undefined ? undefined : rm(ours, { force: true }),
  );
  return readUtterances(bytes).map((utterance) => ({ ...utterance, set: SETS[part.language] }));
}

/** What espeak-phones.c writes. */
function readUtterances(bytes: Buffer): Omit<Utterance, "set">[] {
  const utterances: Omit<Utterance, "set">[] = [];
  let at = 0;
  const line = (): string => {
    const end = bytes.indexOf(10, at);
    const text = bytes.toString("utf8", at, end);
    at = end + 1;
    return text;
  };
  while (at < bytes.length) {
    const [, rateHz, samples, count] = line().split(" ").map(Number) as [number, number, number, number];
    const phones: TimedPhone[] = [];
    let language = "";
    for (let i = 0; i < count; i++) {
      const [startMs, phone] = line().split(" ") as [string, string];
      if (phone.startsWith("(")) language = phone;
      else phones.push({ startMs: Number(startMs), phone });
    }
    const pcm = readSamples(bytes, at, samples);
    at += 2 * samples;
    // A sentence in which espeak-ng changes the language has phones of two sets.
    if (language === "" && samples > 0) utterances.push({ rateHz, samples: pcm, phones });
  }
  return utterances;
}
