/** OpenAI's `POST /v1/audio/speech` (API reference, "Create speech"). */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import * as v from "valibot";
import { wavOf } from "../wav.ts";
import { readJson, sendJson } from "./body.ts";
import { withFault } from "./faults.ts";
import { listen } from "./listen.ts";
import {
  type Asked,
  endOf,
  pour,
  type SpeakingServer,
  type SpeakingServerOptions,
  samplesAt,
  sayTones,
} from "./say.ts";
import { complaintsOf } from "./unprocessable.ts";

export interface OpenAiSpeechServerOptions extends SpeakingServerOptions {
  /** Any key, and none, when absent. */
  apiKey?: string;
  /** Default `tts-1`, `gpt-4o-mini-tts`. */
  models?: readonly string[];
  /** Default `alloy`, `nova`. */
  voices?: readonly string[];
  /** What is sent for `pcm`: samples, or a WAV file as some servers do. Default samples. */
  pcmAs?: "samples" | "wav";
  /** What is sent for `opus`: an Ogg file. */
  opus?: Uint8Array;
}

const REQUEST = v.object({
  model: v.string(),
  input: v.pipe(v.string(), v.maxLength(4096)),
  voice: v.union([v.string(), v.object({ id: v.string() })]),
  instructions: v.optional(v.string()),
  response_format: v.optional(v.picklist(["mp3", "opus", "aac", "flac", "wav", "pcm"]), "mp3"),
  speed: v.optional(v.pipe(v.number(), v.minValue(0.25), v.maxValue(4)), 1),
  stream_format: v.optional(v.picklist(["sse", "audio"]), "audio"),
});
export type OpenAiSpeechRequest = v.InferOutput<typeof REQUEST>;

const RATE_HZ = 24_000;

export async function startOpenAiSpeechServer(
  options: OpenAiSpeechServerOptions = {},
): Promise<SpeakingServer<OpenAiSpeechRequest>> {
  const { say = sayTones, apiKey, models = ["tts-1", "gpt-4o-mini-tts"], voices = ["alloy", "nova"] } = options;
  const { pcmAs = "samples", opus } = options;
  const requests: Asked<OpenAiSpeechRequest>[] = [];

  async function speak(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = v.safeParse(REQUEST, await readJson(request));
    if (!body.success) {
      refuse(response, 400, JSON.stringify(complaintsOf(body.issues, "body")));
      return;
    }
    const { model, input, voice, response_format, speed } = body.output;
    requests.push({ url: request.url ?? "", headers: request.headers, body: body.output, ended: endOf(response) });
    const name = typeof voice === "string" ? voice : voice.id;
    if (!models.includes(model)) {
      const message = `The model \`${model}\` does not exist or you do not have access to it.`;
      refuse(response, 404, message, "model_not_found");
    } else if (!voices.includes(name)) {
      refuse(response, 400, `Voice '${name}' not supported.`, "invalid_value", "voice");
    } else if (response_format === "opus" && opus !== undefined) {
      response.writeHead(200, { "Content-Type": "audio/opus" });
      await pour(response, opus, options);
    } else if (response_format === "pcm" || response_format === "wav") {
      const sound = await say(input, name, speed);
      const samples = samplesAt(sound, RATE_HZ);
      const isWav = response_format === "wav" || pcmAs === "wav";
      response.writeHead(200, { "Content-Type": isWav ? "audio/wav" : "audio/pcm" });
      await pour(response, isWav ? Buffer.concat([endlessHeader(), samples]) : samples, options);
    } else {
      refuse(response, 400, `This server has no encoder of ${response_format}.`, "invalid_value", "response_format");
    }
  }

  const answer: RequestListener = (request, response) => {
    const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    if (apiKey !== undefined && key === undefined) {
      refuse(response, 401, "You didn't provide an API key.");
    } else if (apiKey !== undefined && key !== apiKey) {
      refuse(response, 401, "Incorrect API key provided.", "invalid_api_key");
    } else if (request.method === "GET" && request.url === "/v1/models") {
      const data = models.map((id) => ({ id, object: "model", created: 1_699_046_015, owned_by: "openai-internal" }));
      sendJson(response, 200, { object: "list", data });
    } else if (request.method === "POST" && request.url === "/v1/audio/speech") {
      speak(request, response).catch((error: Error) => refuse(response, 400, error.message));
    } else {
      refuse(response, 404, `Invalid URL (${request.method} ${request.url})`);
    }
  };

  const { url, close } = await listen(withFault(options.fault, answer));
  return { url: `${url}/v1`, requests, close };
}

/** OpenAI's WAV streams claim the most bytes there can be. */
function endlessHeader(): Buffer {
  const header = wavOf({ pcm: new Float32Array(0), sampleRateHz: RATE_HZ });
  header.writeUInt32LE(0xffff_ffff, 4);
  header.writeUInt32LE(0xffff_ffff, 40);
  return header;
}

function refuse(
  response: ServerResponse,
  status: number,
  message: string,
  code: string | null = null,
  param: string | null = null,
): void {
  sendJson(response, status, { error: { message, type: "invalid_request_error", param, code } });
}
