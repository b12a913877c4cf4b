/**
 * A faster-whisper service over HTTP; `testing/servers/asr-service.ts` lays down its interface. Partials ask
 * `/transcribe-sync` for one answer; finals read the stream of `/transcribe`, which ends with its one `final`.
 */
import * as v from "valibot";
import type { Device } from "../health.ts";
import { bearer, Endpoint } from "../http/endpoint.ts";
import { linesOf } from "./ndjson.ts";
import type { SpeechToText, Transcript, TranscriptionRequest } from "./port.ts";
import { isAudible } from "./speech-level.ts";
import { promptOf, speechForm, within } from "./speech-request.ts";
import { tagOf, whisperCode } from "./whisper-languages.ts";

export interface FasterWhisperOptions {
  /** Where the service is, for example `http://127.0.0.1:8100`. */
  endpoint: string;
  /** By its maker's name, for example `large-v3`; the service's own when absent. */
  model?: string;
  /** How its numbers are kept, CTranslate2's `compute_type`, for example `int8_float16`. Default: the service's. */
  computeType?: string;
  /** Sent as a bearer token; no header at all when absent. */
  apiKey?: string;
  /** BCP 47 or `auto`: what a request with `auto` is heard as. Default: Whisper guesses. */
  language?: string;
  /** 1 to 10. Default: the service's. */
  beamSize?: number;
  /** 0 to 1. Default: the service's. */
  temperature?: number;
  /** From which probability on an unsure segment is taken for silence, 0 to 1. Default 0.6. */
  noSpeechThreshold?: number;
  /** Sound heard at a time, s. Default 1. */
  windowS?: number;
  /** What a window shares with the one before, ms. Default 120. */
  overlapMs?: number;
  /** Whether the words before are given along. Default true. */
  previousText?: boolean;
  /** Least time between two partials of a stream, ms. Default 250. */
  partialFlushMs?: number;
  /** Silence after which a stream whose sound has not ended is final, ms. Default 350. */
  finalFlushMs?: number;
  /** How long an answer may take. Default 30,000. */
  timeoutMs?: number;
  /** How often `/health` is asked; 0 never. Default: see EndpointProbe. */
  probeMs?: number;
}

const MOST_ANSWER_BYTES = 2 * 1024 * 1024;
const MOST_LINE_CHARACTERS = 256 * 1024;

const final = v.object({
  text: v.string(),
  language: v.nullish(v.string()),
  no_speech_prob: v.nullish(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
});
const event = v.variant("type", [
  v.object({ type: v.literal("partial"), text: v.string() }),
  v.object({ type: v.literal("final"), ...final.entries }),
  v.object({ type: v.literal("error") }),
]);
const health = v.object({ device: v.optional(v.string()) });

export function createFasterWhisper(options: FasterWhisperOptions): SpeechToText {
  return new FasterWhisper(options);
}

class FasterWhisper implements SpeechToText {
  readonly name = "faster-whisper";
  readonly noSpeechThreshold: number;
  readonly isMock = false;
  readonly languages: readonly string[];
  readonly model?: string;
  readonly #options: FasterWhisperOptions;
  readonly #endpoint: Endpoint;

  constructor(options: FasterWhisperOptions) {
    const { endpoint: url, model, apiKey, probeMs } = options;
    this.#options = options;
    this.noSpeechThreshold = options.noSpeechThreshold ?? 0.6;
    this.languages = /\.en\b/.test(model ?? "") ? ["en"] : ["*"];
    if (model !== undefined) this.model = model;
    this.#endpoint = new Endpoint({
      role: "stt",
      url,
      headers: bearer(apiKey),
      livePath: "/health",
      ...(probeMs === undefined ? {} : { probeMs }),
    });
  }

  get endpoint(): string {
    return this.#endpoint.url;
  }

  health() {
    return this.#endpoint.health();
  }

  prepare(signal: AbortSignal): Promise<void> {
    return this.#endpoint.prepare(signal);
  }

  close(): Promise<void> {
    return this.#endpoint.close();
  }

  async device(signal: AbortSignal): Promise<Device> {
    const told = v.safeParse(
      health,
      await this.#within(signal, (limited) => this.#endpoint.json("/health", {}, limited)),
    );
    const device = told.success ? told.output.device : undefined;
    if (device === undefined) return "unknown";
    if (/^(cuda|gpu|rocm|hip|metal|mps)/i.test(device)) return "gpu";
    return /^cpu/i.test(device) ? "cpu" : "unknown";
  }

  async transcribe(request: TranscriptionRequest, signal: AbortSignal): Promise<Transcript> {
    signal.throwIfAborted();
    const code = whisperCode(request.language, this.#options.language);
    if (!isAudible(request.pcm)) return { text: "", language: tagOf(code) };
    const body = this.#form(request, code);
    const { text, language, no_speech_prob } = await this.#within(signal, (limited) =>
      request.final ? this.#stream(body, limited) : this.#once(body, limited),
    );
    return {
      text: text.replace(/\s+/gu, " ").trim(),
      language: tagOf(code === "auto" ? (language ?? undefined) : code),
      ...(typeof no_speech_prob === "number" ? { noSpeech: no_speech_prob } : {}),
    };
  }

  #form(request: TranscriptionRequest, code: string): FormData {
    const { model, beamSize, temperature, previousText = true } = this.#options;
    const { windowS = 1, overlapMs = 120, partialFlushMs = 250, finalFlushMs = 350 } = this.#options;
    return speechForm(request.pcm, {
      model,
      compute_type: this.#options.computeType,
      language: code === "auto" ? undefined : code,
      beam_size: beamSize,
      temperature,
      no_speech_threshold: this.noSpeechThreshold,
      condition_on_previous_text: previousText,
      initial_prompt: promptOf(previousText ? request.previousText : undefined, request.hints),
      window_s: windowS,
      overlap_ms: overlapMs,
      partial_flush_ms: partialFlushMs,
      final_flush_ms: finalFlushMs,
    });
  }

  async #once(body: FormData, signal: AbortSignal): Promise<v.InferOutput<typeof final>> {
    const answer = v.safeParse(
      final,
      await this.#endpoint.json("/transcribe-sync", { body }, signal, MOST_ANSWER_BYTES),
    );
    if (!answer.success) throw this.#endpoint.badAnswer("the endpoint's answer is no transcription");
    return answer.output;
  }

  async #stream(body: FormData, signal: AbortSignal): Promise<v.InferOutput<typeof final>> {
    const accepts = ["application/x-ndjson"];
    const response = await this.#endpoint.send("/transcribe", { body, accepts }, signal);
    const chunks = this.#endpoint.chunks(response, MOST_ANSWER_BYTES, signal);
    let heard: v.InferOutput<typeof final> | undefined;
    try {
      for await (const line of linesOf(chunks, MOST_LINE_CHARACTERS)) {
        const told = this.#read(line);
        if (told.type === "error") throw this.#endpoint.badAnswer("the endpoint failed in the middle of its answer");
        if (told.type === "final") heard = told;
      }
    } catch (error) {
      throw error instanceof RangeError ? this.#endpoint.badAnswer(error.message) : error;
    }
    if (heard === undefined) throw this.#endpoint.badAnswer("the endpoint's stream ended without its final transcript");
    return heard;
  }

  #read(line: string): v.InferOutput<typeof event> {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw this.#endpoint.badAnswer("the endpoint sent a line that is not JSON");
    }
    const told = v.safeParse(event, value);
    if (!told.success) throw this.#endpoint.badAnswer("the endpoint sent an event that is not known");
    return told.output;
  }

  #within<T>(signal: AbortSignal, request: (limited: AbortSignal) => Promise<T>): Promise<T> {
    return within(this.#options.timeoutMs ?? 30_000, this.#endpoint, signal, request);
  }
}
