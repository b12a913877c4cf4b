import type { VisemeCue } from "@hisho/protocol";
import type { SpeechChunk, SpeechRequest, TextToSpeech, Voice } from "../tts/port.ts";
import { type Clock, type Failure, failAfter, failBeforeWork, ScriptedProvider, sleep } from "./script.ts";
import { type ToneWord, toneWords, writeTones } from "./tones.ts";

export interface ScriptedTtsOptions {
  /** Default 0. */
  firstChunkMs?: number;
  /** Seconds of audio made in a second. Default Infinity: all at once. */
  speed?: number;
  /** Length of the chunks. Default 100. */
  chunkMs?: number;
  /** Length of a spoken word, its pause included. Default 300. */
  msPerWord?: number;
  /** Default 24,000. */
  sampleRateHz?: number;
  /** Whether the first chunk brings the mouth cues of all of it. Default false. */
  visemes?: boolean;
  languages?: readonly string[];
  failure?: Failure;
  clock?: Clock;
}

export interface TtsCall {
  request: SpeechRequest;
  askedMs: number;
  /** When the first chunk really left; null before. */
  firstChunkMs: number | null;
  /** Null while it runs. */
  endedMs: number | null;
  /** Audio given so far. */
  audioMs: number;
  aborted: boolean;
}

/** A voice that hums one vowel a word, loud enough to be heard and regular enough to be measured. */
export class ScriptedTts extends ScriptedProvider implements TextToSpeech {
  readonly voices: readonly Voice[] = [{ name: "hum", language: "*", licence: "CC0-1.0" }];
  readonly calls: TtsCall[] = [];
  readonly #options: ScriptedTtsOptions;
  readonly #clock: Clock;

  constructor(options: ScriptedTtsOptions = {}) {
    super(options.languages);
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
  }

  async *speak(request: SpeechRequest, signal: AbortSignal): AsyncGenerator<SpeechChunk> {
    const { firstChunkMs = 0, speed = Number.POSITIVE_INFINITY, chunkMs = 100, msPerWord = 300 } = this.#options;
    const { sampleRateHz = 24_000, visemes = false, failure } = this.#options;
    const call: TtsCall = {
      request,
      askedMs: this.#clock(),
      firstChunkMs: null,
      endedMs: null,
      audioMs: 0,
      aborted: false,
    };
    this.calls.push(call);
    try {
      await failBeforeWork("tts", failure, signal);
      const words = toneWords(request.text, msPerWord / (request.speakingRate ?? 1));
      const pcm = writeTones(words, sampleRateHz);
      const step = Math.round((chunkMs * sampleRateHz) / 1000);
      const startedMs = this.#clock();
      for (let from = 0, chunk = 0; from < pcm.length; from += step, chunk += 1) {
        failAfter("tts", failure, chunk);
        // The pace is kept against the clock, so that late timers do not add up.
        const dueMs = firstChunkMs + (chunk * chunkMs) / speed;
        await sleep(startedMs + dueMs - this.#clock(), signal);
        call.firstChunkMs ??= this.#clock();
        const piece = pcm.subarray(from, from + step);
        call.audioMs += (piece.length * 1000) / sampleRateHz;
        yield { pcm: piece, sampleRateHz, ...(visemes && chunk === 0 ? { visemes: cuesOf(words) } : {}) };
        signal.throwIfAborted();
      }
      failAfter("tts", failure, Math.ceil(pcm.length / step));
    } finally {
      call.aborted = signal.aborted;
      call.endedMs = this.#clock();
    }
  }
}

function cuesOf(words: readonly ToneWord[]): VisemeCue[] {
  return words.flatMap(({ startMs, soundMs, viseme }): VisemeCue[] => [
    [startMs, viseme, 1],
    [startMs + soundMs, "sil", 0],
  ]);
}
