/** Plays a known sound and records the microphone beside it; the arithmetic is in worklets/dsp/echo.ts. */
import { type EchoMeasure, measureEcho, outline } from "@hisho/worklets/dsp/echo.ts";
import { createRing, RingReader } from "@hisho/worklets/dsp/ring.ts";
import { tune } from "@hisho/worklets/dsp/tune.ts";
import { CAPTURE_PROCESSOR, type CaptureOptions } from "@hisho/worklets/ports/capture.ts";
import { audibleTimeS } from "./clock.ts";
import type { Mouth } from "./voice.ts";

/** The room alone, for its noise. */
const LEAD_S = 0.4;
/** The longest delay that is looked for, and the room's tail. */
const AFTER_S = 1.2;
/** Enough of any sentence. */
const LONGEST_S = 6;
const BARS = 48;

export interface EchoParts {
  context: AudioContext;
  /** Where the sound goes. */
  output: AudioNode;
  /** Lets the node hear the microphone. @returns takes it away */
  hear(node: AudioNode): () => void;
  /** The mouth of what is said, from before the first sample; null when it is over. */
  show(mouth: Mouth | null): void;
}

export interface EchoRecord {
  measure: EchoMeasure;
  said: readonly number[];
  returned: readonly number[];
}

/** @throws DOMException `EncodingError` when the sound is none; the signal's reason when aborted */
export async function recordEcho(
  parts: EchoParts,
  sound: ArrayBuffer | null,
  signal: AbortSignal,
): Promise<EchoRecord> {
  const { context, output, hear, show } = parts;
  const rateHz = context.sampleRate;
  const decoded = sound === null ? tune(rateHz) : (await context.decodeAudioData(sound)).getChannelData(0);
  const played = new Float32Array(decoded.subarray(0, LONGEST_S * rateHz));
  // Its network is wanted here only.
  const { saidMouth } = await import("./said-mouth.ts");
  let startS = Number.POSITIVE_INFINITY;
  const mouth = saidMouth(played, rateHz, () => audibleTimeS(context) - startS);
  signal.throwIfAborted();

  const ring = createRing((LEAD_S + LONGEST_S + AFTER_S + 1) * rateHz);
  const processorOptions: CaptureOptions = { ring };
  const capture = new AudioWorkletNode(context, CAPTURE_PROCESSOR, {
    numberOfInputs: 1,
    numberOfOutputs: 0,
    channelCount: 1,
    channelCountMode: "explicit",
    processorOptions,
  });
  const buffer = context.createBuffer(1, Math.max(1, played.length), rateHz);
  buffer.copyToChannel(played, 0);
  const source = new AudioBufferSourceNode(context, { buffer });
  const deafen = hear(capture);
  source.connect(output);
  try {
    show(mouth);
    startS = context.currentTime + LEAD_S;
    source.start(startS);
    await ended(source, signal);
    await waited(AFTER_S * 1000, signal);
  } finally {
    show(null);
    deafen();
    source.disconnect();
  }
  const reader = new RingReader(ring);
  const heard = new Float32Array(reader.available);
  reader.pull(heard);
  const measure = measureEcho(played, heard, LEAD_S * rateHz, rateHz);
  const from = Math.round((LEAD_S + (measure.delayMs ?? 0) / 1000) * rateHz);
  const back = heard.subarray(from, from + played.length);
  return {
    measure,
    said: outline(played, BARS),
    returned: measure.delayMs === null ? new Array<number>(BARS).fill(0) : outline(back, BARS, played),
  };
}

function ended(source: AudioScheduledSourceNode, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      source.stop();
      reject(signal.reason);
    };
    signal.addEventListener("abort", stop, { once: true });
    source.onended = () => {
      signal.removeEventListener("abort", stop);
      resolve();
    };
  });
}

function waited(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const give = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", give);
      resolve();
    }, ms);
    signal.addEventListener("abort", give, { once: true });
  });
}
