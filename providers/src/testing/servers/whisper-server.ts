/**
 * whisper.cpp's `whisper-server` (ggml-org/whisper.cpp, examples/server/server.cpp) with other ears: `POST /inference` and
 * `GET /health`. One request is worked on at a time; the others wait for the mutex before anything of them is looked at.
 * A request whose client has hung up is given up.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { STT_SAMPLE_RATE_HZ } from "../../stt/port.ts";
import { readForm, sendJson } from "./body.ts";
import { type Fault, withFault } from "./faults.ts";
import { hangUpOf } from "./hang-up.ts";
import { type Hear, hearWith, soundOf, textFields } from "./hearing.ts";
import { type Listening, listen } from "./listen.ts";

export interface WhisperServerScript {
  hear: Hear;
  /** Whether the model is still being loaded: `/health` answers 503. */
  loading?: () => boolean;
  fault?: Fault | ((request: IncomingMessage) => Fault | undefined);
}

export interface InferenceRequest {
  /** The form without its file. */
  fields: Readonly<Record<string, string>>;
  /** How much sound came; undefined when none could be read. */
  seconds: number | undefined;
  /** How many were being worked on when it was taken up, itself included: never more than 1. */
  atOnce: number;
  /** Whether the client hung up before it had its answer. */
  hungUp: boolean;
}

export interface WhisperServer extends Listening {
  /** `/inference` in the order in which they were taken up. */
  readonly requests: readonly InferenceRequest[];
}

const ALL_AUDIO_CONTEXT = 1_500;
/** `WHISPER_MAX_DECODERS`. */
const MOST_DECODERS = 8;
/** whisper.cpp answers nothing to less. */
const LEAST_SECONDS = 0.1;
const names = new Intl.DisplayNames("en", { type: "language" });

export async function startWhisperServer(script: WhisperServerScript): Promise<WhisperServer> {
  const requests: InferenceRequest[] = [];
  let mutex: Promise<void> = Promise.resolve();
  let atOnce = 0;

  async function infer(form: FormData, response: ServerResponse, hangUp: AbortSignal): Promise<void> {
    const fields = textFields(form);
    const seen: InferenceRequest = { fields, seconds: undefined, atOnce, hungUp: hangUp.aborted };
    requests.push(seen);
    hangUp.addEventListener("abort", () => {
      seen.hungUp = true;
    });
    if (hangUp.aborted) return;
    if (form.get("file") === null) return sendJson(response, 400, { error: "no 'file' field in the request" });
    const pcm = await soundOf(form).catch(() => undefined);
    if (pcm === undefined) return sendJson(response, 400, { error: "failed to read audio data" });
    seen.seconds = pcm.length / STT_SAMPLE_RATE_HZ;
    const audioCtx = Number(fields.audio_ctx ?? 0);
    if (!(audioCtx >= 0 && audioCtx <= ALL_AUDIO_CONTEXT) || Number(fields.beam_size ?? -1) > MOST_DECODERS) {
      return sendJson(response, 500, { error: "failed to process audio" });
    }
    const asked = fields.language ?? "en";
    const heard =
      seen.seconds < LEAST_SECONDS
        ? { text: "", language: asked, noSpeech: 0 }
        : await hearWith(script.hear, pcm, { language: asked, prompt: fields.prompt ?? "", signal: hangUp });
    if (hangUp.aborted) return sendJson(response, 499, { error: "client disconnected" });
    const text = heard.text === "" ? "" : ` ${heard.text}\n`;
    if (fields.response_format === "text") {
      response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(text);
    } else if (fields.response_format === "verbose_json") {
      sendJson(response, 200, verbose(heard, text, seen.seconds, fields));
    } else sendJson(response, 200, { text });
  }

  const { url, close } = await listen(
    withFault(script.fault, (request, response) => {
      const hangUp = hangUpOf(response);
      if (request.method === "GET" && request.url === "/health") {
        if (script.loading?.() === true) sendJson(response, 503, { status: "loading model" });
        else sendJson(response, 200, { status: "ok" });
        return;
      }
      if (request.method !== "POST" || request.url !== "/inference") {
        response.writeHead(404, { "Content-Type": "text/plain" }).end(`File Not Found (${request.url})`);
        return;
      }
      // A body that is no form has no field `file`; one that breaks off has nobody who waits for the answer.
      const form = readForm(request).catch(() => new FormData());
      const before = mutex;
      mutex = (async () => {
        const whole = await form;
        await before;
        atOnce += 1;
        try {
          await infer(whole, response, hangUp);
        } catch (error) {
          if (!hangUp.aborted) response.writeHead(500, { "Content-Type": "text/plain" }).end(asText(error));
        } finally {
          atOnce -= 1;
        }
      })();
    }),
  );
  return { url, requests, close };
}

const asText = (error: unknown): string =>
  `500 Internal Server Error\n${error instanceof Error ? error.message : "Unknown Exception"}`;

/** `response_format=verbose_json`. */
function verbose(
  heard: { text: string; language: string; noSpeech: number },
  text: string,
  seconds: number,
  fields: Readonly<Record<string, string>>,
): object {
  const language = names.of(heard.language)?.toLowerCase() ?? heard.language;
  const segment = {
    id: 0,
    text: ` ${heard.text}`,
    ...(fields.no_timestamps === "true" ? {} : { start: 0, end: seconds }),
    temperature: Number(fields.temperature ?? 0),
    avg_logprob: -0.25,
    no_speech_prob: heard.noSpeech,
  };
  return {
    task: "transcribe",
    language,
    duration: seconds,
    text,
    segments: heard.text === "" ? [] : [segment],
    ...(fields.no_language_probabilities === "true"
      ? {}
      : {
          detected_language: language,
          detected_language_probability: 0.98,
          language_probabilities: { [heard.language]: 0.98 },
        }),
  };
}
