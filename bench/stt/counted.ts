/** A recogniser under measurement: how much sound it was given, and whether it is at work. */
import {
  type SpeechToText,
  STT_SAMPLE_RATE_HZ,
  type Transcript,
  type TranscriptionRequest,
} from "@hisho/providers/stt/port.ts";

export interface CountedStt extends SpeechToText {
  /** Sound of every call so far, s; calls that were aborted count in full. */
  readonly soundS: number;
  /** Of partials, s. */
  readonly longestPartialS: number;
  /** Resolves when no call is under way and none has begun from what the last one gave. */
  idle(): Promise<void>;
}

export function counted(stt: SpeechToText): CountedStt {
  let soundS = 0;
  let longestPartialS = 0;
  const underWay = new Set<Promise<unknown>>();
  return {
    name: stt.name,
    isMock: stt.isMock,
    languages: stt.languages,
    health: () => stt.health(),
    prepare: (signal) => stt.prepare(signal),
    close: () => stt.close(),
    get soundS() {
      return soundS;
    },
    get longestPartialS() {
      return longestPartialS;
    },
    async transcribe(request: TranscriptionRequest, signal: AbortSignal): Promise<Transcript> {
      const seconds = request.pcm.length / STT_SAMPLE_RATE_HZ;
      soundS += seconds;
      if (!request.final) longestPartialS = Math.max(longestPartialS, seconds);
      const call = stt.transcribe(request, signal);
      underWay.add(call);
      try {
        return await call;
      } finally {
        underWay.delete(call);
      }
    },
    async idle() {
      do {
        await Promise.allSettled(underWay);
        await new Promise((resolve) => setImmediate(resolve));
      } while (underWay.size > 0);
    },
  };
}
