/** ElevenLabs' streaming speech (API reference, "Stream speech"; help centre, "API Error Code 400 or 401"). */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import * as v from "valibot";
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

export interface ElevenLabsServerOptions extends SpeakingServerOptions {
  apiKey: string;
  /** Default Rachel. */
  voices?: readonly { voice_id: string; name: string }[];
}

const SCALE = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const REQUEST = v.object({
  text: v.string(),
  model_id: v.optional(v.string(), "eleven_multilingual_v2"),
  language_code: v.nullish(v.string()),
  voice_settings: v.nullish(
    v.object({
      stability: v.optional(SCALE),
      similarity_boost: v.optional(SCALE),
      style: v.optional(SCALE),
      use_speaker_boost: v.optional(v.boolean()),
      speed: v.optional(v.number()),
    }),
  ),
  seed: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4_294_967_295))),
});
export type ElevenLabsRequest = v.InferOutput<typeof REQUEST>;

const MODELS = ["eleven_flash_v2_5", "eleven_turbo_v2_5", "eleven_multilingual_v2", "eleven_v3"];
const RATES_HZ = [8_000, 16_000, 22_050, 24_000, 44_100, 48_000];
const [SLOWEST, FASTEST] = [0.7, 1.2];
const RACHEL = { voice_id: "21m00Tcm4TlvDq8ikWAM", name: "Rachel" };

export async function startElevenLabsServer(
  options: ElevenLabsServerOptions,
): Promise<SpeakingServer<ElevenLabsRequest>> {
  const { say = sayTones, apiKey, voices = [RACHEL] } = options;
  const requests: Asked<ElevenLabsRequest>[] = [];

  async function speak(id: string, format: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = v.safeParse(REQUEST, await readJson(request));
    if (!body.success) {
      sendJson(response, 422, { detail: complaintsOf(body.issues, "body") });
      return;
    }
    const { text, model_id, language_code, voice_settings } = body.output;
    requests.push({ url: request.url ?? "", headers: request.headers, body: body.output, ended: endOf(response) });
    const rateHz = RATES_HZ.find((rate) => format === `pcm_${rate}`);
    const speed = voice_settings?.speed ?? 1;
    if (!voices.some(({ voice_id }) => voice_id === id)) {
      refuse(response, 404, "voice_not_found", `A voice with the voice_id ${id} was not found.`);
    } else if (!MODELS.includes(model_id)) {
      refuse(response, 400, "model_not_found", "A model with requested ID does not exist.");
    } else if (language_code && model_id === "eleven_multilingual_v2") {
      refuse(response, 400, "unsupported_language", `Model ${model_id} does not support language_code.`);
    } else if (speed < SLOWEST || speed > FASTEST) {
      const range = `${SLOWEST} and less or equal to ${FASTEST}`;
      refuse(
        response,
        400,
        "invalid_voice_settings",
        `Invalid setting for speed received, expected to be greater or equal to ${range}.`,
      );
    } else if (rateHz === undefined) {
      refuse(response, 400, "output_format_not_allowed", `This server makes no ${format}.`);
    } else {
      const samples = samplesAt(await say(text, id, speed), rateHz);
      response.writeHead(200, { "Content-Type": "audio/pcm" });
      await pour(response, samples, options);
    }
  }

  const answer: RequestListener = (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    const key = request.headers["xi-api-key"];
    const id = /^\/v1\/text-to-speech\/([^/]+)\/stream$/.exec(pathname)?.[1];
    if (key === undefined) {
      const message = "Neither authorization header nor xi-api-key received, please provide one.";
      refuse(response, 401, "needs_authorization", message);
    } else if (key !== apiKey) {
      refuse(response, 401, "invalid_api_key", "Invalid API key");
    } else if (request.method === "GET" && pathname === "/v1/models") {
      sendJson(
        response,
        200,
        MODELS.map((model_id) => ({ model_id, can_do_text_to_speech: true })),
      );
    } else if (request.method === "GET" && pathname === "/v1/voices") {
      sendJson(response, 200, { voices: voices.map((voice) => ({ ...voice, category: "premade", labels: {} })) });
    } else if (request.method === "POST" && id !== undefined) {
      const format = searchParams.get("output_format") ?? "mp3_44100_128";
      speak(decodeURIComponent(id), format, request, response).catch((error: Error) =>
        refuse(response, 400, "bad_request", error.message),
      );
    } else {
      sendJson(response, 404, { detail: "Not Found" });
    }
  };

  const { url, close } = await listen(withFault(options.fault, answer));
  return { url, requests, close };
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  sendJson(response, status, { detail: { status: code, message } });
}
