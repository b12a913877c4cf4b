/**
 * `POST /v1/audio/transcriptions` and `GET /v1/models` as OpenAI answers them (platform.openai.com/docs/api-reference/audio):
 * formats json, verbose_json, text, srt and vtt, streams of server-sent events, and its error bodies.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { STT_SAMPLE_RATE_HZ } from "../../stt/port.ts";
import { readForm, sendJson } from "./body.ts";
import { type Fault, withFault } from "./faults.ts";
import { hangUpOf } from "./hang-up.ts";
import { type Hear, hearWith, soundOf, textFields } from "./hearing.ts";
import { type Listening, listen } from "./listen.ts";

export interface OpenAiTranscriptionsScript {
  hear: Hear;
  /** Default `whisper-1`. Those without `whisper` in their name answer json and text only, as OpenAI's do. */
  models?: readonly [string, ...string[]];
  /** The bearer token that requests must bring. */
  apiKey?: string;
  fault?: Fault | ((request: IncomingMessage) => Fault | undefined);
}

export interface TranscriptionsRequest {
  /** The form without its file. */
  fields: Readonly<Record<string, string>>;
  seconds: number | undefined;
  authorization: string | undefined;
  /** Whether the client hung up before it had its answer. */
  hungUp: boolean;
}

export interface OpenAiTranscriptions extends Listening {
  /** With `/v1`. */
  url: string;
  readonly requests: readonly TranscriptionsRequest[];
}

const LEAST_SECONDS = 0.1;
const names = new Intl.DisplayNames("en", { type: "language" });

export async function startOpenAiTranscriptions(script: OpenAiTranscriptionsScript): Promise<OpenAiTranscriptions> {
  const { models = ["whisper-1"], apiKey } = script;
  const requests: TranscriptionsRequest[] = [];

  async function transcribe(request: IncomingMessage, response: ServerResponse, hangUp: AbortSignal): Promise<void> {
    const form = await readForm(request).catch(() => undefined);
    const fields = form === undefined ? {} : textFields(form);
    const { authorization } = request.headers;
    const seen: TranscriptionsRequest = { fields, seconds: undefined, authorization, hungUp: hangUp.aborted };
    requests.push(seen);
    hangUp.addEventListener("abort", () => {
      seen.hungUp = true;
    });
    if (form === undefined) return refuse(response, 400, "Could not parse multipart form");
    const { model, language, prompt = "", response_format = "json", stream } = fields;
    if (model === undefined) return refuse(response, 400, "you must provide a model parameter");
    if (!models.includes(model)) {
      const message = `The model '${model}' does not exist or you do not have access to it.`;
      return refuse(response, 404, message, null, "model_not_found");
    }
    if (
      !/^(json|text)$/.test(response_format) &&
      !(/whisper/.test(model) && /^(verbose_json|srt|vtt)$/.test(response_format))
    ) {
      const message = `response_format '${response_format}' is not compatible with model '${model}'.`;
      return refuse(response, 400, message, "response_format", "unsupported_value");
    }
    if (language !== undefined && !/^[a-z]{2,3}$/.test(language)) {
      const message = "Invalid language. Language parameter must be specified in ISO-639-1 format.";
      return refuse(response, 400, message, "language", "invalid_language_format");
    }
    if (form.get("file") === null) return refuse(response, 400, "Missing required parameter: 'file'.", "file");
    const pcm = await soundOf(form).catch(() => undefined);
    if (pcm === undefined) {
      const message = "Audio file might be corrupted or unsupported";
      return refuse(response, 400, message, "file", "invalid_value");
    }
    const seconds = pcm.length / STT_SAMPLE_RATE_HZ;
    seen.seconds = seconds;
    if (seconds < LEAST_SECONDS) {
      const message = "Audio file is too short. Minimum audio length is 0.1 seconds.";
      return refuse(response, 400, message, "file", "audio_too_short");
    }
    const heard = await hearWith(script.hear, pcm, { language: language ?? "auto", prompt, signal: hangUp });
    if (stream === "true" && !/whisper/.test(model)) sendStream(response, heard.text);
    else if (/^(text|srt|vtt)$/.test(response_format)) {
      response.writeHead(200, { "Content-Type": "text/plain; charset=utf-8" });
      response.end(subtitles(heard.text, seconds, response_format));
    } else if (response_format === "verbose_json") sendJson(response, 200, verbose(heard, seconds));
    else {
      const usage = { type: "duration", seconds: Math.ceil(seconds) };
      sendJson(response, 200, { text: heard.text, usage });
    }
  }

  const handler: RequestListener = (request, response) => {
    if (apiKey !== undefined && request.headers.authorization !== `Bearer ${apiKey}`) {
      refuse(response, 401, "Incorrect API key provided.", null, "invalid_api_key");
    } else if (request.method === "GET" && request.url === "/v1/models") {
      const data = models.map((id) => ({ id, object: "model", created: 1_677_610_602, owned_by: "openai-internal" }));
      sendJson(response, 200, { object: "list", data });
    } else if (request.method === "POST" && request.url === "/v1/audio/transcriptions") {
      const hangUp = hangUpOf(response);
      transcribe(request, response, hangUp).catch(() => {
        if (!hangUp.aborted) refuse(response, 500, "The server had an error while processing your request.");
      });
    } else refuse(response, 404, `Invalid URL (${request.method} ${request.url})`);
  };
  const { url, close } = await listen(withFault(script.fault, handler));
  return { url: `${url}/v1`, requests, close };
}

function refuse(
  response: ServerResponse,
  status: number,
  message: string,
  param: string | null = null,
  code: string | null = null,
): void {
  const type = status >= 500 ? "server_error" : "invalid_request_error";
  sendJson(response, status, { error: { message, type, param, code } });
}

function sendStream(response: ServerResponse, text: string): void {
  response.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8" });
  for (const delta of text.match(/\s*\S+/gu) ?? []) {
    response.write(`data: ${JSON.stringify({ type: "transcript.text.delta", delta })}\n\n`);
  }
  response.end(`data: ${JSON.stringify({ type: "transcript.text.done", text })}\n\n`);
}

function verbose(heard: { text: string; language: string; noSpeech: number }, seconds: number): object {
  const segment = {
    id: 0,
    seek: 0,
    start: 0,
    end: seconds,
    text: ` ${heard.text}`,
    tokens: [],
    temperature: 0,
    avg_logprob: -0.25,
    compression_ratio: 1.2,
    no_speech_prob: heard.noSpeech,
  };
  return {
    task: "transcribe",
    language: names.of(heard.language)?.toLowerCase() ?? heard.language,
    duration: seconds,
    text: heard.text,
    segments: heard.text === "" ? [] : [segment],
    usage: { type: "duration", seconds: Math.ceil(seconds) },
  };
}

function subtitles(text: string, seconds: number, format: string): string {
  if (format === "text") return `${text}\n`;
  const mark = format === "srt" ? "," : ".";
  const clock = (s: number) => new Date(s * 1_000).toISOString().slice(11, 23).replace(".", mark);
  const cue = `${clock(0)} --> ${clock(seconds)}\n${text}\n\n`;
  return format === "srt" ? `1\n${cue}` : `WEBVTT\n\n${cue}`;
}
