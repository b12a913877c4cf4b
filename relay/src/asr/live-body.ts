/** A body that is still being spoken: its first utterance, with partial words on the way. */
import type { TranscribeEvent } from "./events.ts";
import { type LiveListener, type LiveTools, LiveTranscript } from "./live.ts";
import { RequestError } from "./problems.ts";
import type { Asked } from "./request.ts";

/** It is heard so long and no longer, s. */
const MOST_S = 600;

/**
 * @param sound mono, 16 kHz, as it comes
 * @returns partials, then the `final` of the first utterance with words, or at the end of the sound of nothing
 * @throws RequestError, what `sound` throws, or the signal's reason
 */
export async function* transcribeLive(
  sound: AsyncIterable<Float32Array>,
  asked: Asked,
  tools: LiveTools,
  signal: AbortSignal,
): AsyncGenerator<TranscribeEvent> {
  const events: TranscribeEvent[] = [];
  let wake = (): void => {};
  let over = false;
  let failure: unknown;
  const fail = (error: unknown): void => {
    failure ??= error;
    over = true;
    wake();
  };
  const listener: LiveListener = {
    event(event) {
      if (over) return;
      const { utterance: _, ...told } = event;
      // Noise that was no speech ends nothing.
      if (told.type === "final" && told.text === "") return;
      events.push(told);
      over = told.type === "final";
      wake();
    },
    failed: (trouble) => fail(new RequestError(trouble)),
    done() {
      if (!over) events.push({ type: "final", text: "", language: "und", duration_s: live.heardS, segments: [] });
      over = true;
      wake();
    },
  };
  const live = new LiveTranscript(asked, tools, listener);
  const onAbort = (): void => fail(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  const hearing = hear(sound, live, () => over).catch(fail);
  try {
    for (;;) {
      const event = events.shift();
      if (event !== undefined) yield event;
      else if (failure !== undefined) throw failure;
      else if (over) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    over = true;
    signal.removeEventListener("abort", onAbort);
    live.close();
    void hearing;
  }
}

async function hear(sound: AsyncIterable<Float32Array>, live: LiveTranscript, over: () => boolean): Promise<void> {
  for await (const pcm of sound) {
    if (over()) return;
    live.hear(pcm);
    if (live.heardS >= MOST_S) break;
  }
  live.end();
}
