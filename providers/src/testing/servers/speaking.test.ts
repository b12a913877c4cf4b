/** The servers of voices, asked without the providers. */
import OpenAI, { APIError } from "openai";
import { afterEach, describe, expect, it } from "vitest";
import { readWav } from "../../tts/wav.ts";
import { startElevenLabsServer } from "./elevenlabs.ts";
import { startFishSpeechServer } from "./fish-speech.ts";
import { startOpenAiSpeechServer } from "./openai-speech.ts";
import type { SpeakingServer } from "./say.ts";
import { startVoicevoxServer } from "./voicevox.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function up<S extends SpeakingServer<unknown>>(starting: Promise<S>): Promise<S> {
  const server = await starting;
  closing.push(server.close);
  return server;
}

async function post(url: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const type = response.headers.get("content-type") ?? "";
  return {
    status: response.status,
    type,
    body: type.startsWith("application/json") ? ((await response.json()) as unknown) : await response.arrayBuffer(),
  };
}

describe("OpenAI's own client", () => {
  const start = async (options: Parameters<typeof startOpenAiSpeechServer>[0] = {}) => {
    const server = await up(startOpenAiSpeechServer(options));
    return { server, client: (apiKey = "k") => new OpenAI({ baseURL: server.url, apiKey, maxRetries: 0 }) };
  };
  const asked = { model: "tts-1", voice: "alloy", input: "Good evening." } as const;

  it("streams samples", async () => {
    const { server, client } = await start({ apiKey: "k", pieceBytes: 1_000 });
    const answer = await client().audio.speech.create({ ...asked, response_format: "pcm", speed: 1.5 });
    let bytes = 0;
    for await (const piece of answer.body!) bytes += piece.length;
    // Two words of 200 ms of 24,000 samples of 2 bytes.
    expect(bytes).toBe(2 * 200 * 24 * 2);
    expect(server.requests).toMatchObject([{ url: "/v1/audio/speech", body: { speed: 1.5 } }]);
    expect(await server.requests[0]?.ended).toBe("answered");
  });

  it("gets WAV, and the list of models", async () => {
    const { client } = await start();
    const answer = await client().audio.speech.create({ ...asked, response_format: "wav" });
    expect(readWav(new Uint8Array(await answer.arrayBuffer()))).toMatchObject({ sampleRateHz: 24_000 });
    expect((await client().models.list()).data.map(({ id }) => id)).toEqual(["tts-1", "gpt-4o-mini-tts"]);
  });

  it.each([
    ["the key", { ...asked }, "wrong", 401, "invalid_api_key"],
    ["the model", { ...asked, model: "tts-9" }, "k", 404, "model_not_found"],
    ["the voice", { ...asked, voice: "nobody", response_format: "pcm" as const }, "k", 400, "invalid_value"],
    ["the speed", { ...asked, speed: 9 }, "k", 400, null],
    ["the length", { ...asked, input: "a".repeat(4_097) }, "k", 400, null],
  ])("reads that %s is refused", async (_what, body, key, status, code) => {
    const { client } = await start({ apiKey: "k" });
    const failure: unknown = await client(key)
      .audio.speech.create(body)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(APIError);
    expect(failure).toMatchObject({ status, code, type: "invalid_request_error" });
  });

  it("is told which field is missing", async () => {
    const { server } = await start();
    const { status, body } = await post(`${server.url}/audio/speech`, { model: "tts-1", voice: "alloy" });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toMatch(/missing.*body.*input.*Field required/);
  });
});

describe("Fish Speech's server", () => {
  it("streams WAV whose header says nothing of its length, and whole WAV", async () => {
    const { url } = await up(startFishSpeechServer());
    const streamed = await post(`${url}/v1/tts`, { text: "Good evening.", streaming: true });
    const whole = await post(`${url}/v1/tts`, { text: "Good evening." });
    const dataBytes = ({ body }: { body: unknown }) => new DataView(body as ArrayBuffer).getUint32(40, true);
    expect([streamed.type, dataBytes(streamed)]).toEqual(["audio/wav", 0]);
    expect(dataBytes(whole)).toBe(600 * 44.1 * 2);
    expect((streamed.body as ArrayBuffer).byteLength).toBe((whole.body as ArrayBuffer).byteLength);
  });

  it.each([
    [422, { streaming: true }, [{ loc: ["body", "text"], msg: "Field required" }]],
    [422, { text: "a", temperature: 0 }, [{ loc: ["body", "temperature"] }]],
    [
      400,
      { text: "a", format: "mp3", streaming: true },
      { statusCode: 400, message: "Streaming only supports WAV format" },
    ],
    [400, { text: "abcdef" }, { statusCode: 400, message: "Text is too long, max length is 5", error: "Bad Request" }],
  ])("refuses with %i the request %j", async (status, body, answer) => {
    const { url } = await up(startFishSpeechServer({ maxTextLength: 5 }));
    expect(await post(`${url}/v1/tts`, body)).toMatchObject({ status, body: answer });
  });

  it("asks for its key everywhere, and for a body it can read", async () => {
    const { url } = await up(startFishSpeechServer({ apiKey: "k" }));
    expect((await fetch(`${url}/v1/health`)).status).toBe(401);
    const key = { Authorization: "Bearer k" };
    expect((await fetch(`${url}/v1/health`, { headers: key })).status).toBe(200);
    expect((await post(`${url}/v1/tts`, { text: "a" }, { ...key, "Content-Type": "text/plain" })).status).toBe(415);
  });

  it("lists references as JSON only when it is asked for", async () => {
    const { url } = await up(startFishSpeechServer({ references: ["shiori"] }));
    const list = await fetch(`${url}/v1/references/list?format=json`);
    expect(await list.json()).toEqual({ success: true, reference_ids: ["shiori"], message: "Success" });
    expect((await fetch(`${url}/v1/references/list`)).headers.get("content-type")).toBe("application/msgpack");
  });
});

describe("VOICEVOX's server", () => {
  it("makes sound of the length that its query says", async () => {
    const { url } = await up(startVoicevoxServer());
    const query = await post(`${url}/audio_query?text=ことり&speaker=3`);
    const { body } = await post(`${url}/synthesis?speaker=3`, query.body);
    // 0.1 s, 0.24 s, 0.06 s and 0.1 s in whole frames: 9, 22 (22.5 to the even), 6 and 9
    expect(readWav(new Uint8Array(body as ArrayBuffer)).pcm.length).toBe(46 * 256);
  });

  it.each([
    ["/audio_query?speaker=3", 422, { detail: [{ type: "missing", loc: ["query", "text"] }] }],
    ["/audio_query?text=a&speaker=x", 422, { detail: [{ loc: ["query", "speaker"] }] }],
    ["/audio_query?text=a&speaker=99", 422, { message: "指定されたスタイルが見つかりませんでした。" }],
    [
      "/synthesis?speaker=3",
      422,
      { detail: expect.arrayContaining([expect.objectContaining({ loc: ["body", "accent_phrases"] })]) },
    ],
    ["/nothing", 404, { detail: "Not Found" }],
  ])("refuses %s", async (path, status, body) => {
    const { url } = await up(startVoicevoxServer());
    expect(await post(url + path, {})).toMatchObject({ status, body });
  });
});

describe("ElevenLabs' server", () => {
  const path = "/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM/stream?output_format=pcm_16000";
  const key = { "xi-api-key": "k" };

  it("streams samples at the rate asked for", async () => {
    const { url } = await up(startElevenLabsServer({ apiKey: "k" }));
    const { status, body } = await post(url + path, { text: "Good evening." }, key);
    expect([status, (body as ArrayBuffer).byteLength]).toEqual([200, 600 * 16 * 2]);
  });

  it.each<[number, string, unknown, Record<string, string>, unknown]>([
    [401, path, { text: "a" }, {}, { status: "needs_authorization" }],
    [401, path, { text: "a" }, { "xi-api-key": "x" }, { status: "invalid_api_key", message: "Invalid API key" }],
    [422, path, {}, key, [{ type: "missing", loc: ["body", "text"], msg: "Field required" }]],
    [404, "/v1/text-to-speech/x/stream?output_format=pcm_16000", { text: "a" }, key, { status: "voice_not_found" }],
    [400, path, { text: "a", model_id: "m" }, key, { status: "model_not_found" }],
    [400, path, { text: "a", voice_settings: { speed: 2 } }, key, { status: "invalid_voice_settings" }],
    [400, path, { text: "a", language_code: "ja" }, key, { status: "unsupported_language" }],
    [400, path.split("?")[0]!, { text: "a" }, key, { status: "output_format_not_allowed" }],
  ])("refuses with %i, %s, %j", async (status, where, body, headers, detail) => {
    const { url } = await up(startElevenLabsServer({ apiKey: "k" }));
    expect(await post(url + where, body, headers)).toMatchObject({ status, body: { detail } });
  });
});
