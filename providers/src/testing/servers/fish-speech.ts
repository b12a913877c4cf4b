/** The API server of Fish Speech (fishaudio/fish-speech, tools/server/views.py) as OpenAudio S1 is served. */
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

export interface FishSpeechServerOptions extends SpeakingServerOptions {
  /** `--api-key`. */
  apiKey?: string;
  /** The folders below `references/`. */
  references?: readonly string[];
  /** `--max-text-length`; 0 any. */
  maxTextLength?: number;
  /** The header of a stream is left out, as versions do that send it as an array. Default false. */
  bareStream?: boolean;
}

/** fish_speech/utils/schema.py, ServeTTSRequest. */
const REQUEST = v.object({
  text: v.string(),
  chunk_length: v.optional(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(1000)), 200),
  format: v.optional(v.picklist(["wav", "pcm", "mp3", "opus"]), "wav"),
  references: v.optional(v.array(v.object({ audio: v.string(), text: v.string() })), []),
  reference_id: v.nullish(v.string()),
  seed: v.nullish(v.pipe(v.number(), v.integer())),
  use_memory_cache: v.optional(v.picklist(["on", "off"]), "off"),
  normalize: v.optional(v.boolean(), true),
  streaming: v.optional(v.boolean(), false),
  max_new_tokens: v.optional(v.pipe(v.number(), v.integer()), 1024),
  top_p: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(1)), 0.8),
  repetition_penalty: v.optional(v.pipe(v.number(), v.minValue(0.9), v.maxValue(2)), 1.1),
  temperature: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(1)), 0.8),
});
export type FishSpeechRequest = v.InferOutput<typeof REQUEST>;

const RATE_HZ = 44_100;
const HEADER_BYTES = 44;
const PHRASES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  415: "Unsupported Media Type",
};

export async function startFishSpeechServer(
  options: FishSpeechServerOptions = {},
): Promise<SpeakingServer<FishSpeechRequest>> {
  const { say = sayTones, apiKey, references = [], maxTextLength = 0, bareStream = false } = options;
  const requests: Asked<FishSpeechRequest>[] = [];

  async function speak(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers["content-type"]?.split(";")[0] !== "application/json") {
      refuse(response, 415, "expected application/msgpack, application/json or multipart/form-data");
      return;
    }
    const body = v.safeParse(REQUEST, await readJson(request));
    if (!body.success) {
      sendJson(response, 422, complaintsOf(body.issues, "body"));
      return;
    }
    const { text, format, streaming, reference_id } = body.output;
    requests.push({ url: request.url ?? "", headers: request.headers, body: body.output, ended: endOf(response) });
    if (maxTextLength > 0 && text.length > maxTextLength) {
      refuse(response, 400, `Text is too long, max length is ${maxTextLength}`);
      return;
    }
    if (streaming && format !== "wav") {
      refuse(response, 400, "Streaming only supports WAV format");
      return;
    }
    // A reference that it does not hold changes nothing.
    const voice = references.find((reference) => reference === reference_id);
    const samples = samplesAt(await say(text, voice, 1), RATE_HZ);
    response.writeHead(200, {
      "Content-Type": "audio/wav",
      "Content-Disposition": `attachment; filename=audio.${format}`,
    });
    await pour(response, streaming ? streamed(samples, bareStream) : whole(samples), options);
  }

  const answer: RequestListener = (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const asked = `${request.method} ${pathname}`;
    if (apiKey !== undefined && request.headers.authorization !== `Bearer ${apiKey}`) {
      refuse(response, 401, "Invalid token");
    } else if (pathname === "/v1/health") {
      sendJson(response, 200, { status: "ok" });
    } else if (asked === "GET /v1/references/list") {
      // Without a word for JSON it answers MessagePack.
      const json = /json/.test(`${request.url} ${request.headers.accept}`);
      if (json) sendJson(response, 200, { success: true, reference_ids: references, message: "Success" });
      else response.writeHead(200, { "Content-Type": "application/msgpack" }).end();
    } else if (asked === "POST /v1/tts") {
      speak(request, response).catch((error: Error) => refuse(response, 400, error.message));
    } else {
      response.writeHead(404).end();
    }
  };

  const { url, close } = await listen(withFault(options.fault, answer));
  return { url, requests, close };
}

/** Python's `wave` of no frames yet, then samples. */
function streamed(samples: Buffer, bare: boolean): Buffer {
  const header = wavOf({ pcm: new Float32Array(0), sampleRateHz: RATE_HZ });
  return bare ? samples : Buffer.concat([header, samples]);
}

function whole(samples: Buffer): Buffer {
  const wav = wavOf({ pcm: new Float32Array(samples.length / 2), sampleRateHz: RATE_HZ });
  samples.copy(wav, HEADER_BYTES);
  return wav;
}

function refuse(response: ServerResponse, statusCode: number, message: string): void {
  sendJson(response, statusCode, { statusCode, message, error: PHRASES[statusCode] });
}
