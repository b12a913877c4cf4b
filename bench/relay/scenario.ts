/** What the scripted providers do, and how a person takes turns with them: speaks 3 s, hears 2 s, is silent 3 s. */
import type { ScriptedProvidersOptions } from "@hisho/providers/scripted/providers.ts";

export const SPEAKS_MS = 3000;
export const SILENT_MS = 3000;
export const CYCLE_MS = 8000;

export const SPOKEN_MS = 2000;
/** So long at 250 ms a word. */
const REPLY = "Yes, of course. It is half past three.";

export type Scenario = "tax" | "partials";

export const SCRIPTS: Record<Scenario, ScriptedProvidersOptions> = {
  /** B1: fixed delays, nobody waits for anybody. */
  tax: {
    stt: { text: (seconds) => seconds.toFixed(3), fixedMs: 60 },
    llm: { replies: [REPLY], firstTokenMs: 100, msPerToken: 10 },
    tts: { firstChunkMs: 80, msPerWord: 250, chunkMs: 200 },
  },
  /** B9: one recogniser for all, 23 ms of work a second of sound. The text is the length of what it heard, in s. */
  partials: {
    stt: { text: (seconds) => seconds.toFixed(3), msPerSecond: 23, oneAtATime: true },
    llm: { replies: [REPLY], firstTokenMs: 100, msPerToken: 10 },
    tts: { firstChunkMs: 80, msPerWord: 250, chunkMs: 200 },
  },
};
