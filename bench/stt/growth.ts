/** What one utterance costs a recogniser, through the relay and as the whole of it again and again. */
import { type SpeechToText, STT_SAMPLE_RATE_HZ } from "@hisho/providers/stt/port.ts";
import { wordErrorRate } from "@hisho/providers/testing/wer.ts";
import { PARTIAL_EVERY_MS } from "@hisho/relay/speech/partials.ts";
import { counted } from "./counted.ts";
import { flicker } from "./flicker.ts";
import { hear } from "./hear.ts";

const LANGUAGE = "en-US";

export interface Cost {
  /** Of sound that the recogniser was given, s. */
  soundS: number;
  /** Of this process, its threads included, s. */
  cpuS: number;
}

export interface Growth extends Cost {
  seconds: number;
  /** Longest sound of a partial, s. */
  longestPartialS: number;
  partials: number;
  /** Between two partials, s. */
  gapsS: number[];
  flicker: number;
  /** Words of the last partial that are not those of the final transcript, over the words of that. */
  wrongWords: number;
  /** The final transcript is that of the whole sound given at once. */
  isEqual: boolean;
}

/** @param pcm mono, 16 kHz */
export async function throughRelay(pcm: Float32Array, stt: SpeechToText): Promise<Growth> {
  const measured = counted(stt);
  const startedCpu = process.cpuUsage();
  const { partials, final } = await hear(pcm, measured);
  const cpuS = cpuSince(startedCpu);
  const request = { pcm, language: LANGUAGE, final: true };
  const offline = await stt.transcribe(request, new AbortController().signal);
  return {
    seconds: pcm.length / STT_SAMPLE_RATE_HZ,
    soundS: measured.soundS,
    cpuS,
    longestPartialS: measured.longestPartialS,
    partials: partials.length,
    gapsS: partials.slice(1).map(({ atS }, i) => atS - partials[i]!.atS),
    flicker: flicker(partials.map(({ text }) => text)),
    wrongWords: wordErrorRate(final ?? "", partials.at(-1)?.text ?? ""),
    isEqual: final === offline.text,
  };
}

/** The baseline: everything heard so far again for each partial, and once more for the final transcript. */
export async function fullWindow(pcm: Float32Array, stt: SpeechToText): Promise<Cost> {
  const measured = counted(stt);
  const startedCpu = process.cpuUsage();
  const { signal } = new AbortController();
  const step = (STT_SAMPLE_RATE_HZ * PARTIAL_EVERY_MS) / 1000;
  for (let to = step; to <= pcm.length; to += step) {
    await measured.transcribe({ pcm: pcm.slice(0, to), language: LANGUAGE, final: false }, signal);
  }
  await measured.transcribe({ pcm, language: LANGUAGE, final: true }, signal);
  return { soundS: measured.soundS, cpuS: cpuSince(startedCpu) };
}

/** The exponent with which `y` grows with `x`: least squares on both logarithms. */
export function logLogSlope(points: readonly { x: number; y: number }[]): number {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const mean = (pick: (point: { x: number; y: number }) => number): number =>
    logs.reduce((sum, point) => sum + pick(point), 0) / logs.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  return mean(({ x, y }) => (x - meanX) * (y - meanY)) / mean(({ x }) => (x - meanX) ** 2);
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
