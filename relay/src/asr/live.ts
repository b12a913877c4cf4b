/** Sound that is still being spoken: cut into utterances where the voice rests, each with partial words and final ones. */
import { type Milliseconds, RTP_CLOCK_HZ, timestampDelta } from "@hisho/protocol";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Roles } from "../roles.ts";
import { type Ears, type FinalTranscript, Listening } from "../session/listening.ts";
import { Segmenter } from "../session/segmenter.ts";
import { PCM_RATE_HZ } from "../speech/microphone.ts";
import type { PartialScheduler } from "../speech/partials.ts";
import { seconds, type TranscribeEvent, wireLanguage } from "./events.ts";
import type { Trouble } from "./problems.ts";
import type { Asked } from "./request.ts";

export interface LiveTools {
  ears: Ears & Pick<Roles, "whyNot">;
  partials: PartialScheduler;
  clock: Clock;
  log: Log;
  vadFrameMs: Milliseconds;
}

export interface LiveListener {
  event(event: Exclude<TranscribeEvent, { type: "error" }>): void;
  /** This utterance could not be heard. */
  failed(trouble: Trouble): void;
  /** Nothing is being heard or recognised any more, after `end`. */
  done(): void;
}

const TIMESTAMPS_PER_SAMPLE = RTP_CLOCK_HZ / PCM_RATE_HZ;

export class LiveTranscript {
  readonly #tools: LiveTools;
  readonly #asked: Asked;
  readonly #listener: LiveListener;
  readonly #segmenter = new Segmenter<undefined>();
  readonly #frame: Float32Array;
  #framed = 0;
  #heard = 0;
  #utterance = 0;
  #startTimestamp = 0;
  #endTimestamp = 0;
  #listening: Listening | null = null;
  /** Ten minutes without a pause: no more is heard before their words have come. */
  #full = false;
  #ended = false;

  constructor(asked: Asked, tools: LiveTools, listener: LiveListener) {
    this.#asked = asked;
    this.#tools = tools;
    this.#listener = listener;
    this.#frame = new Float32Array((PCM_RATE_HZ * tools.vadFrameMs) / 1000);
  }

  /** Of all sound that came. */
  get heardS(): number {
    return seconds(this.#heard);
  }

  /** @param pcm mono, 16 kHz */
  hear(pcm: Float32Array): void {
    for (let at = 0; at < pcm.length && !this.#ended; ) {
      const count = Math.min(this.#frame.length - this.#framed, pcm.length - at);
      this.#frame.set(pcm.subarray(at, at + count), this.#framed);
      this.#framed += count;
      at += count;
      if (this.#framed < this.#frame.length) return;
      this.#framed = 0;
      this.#judge(this.#frame.slice());
    }
  }

  /** No more sound comes: what is open is final. */
  end(): void {
    if (this.#ended) return;
    this.#judge(this.#frame.slice(0, this.#framed));
    this.#ended = true;
    if (this.#listening === null) this.#listener.done();
    else this.#listening.end(this.#timestamp, true);
  }

  /** Nothing more is wanted. */
  close(): void {
    this.#ended = true;
    this.#listening?.close();
    this.#listening = null;
  }

  get #timestamp(): number {
    return (this.#heard * TIMESTAMPS_PER_SAMPLE) >>> 0;
  }

  #judge(frame: Float32Array): void {
    if (frame.length === 0) return;
    this.#heard += frame.length;
    for (const step of this.#segmenter.push(frame, this.#timestamp, undefined)) {
      if (this.#full) continue;
      if (step.type === "start") this.#begin(step.timestamp);
      else if (step.type === "sound") this.#listening?.hear(step.pcm, step.timestamp);
      else {
        this.#endTimestamp = step.timestamp;
        this.#listening?.end(step.timestamp, false);
      }
    }
  }

  #begin(timestamp: number): void {
    this.#utterance += 1;
    this.#endTimestamp = 0;
    if (this.#listening !== null) {
      // The voice went on before the words had come.
      this.#utterance -= 1;
      this.#listening.merge(this.#utterance, timestamp);
      return;
    }
    this.#startTimestamp = timestamp;
    const { ears: roles, partials, clock, log } = this.#tools;
    const tools = { roles, partials, clock, log, finalFlushSilenceMs: this.#asked.finalFlushMs };
    this.#listening = new Listening(this.#utterance, timestamp, this.#asked.language, tools, {
      partial: (text) => this.#partial(text),
      final: (transcript) => this.#final(transcript),
      full: () => {
        this.#full = true;
      },
    });
  }

  #partial(text: string): void {
    this.#listener.event({ type: "partial", utterance: this.#utterance, text, end_s: this.heardS });
  }

  #final(transcript: FinalTranscript): void {
    this.#listening = null;
    this.#full = false;
    if (transcript.heard) this.#listener.event(this.#told(transcript.text, transcript.language));
    else this.#listener.failed(this.#trouble(transcript.why));
    if (this.#ended) this.#listener.done();
  }

  #told(text: string, language: string): Exclude<TranscribeEvent, { type: "error" | "partial" }> {
    const end_s = this.#endTimestamp === 0 ? this.heardS : this.#seconds(this.#endTimestamp);
    const start_s = Math.min(end_s, this.#seconds(this.#startTimestamp));
    return {
      type: "final",
      utterance: this.#utterance,
      text,
      language: wireLanguage(language === "" ? this.#asked.language : language),
      duration_s: Math.round((end_s - start_s) * 1000) / 1000,
      segments: text === "" ? [] : [{ start_s, end_s, text }],
      ...(this.#asked.ignored.length === 0 ? {} : { ignored: this.#asked.ignored }),
    };
  }

  /** Timestamps wrap after a day; a stream's are told from its end. */
  #seconds(timestamp: number): number {
    return seconds(this.#heard - timestampDelta(this.#timestamp, timestamp) / TIMESTAMPS_PER_SAMPLE);
  }

  #trouble(why: "language" | "failed"): Trouble {
    return why === "language"
      ? {
          status: 422,
          title: "Language not heard",
          detail: this.#tools.ears.whyNot("stt", this.#asked.language),
          field: "language",
        }
      : { status: 503, title: "Not recognised", detail: "No recogniser could hear it now. Try again later." };
  }
}
