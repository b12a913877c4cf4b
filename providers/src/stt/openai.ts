/** `POST /v1/audio/transcriptions`: OpenAI, vLLM, speaches, LocalAI, and whisper.cpp under `--inference-path`. */
import { bearer, Endpoint } from "../http/endpoint.ts";
import { type SpeechToText, STT_SAMPLE_RATE_HZ, type TranscriptionRequest } from "./port.ts";
import { isAudible } from "./speech-level.ts";
import { baseOf, promptOf, speechForm, within } from "./speech-request.ts";
import { readWhisperAnswer } from "./whisper-answer.ts";
import { tagOf, whisperCode } from "./whisper-languages.ts";

export interface OpenAiSttOptions {
  /** The base that `/audio/transcriptions` is added to, for example `http://127.0.0.1:8000/v1`. */
  endpoint: string;
  model: string;
  /** Sent as a bearer token; no header at all when absent. */
  apiKey?: string;
  /** BCP 47 or `auto`: what a request with `auto` is heard as. Default: the model guesses. */
  language?: string;
  /** `verbose_json` tells the language and how likely silence is; not every model has it. Default: Whisper models have. */
  responseFormat?: "json" | "verbose_json";
  /** 0 to 1. Default: the server's. */
  temperature?: number;
  /** How long an answer may take. Default 30,000. */
  timeoutMs?: number;
  /** How often `/models` is asked; 0 never. Default: see EndpointProbe. */
  probeMs?: number;
}

const PATH = "/audio/transcriptions";
/** OpenAI refuses sound of less than 0.1 s. */
const LEAST_SAMPLES = STT_SAMPLE_RATE_HZ / 10;
const MOST_ANSWER_BYTES = 2 * 1024 * 1024;

export function createOpenAiStt(options: OpenAiSttOptions): SpeechToText {
  const { model, temperature, timeoutMs = 30_000 } = options;
  const format = options.responseFormat ?? (/whisper/i.test(model) ? "verbose_json" : "json");
  const endpoint = new Endpoint({
    role: "stt",
    url: baseOf(options.endpoint, PATH),
    headers: bearer(options.apiKey),
    livePath: "/models",
    ...(options.probeMs === undefined ? {} : { probeMs: options.probeMs }),
  });

  return {
    name: "openai",
    isMock: false,
    languages: /\.en\b/.test(model) ? ["en"] : ["*"],
    endpoint: endpoint.url,
    model,
    health: () => endpoint.health(),
    prepare: (signal) => endpoint.prepare(signal),
    close: () => endpoint.close(),
    async transcribe(request: TranscriptionRequest, signal: AbortSignal) {
      signal.throwIfAborted();
      const code = whisperCode(request.language, options.language);
      if (request.pcm.length < LEAST_SAMPLES || !isAudible(request.pcm)) return { text: "", language: tagOf(code) };
      const body = speechForm(request.pcm, {
        model,
        response_format: format,
        language: code === "auto" ? undefined : code,
        temperature,
        prompt: promptOf(request.previousText, request.hints),
      });
      const answer = await within(timeoutMs, endpoint, signal, (limited) =>
        endpoint.json(PATH, { body }, limited, MOST_ANSWER_BYTES),
      );
      const transcript = readWhisperAnswer(answer, code, " ");
      if (transcript === undefined) throw endpoint.badAnswer("the endpoint's answer is no transcription");
      return transcript;
    },
  };
}
