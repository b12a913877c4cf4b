/**
 * An HTTP service around faster-whisper, as provider `faster-whisper` speaks to it. This is its interface:
 *
 * `POST /transcribe-sync` and `POST /transcribe` take `multipart/form-data`, `file` last:
 *
 * | field                        | value                                                                              |
 * |------------------------------|------------------------------------------------------------------------------------|
 * | `file`                       | one utterance, WAV, 16-bit mono; 16 kHz is heard as it is                          |
 * | `model`                      | one of `/models`; the one that is loaded when absent                               |
 * | `compute_type`               | CTranslate2's, for example `int8_float16`; the loaded model's when absent          |
 * | `language`                   | ISO 639-1; guessed when absent                                                     |
 * | `beam_size`                  | 1 to 10                                                                            |
 * | `temperature`                | 0 to 1                                                                             |
 * | `no_speech_threshold`        | 0 to 1: an unsure segment is silence from there on; 0.6                            |
 * | `condition_on_previous_text` | `true` or `false`: whether a window is given the words before it; `true`           |
 * | `initial_prompt`             | what was said before the sound                                                     |
 * | `window_s`                   | sound heard at a time, 0.2 to 30; 1.0                                              |
 * | `overlap_ms`                 | what a window shares with the one before, 0 to 1,000; 120                          |
 * | `partial_flush_ms`           | least time between two `partial` events, 0 to 10,000; 250                          |
 * | `final_flush_ms`             | silence after which a body that is still coming is taken as ended, 0 to 10,000; 350 |
 *
 * `/transcribe-sync` answers 200 `application/json`, one object; `no_speech_prob` is that of the least silent segment:
 *
 *     {"text": "…", "language": "ja", "language_probability": 0.98, "duration_s": 2.4, "no_speech_prob": 0.02,
 *      "segments": [{"start_s": 0, "end_s": 2.4, "text": "…", "avg_logprob": -0.25, "no_speech_prob": 0.02}]}
 *
 * `/transcribe` answers 200 `application/x-ndjson` while it works, one event a line. `partial` has the whole text so far;
 * one `final` has what `/transcribe-sync` answers and ends the stream; `error` ends it without. A stream that ends
 * otherwise is broken. A client that hangs up is worked for no longer.
 *
 *     {"type": "partial", "text": "…", "end_s": 1.0}
 *     {"type": "final", "text": "…", "language": "ja", …}
 *     {"type": "error", "detail": "…"}
 *
 * `GET /models` answers `{"models": [{"name": "large-v3", "compute_type": "float16", "device": "cuda", "loaded": true}]}`,
 * `GET /health` `{"status": "ok", "model": "large-v3", "compute_type": "float16", "device": "cuda"}` (`cuda` or `cpu`), and
 * 503 `{"status": "loading"}` until the model is loaded.
 *
 * Errors are `{"detail": …}`: 400 for sound that cannot be read, 401 for a bearer token that is missing or wrong, 404 for a
 * model that is not there, 422 for a field that is missing or out of range (`detail` is then a list of `{loc, msg, type}`).
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { STT_SAMPLE_RATE_HZ } from "../../stt/port.ts";
import { readForm, sendJson } from "./body.ts";
import { type Fault, withFault } from "./faults.ts";
import { hangUpOf } from "./hang-up.ts";
import { type Hear, hearWith, soundOf, textFields } from "./hearing.ts";
import { type Listening, listen } from "./listen.ts";

export interface AsrServiceScript {
  hear: Hear;
  /** The one that is loaded comes first. Default `large-v3`. */
  models?: readonly [string, ...string[]];
  /** Default `cuda`. */
  device?: "cuda" | "cpu";
  /** Whether the model is still being loaded. */
  loading?: () => boolean;
  /** The bearer token that requests must bring. */
  apiKey?: string;
  fault?: Fault | ((request: IncomingMessage) => Fault | undefined);
}

export interface AsrRequest {
  path: "/transcribe" | "/transcribe-sync";
  /** The form without its file. */
  fields: Readonly<Record<string, string>>;
  seconds: number | undefined;
  /** Whether the client hung up before it had its answer. */
  hungUp: boolean;
}

export interface AsrService extends Listening {
  readonly requests: readonly AsrRequest[];
}

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  beam_size: [1, 10],
  temperature: [0, 1],
  no_speech_threshold: [0, 1],
  window_s: [0.2, 30],
  overlap_ms: [0, 1_000],
  partial_flush_ms: [0, 10_000],
  final_flush_ms: [0, 10_000],
};

export async function startAsrService(script: AsrServiceScript): Promise<AsrService> {
  const { models = ["large-v3"], device = "cuda", apiKey } = script;
  const compute_type = device === "cuda" ? "float16" : "int8";
  const requests: AsrRequest[] = [];

  async function transcribe(
    path: AsrRequest["path"],
    request: IncomingMessage,
    response: ServerResponse,
    hangUp: AbortSignal,
  ): Promise<void> {
    const form = await readForm(request).catch(() => new FormData());
    const fields = textFields(form);
    const seen: AsrRequest = { path, fields, seconds: undefined, hungUp: hangUp.aborted };
    requests.push(seen);
    hangUp.addEventListener("abort", () => {
      seen.hungUp = true;
    });
    const wrong = wrongFields(form, fields);
    if (wrong.length > 0) return sendJson(response, 422, { detail: wrong });
    if (fields.model !== undefined && !models.includes(fields.model)) {
      return sendJson(response, 404, { detail: `no model ${fields.model}` });
    }
    const pcm = await soundOf(form).catch(() => undefined);
    if (pcm === undefined) return sendJson(response, 400, { detail: "the sound cannot be read" });
    seen.seconds = pcm.length / STT_SAMPLE_RATE_HZ;
    const { initial_prompt: prompt = "", language = "auto" } = fields;
    const heard = hearWith(script.hear, pcm, { language, prompt, signal: hangUp });
    if (path === "/transcribe-sync") return sendJson(response, 200, transcription(await heard, seen.seconds));
    response.writeHead(200, { "Content-Type": "application/x-ndjson" });
    try {
      const result = await heard;
      for (const partial of partials(result.text, seen.seconds, fields)) response.write(`${JSON.stringify(partial)}\n`);
      response.end(`${JSON.stringify({ type: "final", ...transcription(result, seen.seconds) })}\n`);
    } catch {
      response.end(`${JSON.stringify({ type: "error", detail: "the model failed" })}\n`);
    }
  }

  const handler: RequestListener = (request, response) => {
    const path = request.url ?? "";
    const isLoading = script.loading?.() === true;
    if (request.method === "GET" && path === "/health") {
      if (isLoading) sendJson(response, 503, { status: "loading" });
      else sendJson(response, 200, { status: "ok", model: models[0], compute_type, device });
    } else if (apiKey !== undefined && request.headers.authorization !== `Bearer ${apiKey}`) {
      sendJson(response, 401, { detail: "Not authenticated" });
    } else if (request.method === "GET" && path === "/models") {
      const listed = models.map((name, at) => ({ name, compute_type, device, loaded: at === 0 && !isLoading }));
      sendJson(response, 200, { models: listed });
    } else if (request.method === "POST" && (path === "/transcribe" || path === "/transcribe-sync")) {
      if (isLoading) return sendJson(response, 503, { detail: "the model is being loaded" });
      const hangUp = hangUpOf(response);
      transcribe(path, request, response, hangUp).catch(() => {
        if (!hangUp.aborted) sendJson(response, 500, { detail: "Internal Server Error" });
      });
    } else sendJson(response, 404, { detail: "Not Found" });
  };
  const { url, close } = await listen(withFault(script.fault, handler));
  return { url, requests, close };
}

function wrongFields(form: FormData, fields: Readonly<Record<string, string>>): object[] {
  const outside = Object.entries(RANGES).flatMap(([name, [least, most]]) => {
    const text = fields[name];
    if (text === undefined || (text !== "" && Number(text) >= least && Number(text) <= most)) return [];
    return [{ loc: ["body", name], msg: `Input should be from ${least} to ${most}`, type: "value_error" }];
  });
  const missing = form.get("file") === null ? [{ loc: ["body", "file"], msg: "Field required", type: "missing" }] : [];
  return [...missing, ...outside];
}

interface Result {
  text: string;
  language: string;
  noSpeech: number;
}

function transcription({ text, language, noSpeech }: Result, seconds: number): object {
  const segment = { start_s: 0, end_s: seconds, text, avg_logprob: -0.25, no_speech_prob: noSpeech };
  return {
    text,
    language,
    language_probability: 0.98,
    duration_s: seconds,
    no_speech_prob: noSpeech,
    segments: text === "" ? [] : [segment],
  };
}

/** What was heard by the end of each window but the last: as much of the text as of the sound. */
function partials(text: string, seconds: number, fields: Readonly<Record<string, string>>): object[] {
  const windowS = Number(fields.window_s ?? 1);
  const hopS = Math.max(0.1, windowS - Number(fields.overlap_ms ?? 120) / 1_000);
  const pieces = text.includes(" ") ? text.split(/(?<= )/) : Array.from(text);
  const ends: number[] = [];
  for (let endS = windowS; endS < seconds; endS += hopS) ends.push(endS);
  return ends.map((endS) => {
    const soFar = pieces.slice(0, Math.floor((pieces.length * endS) / seconds)).join("");
    return { type: "partial", text: soFar.trim(), end_s: endS };
  });
}
