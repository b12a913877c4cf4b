import { readFile } from "node:fs/promises";
import { DOCTOR_LANGUAGES, type DoctorLanguage } from "@hisho/protocol";
import { STT_SAMPLE_RATE_HZ } from "../stt/port.ts";
import { readWav } from "../tts/wav.ts";

/** A short sentence, said aloud. */
export interface Clip {
  language: DoctorLanguage;
  text: string;
  /** Mono at 16 kHz, -1 to 1, with a little silence before and after. */
  pcm: Float32Array;
}

/** What the clips beside this file say. `scripts/doctor/make-clips.ts` has made them from this. */
export const CLIP_TEXTS: Record<DoctorLanguage, string> = {
  ja: "会議は何時からですか。",
  en: "What time does the meeting start?",
  ko: "회의는 몇 시예요?",
};

const SILENCE_MS = 200;

/** @throws Error when a clip is missing or damaged: it belongs to the project */
export function readClips(): Promise<Clip[]> {
  return Promise.all(
    DOCTOR_LANGUAGES.map(async (language) => {
      const file = new URL(`./clips/${language}.wav`, import.meta.url);
      const { pcm, sampleRateHz } = readWav(await readFile(file));
      if (sampleRateHz !== STT_SAMPLE_RATE_HZ) throw new Error(`${file.pathname} has ${sampleRateHz} Hz`);
      return { language, text: CLIP_TEXTS[language], pcm: withSilence(pcm) };
    }),
  );
}

function withSilence(pcm: Float32Array): Float32Array {
  const silence = (SILENCE_MS * STT_SAMPLE_RATE_HZ) / 1000;
  const padded = new Float32Array(pcm.length + 2 * silence);
  padded.set(pcm, silence);
  return padded;
}
