/** VOICEVOX ENGINE (voicevox.github.io/voicevox_engine/api), which AivisSpeech and COEIROINK v1 resemble. */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import * as v from "valibot";
import { writeTones } from "../../scripted/tones.ts";
import { wavOf } from "../wav.ts";
import { readJson, sendJson } from "./body.ts";
import { withFault } from "./faults.ts";
import { listen } from "./listen.ts";
import { type Asked, endOf, pour, type SpeakingServer, type SpeakingServerOptions, samplesAt } from "./say.ts";
import { complaintsOf } from "./unprocessable.ts";
import { queryOf, VOICEVOX_QUERY, VOICEVOX_RATE_HZ, type VoicevoxQuery, wordsOf } from "./voicevox-query.ts";

export interface VoicevoxCharacter {
  name: string;
  speaker_uuid: string;
  styles: readonly { name: string; id: number; type?: "talk" | "frame_decode" }[];
  /** Its terms of use, Markdown. */
  policy: string;
}

export interface VoicevoxServerOptions extends SpeakingServerOptions {
  /** Default two, of two styles and one. */
  characters?: readonly VoicevoxCharacter[];
  /** Default a CPU only. */
  devices?: { cpu: boolean; cuda: boolean; dml: boolean };
  /** Mora lengths are 0, as AivisSpeech writes them. Default false. */
  withoutLengths?: boolean;
}

const CHARACTERS: readonly VoicevoxCharacter[] = [
  {
    name: "ずんだもん",
    speaker_uuid: "388f246b-8c41-4ac1-8e2d-5d79f3ff56d9",
    styles: [
      { name: "ノーマル", id: 3, type: "talk" },
      { name: "あまあま", id: 1, type: "talk" },
      { name: "ノーマル", id: 3003, type: "frame_decode" },
    ],
    policy: "# ずんだもん 利用規約\n\n- 「VOICEVOX:ずんだもん」と表記してください。\n",
  },
  {
    name: "四国めたん",
    speaker_uuid: "7ffcb7ce-00ec-4bdc-82cd-45a8889e43ff",
    styles: [{ name: "ノーマル", id: 2, type: "talk" }],
    policy: "# 四国めたん 利用規約\n\n「VOICEVOX:四国めたん」と表記してください。\n",
  },
];
const UNKNOWN_STYLE = { message: "指定されたスタイルが見つかりませんでした。" };
const SPEAKER = v.pipe(
  v.string(),
  v.regex(/^-?\d+$/, "Input should be a valid integer, unable to parse string as an integer"),
  v.transform(Number),
);
const QUERY_PARAMS = v.object({ text: v.string(), speaker: SPEAKER });

export async function startVoicevoxServer(options: VoicevoxServerOptions = {}): Promise<SpeakingServer<VoicevoxQuery>> {
  const { say, characters = CHARACTERS, devices = { cpu: true, cuda: false, dml: false } } = options;
  const { withoutLengths = false } = options;
  const requests: Asked<VoicevoxQuery>[] = [];
  const talks = (id: number) =>
    characters.some(({ styles }) => styles.some((style) => style.id === id && (style.type ?? "talk") === "talk"));

  async function synthesize(
    params: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const speaker = v.safeParse(v.object({ speaker: SPEAKER }), Object.fromEntries(params));
    const query = v.safeParse(VOICEVOX_QUERY, await readJson(request));
    if (!speaker.success || !query.success) {
      const inQuery = speaker.success ? [] : complaintsOf(speaker.issues, "query");
      const inBody = query.success ? [] : complaintsOf(query.issues, "body");
      sendJson(response, 422, { detail: [...inQuery, ...inBody] });
      return;
    }
    requests.push({ url: request.url ?? "", headers: request.headers, body: query.output, ended: endOf(response) });
    const id = speaker.output.speaker;
    if (!talks(id)) {
      sendJson(response, 422, UNKNOWN_STYLE);
      return;
    }
    const { kana = "", prePhonemeLength, speedScale } = query.output;
    const silence = new Float32Array(Math.round((prePhonemeLength / speedScale) * VOICEVOX_RATE_HZ));
    const wave =
      say === undefined
        ? wavOf({ pcm: writeTones(wordsOf(query.output), VOICEVOX_RATE_HZ), sampleRateHz: VOICEVOX_RATE_HZ })
        : wavOf({
            pcm: joined(silence, floats(samplesAt(await say(kana, String(id), speedScale), VOICEVOX_RATE_HZ))),
            sampleRateHz: VOICEVOX_RATE_HZ,
          });
    response.writeHead(200, { "Content-Type": "audio/wav", "Content-Length": wave.length });
    await pour(response, wave, options);
  }

  function analyze(params: URLSearchParams, response: ServerResponse): void {
    const asked = v.safeParse(QUERY_PARAMS, Object.fromEntries(params));
    if (!asked.success) sendJson(response, 422, { detail: complaintsOf(asked.issues, "query") });
    else if (!talks(asked.output.speaker)) sendJson(response, 422, UNKNOWN_STYLE);
    else sendJson(response, 200, queryOf(asked.output.text, withoutLengths));
  }

  function describe(uuid: string | null, response: ServerResponse): void {
    const character = characters.find(({ speaker_uuid }) => speaker_uuid === uuid);
    if (character === undefined) sendJson(response, 404, { detail: "該当するキャラクターが見つかりません" });
    else
      sendJson(response, 200, { policy: character.policy, portrait: "http://127.0.0.1/portrait.png", style_infos: [] });
  }

  const answer: RequestListener = (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    switch (`${request.method} ${pathname}`) {
      case "GET /version":
        sendJson(response, 200, "0.25.0");
        return;
      case "GET /supported_devices":
        sendJson(response, 200, devices);
        return;
      case "GET /speakers":
        sendJson(
          response,
          200,
          characters.map(({ policy: _, ...character }) => ({ ...character, version: "0.16.0" })),
        );
        return;
      case "GET /speaker_info":
        describe(searchParams.get("speaker_uuid"), response);
        return;
      case "POST /audio_query":
        request.resume();
        analyze(searchParams, response);
        return;
      case "POST /synthesis":
        synthesize(searchParams, request, response).catch((error: Error) =>
          sendJson(response, 422, { detail: error.message }),
        );
        return;
      default:
        sendJson(response, 404, { detail: "Not Found" });
    }
  };

  const { url, close } = await listen(withFault(options.fault, answer));
  return { url, requests, close };
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const all = new Float32Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

function floats(samples: Buffer): Float32Array {
  return Float32Array.from({ length: samples.length / 2 }, (_, i) => samples.readInt16LE(2 * i) / 32_768);
}
