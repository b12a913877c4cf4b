/**
 * whisper.cpp's `whisper-server`: `POST /inference`, multipart, one request at a time. A request whose connection is
 * closed is given up by the server, so that an abort here frees it for the next one.
 */
import { Endpoint } from "../http/endpoint.ts";
import { audioContextOf } from "./audio-context.ts";
import { type SpeechToText, STT_SAMPLE_RATE_HZ, type Transcript, type TranscriptionRequest } from "./port.ts";
import { isAudible } from "./speech-level.ts";
import { baseOf, promptOf, speechForm, within } from "./speech-request.ts";
import { readWhisperAnswer } from "./whisper-answer.ts";
import { tagOf, whisperCode } from "./whisper-languages.ts";
import { WorkQueue } from "./work-queue.ts";

export interface WhisperCppOptions {
  /** Where the server is, with its `--request-path` if it has one, for example `http://127.0.0.1:8080`. */
  endpoint: string;
  /** The model it was started with, by its maker's name; the server does not tell. With `.en` it hears English only. */
  model?: string;
  /** BCP 47 or `auto`: what a request with `auto` is heard as. Default: Whisper guesses. */
  language?: string;
  /** 1 to 8, for finals; 1 is greedy, as partials always are. Default 1. */
  beamSize?: number;
  /** Candidates where a temperature above 0 makes them differ, 1 to 8. Default: the server's. */
  bestOf?: number;
  /** 0 to 1. Default 0. */
  temperature?: number;
  /** Encoder positions (0: all 1,500), or as many as the sound needs. Default `auto`. */
  audioCtx?: "auto" | number;
  /** From which probability on Whisper takes an unsure segment for silence, 0 to 1. Default 0.6. */
  noSpeechThreshold?: number;
  /** How long an answer may take. Default 30,000. */
  timeoutMs?: number;
  /** How often `/health` is asked; 0 never. Default: see EndpointProbe. */
  probeMs?: number;
}

const PATH = "/inference";
/** How much hotter a final that came out badly is tried again: whisper.cpp's default. */
const TEMPERATURE_STEP = 0.2;
/** Releases before 2025 answer nothing to less than 1 s. */
const LEAST_SAMPLES = 1.1 * STT_SAMPLE_RATE_HZ;
const MOST_ANSWER_BYTES = 2 * 1024 * 1024;

export function createWhisperCpp(options: WhisperCppOptions): SpeechToText {
  const { model, beamSize = 1, temperature = 0, audioCtx = "auto", timeoutMs = 30_000 } = options;
  const endpoint = new Endpoint({
    role: "stt",
    url: baseOf(options.endpoint, PATH),
    livePath: "/health",
    ...(options.probeMs === undefined ? {} : { probeMs: options.probeMs }),
  });
  const queue = new WorkQueue();

  async function ask(request: TranscriptionRequest, code: string, signal: AbortSignal): Promise<Transcript> {
    const pcm = atLeast(LEAST_SAMPLES, request.pcm);
    const body = speechForm(pcm, {
      response_format: "verbose_json",
      language: code,
      // Timestamps and a second look at the language cost time and are not used.
      no_timestamps: true,
      no_language_probabilities: true,
      temperature,
      temperature_inc: request.final ? TEMPERATURE_STEP : 0,
      beam_size: request.final && beamSize > 1 ? beamSize : -1,
      best_of: options.bestOf,
      audio_ctx: audioCtx === "auto" ? audioContextOf(pcm.length) : audioCtx,
      no_speech_thold: options.noSpeechThreshold,
      prompt: promptOf(request.previousText, request.hints),
    });
    const answer = await within(timeoutMs, endpoint, signal, (limited) =>
      endpoint.json(PATH, { body }, limited, MOST_ANSWER_BYTES),
    );
    const transcript = readWhisperAnswer(answer, code, "");
    if (transcript === undefined) throw endpoint.badAnswer("the endpoint's answer is no transcription");
    return transcript;
  }

  return {
    name: "whisper-cpp",
    isMock: false,
    languages: /\.en\b/.test(model ?? "") ? ["en"] : ["*"],
    endpoint: endpoint.url,
    ...(model === undefined ? {} : { model }),
    noSpeechThreshold: options.noSpeechThreshold ?? 0.6,
    health: () => endpoint.health(),
    prepare: (signal) => endpoint.prepare(signal),
    close: () => endpoint.close(),
    async transcribe(request, signal) {
      signal.throwIfAborted();
      const code = whisperCode(request.language, options.language);
      if (!isAudible(request.pcm)) return { text: "", language: tagOf(code) };
      return queue.add({ urgent: request.final, run: () => ask(request, code, signal), signal });
    },
  };
}

function atLeast(samples: number, pcm: Float32Array): Float32Array {
  if (pcm.length >= samples) return pcm;
  const longer = new Float32Array(samples);
  longer.set(pcm);
  return longer;
}
