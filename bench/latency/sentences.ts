/** What is said to the relay: real English where the machine has it, else, and in other languages, the doctor's clips. */
import { Encoder } from "@evan/opus";
import { type LanguageTag, MICROPHONE_FRAME } from "@hisho/protocol";
import { readClips } from "@hisho/providers/doctor/clips.ts";
import { STT_SAMPLE_RATE_HZ } from "@hisho/providers/stt/port.ts";
import { inauguralClip, pocketsphinxClips } from "@hisho/providers/testing/clips.ts";
import { speechIn } from "../voice/recordings.ts";

export const LANGUAGES = { en: "en-US", ja: "ja-JP", ko: "ko-KR" } as const satisfies Record<string, LanguageTag>;
export type Language = keyof typeof LANGUAGES;

const FRAME_SAMPLES = (STT_SAMPLE_RATE_HZ * MICROPHONE_FRAME) / 1000;
/** The page proposes the end of an utterance after so much silence. */
const SILENCE_FRAMES = 13;

export interface Sentence {
  text: string;
  /** Opus, 20 ms each, the silence behind the last word included. */
  packets: readonly Uint8Array[];
  /** How many of them have speech in them. */
  spoken: number;
}

export async function sentencesIn(language: Language): Promise<Sentence[]> {
  const clip = inauguralClip();
  const recorded =
    language === "en"
      ? [...pocketsphinxClips(), ...(clip === undefined ? [] : [clip])]
          .map(({ text, read }) => ({ text, ...read() }))
          .filter(({ sampleRateHz }) => sampleRateHz === STT_SAMPLE_RATE_HZ)
      : [];
  if (recorded.length > 0) return recorded.map(({ text, pcm }) => sentenceOf(text, pcm));
  return (await readClips()).filter((made) => made.language === language).map(({ text, pcm }) => sentenceOf(text, pcm));
}

function sentenceOf(text: string, pcm: Float32Array): Sentence {
  const { endS } = speechIn({ pcm, sampleRateHz: STT_SAMPLE_RATE_HZ });
  const spoken = Math.ceil((endS * STT_SAMPLE_RATE_HZ) / FRAME_SAMPLES);
  const encoder = new Encoder({ channels: 1, sample_rate: STT_SAMPLE_RATE_HZ, application: "voip" });
  encoder.bitrate = 32_000;
  const packets = Array.from({ length: spoken + SILENCE_FRAMES }, (_, frame) => {
    const from = frame * FRAME_SAMPLES;
    const samples = Int16Array.from({ length: FRAME_SAMPLES }, (_, i) => 32_767 * (pcm[from + i] ?? 0));
    return encoder.encode(samples).slice();
  });
  return { text, packets, spoken };
}
