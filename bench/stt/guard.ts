/** What is heard where nobody speaks: sounds without a word, through the relay's guard against hallucinations. */
import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import { type SpeechToText, STT_SAMPLE_RATE_HZ, type Transcript } from "@hisho/providers/stt/port.ts";
import { systemClock } from "@hisho/relay/clock.ts";
import { createLog } from "@hisho/relay/log.ts";
import { Roles } from "@hisho/relay/roles.ts";
import { seededRandom } from "../statistics.ts";

const SECONDS = 3;
const SAMPLES = SECONDS * STT_SAMPLE_RATE_HZ;
const LEVELS_DBFS = [-65, -50, -40, -30, -20];

export interface WordlessSound {
  name: string;
  pcm: Float32Array;
}

/** Silence, and white noise, brown noise, hum and clicks at five levels; always the same. */
export function wordlessSounds(): WordlessSound[] {
  const random = seededRandom(3);
  let brown = 0;
  const kinds: [string, (i: number) => number][] = [
    ["white noise", () => 2 * random() - 1],
    [
      "brown noise",
      () => {
        brown = 0.98 * brown + 0.2 * (2 * random() - 1);
        return brown;
      },
    ],
    ["hum", (i) => Math.sin((2 * Math.PI * 50 * i) / STT_SAMPLE_RATE_HZ)],
    ["clicks", (i) => (i % (STT_SAMPLE_RATE_HZ / 2) < 80 ? 2 * random() - 1 : 0)],
  ];
  return [
    { name: "silence", pcm: new Float32Array(SAMPLES) },
    ...kinds.flatMap(([name, sample]) =>
      LEVELS_DBFS.map((dbfs) => ({ name: `${name} ${dbfs} dBFS`, pcm: atLevel(sample, dbfs) })),
    ),
  ];
}

function atLevel(sample: (i: number) => number, dbfs: number): Float32Array {
  const pcm = Float32Array.from({ length: SAMPLES }, (_, i) => sample(i));
  const rms = Math.sqrt(pcm.reduce((sum, x) => sum + x * x, 0) / pcm.length);
  return pcm.map((x) => (x / rms) * 10 ** (dbfs / 20));
}

/** What Whisper is known to say where nobody speaks, one after another. */
export const WHISPERS: readonly { text: string; language: string }[] = [
  { text: "ご視聴ありがとうございました", language: "ja-JP" },
  { text: "Thank you for watching!", language: "en-US" },
  { text: "시청해 주셔서 감사합니다.", language: "ko-KR" },
  { text: "Thank you.", language: "en-US" },
];

/** A recogniser that says these words to any sound. @param noSpeech what it says of the silence, 0 to 1 */
export function saying(phrase: { text: string; language: string }, noSpeech: number | undefined): SpeechToText {
  const { stt } = createScriptedProviders();
  const transcript: Transcript = { ...phrase, ...(noSpeech === undefined ? {} : { noSpeech }) };
  return Object.assign(stt[0], { transcribe: async () => transcript });
}

export interface Guarded {
  sounds: number;
  /** In how many the recogniser heard words. */
  heard: number;
  /** In how many words were left. */
  kept: string[];
}

/** What the recogniser hears in each sound, and what of it the relay lets through. */
export async function guarded(stt: SpeechToText, sounds: readonly WordlessSound[], language: string): Promise<Guarded> {
  const log = createLog("warn", (line) => process.stderr.write(`${line}\n`));
  const roles = new Roles({ ...createScriptedProviders(), stt: [stt] }, systemClock, log);
  const { signal } = new AbortController();
  const result: Guarded = { sounds: sounds.length, heard: 0, kept: [] };
  for (const { name, pcm } of sounds) {
    const request = { pcm, language, final: true };
    const raw = await stt.transcribe(request, signal);
    if (raw.text !== "") result.heard += 1;
    const { text } = await roles.transcribe(request, signal);
    if (text !== "") result.kept.push(`${name}: ${text}`);
  }
  return result;
}
