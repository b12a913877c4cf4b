import captureUrl from "@hisho/worklets/audio/capture.processor.ts?worker&url";
import playoutUrl from "@hisho/worklets/audio/playout.processor.ts?worker&url";

/** The rate that is asked for; what the browser gives is read back from the context. */
const WANTED_RATE_HZ = 48_000;
/** A context that is not in a gesture stays suspended and its `resume` never settles. */
const RESUME_PATIENCE_MS = 1000;

/** Whether sound can run here at all: shared memory (a cross-origin isolated page) and worklets. */
export const canRunAudio = (): boolean =>
  typeof SharedArrayBuffer !== "undefined" &&
  globalThis.crossOriginIsolated &&
  typeof AudioContext !== "undefined" &&
  typeof AudioWorkletNode !== "undefined";

/** A context at 48 kHz where the browser allows it. To be called inside a gesture. */
export function createContext(): AudioContext {
  const latencyHint = "interactive";
  try {
    return new AudioContext({ sampleRate: WANTED_RATE_HZ, latencyHint });
  } catch {
    return new AudioContext({ latencyHint });
  }
}

/** Registers both processors. @throws DOMException when they cannot be loaded */
export async function loadProcessors(context: BaseAudioContext): Promise<void> {
  await Promise.all([captureUrl, playoutUrl].map((url) => context.audioWorklet.addModule(url)));
}

/** Chromium's, not yet in TypeScript's types (Audio Output Devices API; W3C webaudio `setSinkId`). */
type WithSink = AudioContext & { sinkId?: string; setSinkId?(id: string): Promise<void> };

/** Whether the page can choose a loudspeaker at all. */
export const canChooseSpeaker = (): boolean =>
  typeof AudioContext !== "undefined" && "setSinkId" in AudioContext.prototype;

/** Goes over to a loudspeaker, "" for the system's; one that is gone gives way to the system's. */
export async function speakInto(context: AudioContext, speaker: string): Promise<void> {
  const { sinkId, setSinkId }: WithSink = context;
  if (setSinkId === undefined || sinkId === speaker) return;
  try {
    await setSinkId.call(context, speaker);
  } catch {
    // The device is gone or not allowed: what is played must be heard all the same.
    if (context.state !== "closed" && speaker !== "") await setSinkId.call(context, "");
  }
}

/** Starts or wakes the context; gives up after a second, for a browser that wants a gesture first. */
export async function resume(context: AudioContext): Promise<void> {
  if (context.state === "running" || context.state === "closed") return;
  const patience = new Promise<void>((resolve) => setTimeout(resolve, RESUME_PATIENCE_MS));
  await Promise.race([context.resume(), patience]);
}
