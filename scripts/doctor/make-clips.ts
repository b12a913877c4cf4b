/**
 * Makes the doctor's clips anew: `node --import tsx scripts/doctor/make-clips.ts`. They ship with the project, so that
 * every machine is measured with the same sound, and hearing can be tried where no voice is.
 */
import { writeFile } from "node:fs/promises";
import { CLIP_TEXTS } from "../../providers/src/doctor/clips.ts";
import { STT_SAMPLE_RATE_HZ } from "../../providers/src/stt/port.ts";
import { wavOf } from "../../providers/src/testing/wav.ts";
import { createEmbeddedTts } from "../../providers/src/tts/embedded.ts";
import { DOCTOR_LANGUAGES } from "../../relay/protocol/index.ts";
import { createResampler } from "../../relay/src/speech/resample.ts";

const PEAK = 0.7;
const FOLDER = new URL("../../providers/src/doctor/clips/", import.meta.url);

const weights = new URL("../../models/weights", import.meta.url);
const tts = createEmbeddedTts({ weightsDirectory: decodeURIComponent(weights.pathname) });
const { signal } = new AbortController();
await tts.prepare(signal);
for (const language of DOCTOR_LANGUAGES) {
  const said: number[] = [];
  let rateHz = STT_SAMPLE_RATE_HZ;
  for await (const { pcm, sampleRateHz } of tts.speak({ text: CLIP_TEXTS[language], language }, signal)) {
    said.push(...pcm);
    rateHz = sampleRateHz;
  }
  const resampler = await createResampler(rateHz, STT_SAMPLE_RATE_HZ);
  const pcm = resampler.simple(Float32Array.from(said));
  resampler.destroy();
  const loudest = pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const level = pcm.map((sample) => (sample * PEAK) / loudest);
  await writeFile(new URL(`${language}.wav`, FOLDER), wavOf({ pcm: level, sampleRateHz: STT_SAMPLE_RATE_HZ }));
}
await tts.close();
