import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findCommand } from "@hisho/providers/tts/engines/find-command.ts";
import { readOutputLabels } from "@hisho/providers/tts/engines/open-jtalk-trace.ts";
import { runSynthesiser } from "@hisho/providers/tts/engines/process.ts";
import type { TimedPhone as EndingPhone } from "@hisho/providers/tts/visemes.ts";
import { readWav } from "@hisho/providers/tts/wav.ts";
import type { TimedPhone } from "./labels.ts";
import type { Part, Utterance } from "./utterance.ts";

/**
 * @param weights folder of the prepared models
 * @throws Error saying how to get what is missing; the signal's reason when aborted
 */
export async function speakOpenJtalk(
  weights: string,
  part: Extract<Part, { engine: "jtalk" }>,
  signal: AbortSignal,
): Promise<Utterance[]> {
  const voice = join(weights, part.voice);
  if (!existsSync(voice)) {
    const asset = part.voice.split("/")[0]!;
    throw new Error(`${voice} is missing: node --import tsx models/prepare/main.ts --only ${asset}`);
  }
  const folder = await mkdtemp(join(tmpdir(), "hisho-viseme-"));
  const [wav, trace] = [join(folder, "speech.wav"), join(folder, "trace")];
  const program = findCommand("open_jtalk") ?? join(weights, "open-jtalk/bin/open_jtalk");
  const settings = ["-r", part.rate, "-fm", part.halfTones, "-a", part.allPass].map(String);
  const args = ["-x", join(weights, "open-jtalk/dictionary"), "-m", voice, ...settings];
  const utterances: Utterance[] = [];
  try {
    for (const sentence of part.sentences) {
      await runSynthesiser(program, [...args, "-ow", wav, "-ot", trace], `${sentence}\n`, signal);
      const { pcm, sampleRateHz } = readWav(await readFile(wav));
      const phones = startsOf(readOutputLabels(await readFile(trace, "utf8")));
      utterances.push({ rateHz: sampleRateHz, samples: pcm, phones, set: "jtalk" });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return utterances;
}

/** Phones with their starts, from phones with their ends. */
export function startsOf(phones: readonly EndingPhone[]): TimedPhone[] {
  const starts = phones.map(({ phone }, i) => ({ phone, startMs: i === 0 ? 0 : phones[i - 1]!.endMs }));
  return [...starts, { phone: ".", startMs: phones.at(-1)?.endMs ?? 0 }];
}
