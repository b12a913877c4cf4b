/** The `asr` service over real HTTP and real sockets, with scripted recognisers; the real one is in asr-real.test.ts. */
import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { ScriptedStt } from "@hisho/providers/scripted/stt.ts";
import { createFasterWhisper } from "@hisho/providers/stt/faster-whisper.ts";
import { writeWav } from "@hisho/providers/stt/wav.ts";
import { expect, it, vi } from "vitest";
import WebSocket from "ws";
import { startAsr } from "./asr-harness.ts";
import { oggTone } from "./ogg-opus.ts";

/** A voice's level swings; a steady tone is taken for hum. */
const voice = (seconds: number): Float32Array =>
  Float32Array.from({ length: seconds * 16_000 }, (_, i) => {
    const swing = 0.5 + 0.5 * Math.sin((2 * Math.PI * 3 * i) / 16_000);
    return 0.4 * swing ** 3 * Math.sin((2 * Math.PI * 200 * i) / 16_000);
  });
const wav = (seconds: number) => writeWav(voice(seconds));
const int16 = (pcm: Float32Array) => Buffer.from(Int16Array.from(pcm, (value) => value * 32_767).buffer);
const words = (text = "one two three") => new ScriptedStt({ text, detectedLanguage: "en" });

const form = (fields: Record<string, string>, file: Uint8Array<ArrayBuffer> | null = wav(2), type = "audio/wav") => {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  if (file !== null) body.append("file", new Blob([file], { type }), "speech.wav");
  return { method: "POST", body };
};
const lines = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it("answers a form at once with what it heard", async () => {
  const stt = words();
  const { url } = await startAsr([stt]);
  const response = await fetch(`${url}/transcribe-sync`, form({ language: "en" }));
  expect([response.status, await response.json()]).toEqual([
    200,
    {
      text: "one two three",
      language: "en",
      duration_s: 2,
      segments: [{ start_s: 0, end_s: 2, text: "one two three" }],
    },
  ]);
  expect(stt.calls).toMatchObject([{ seconds: 2, final: true, language: "en" }]);
});

it.each<[string, string, Uint8Array<ArrayBuffer>]>([
  ["WAV", "audio/wav", wav(2)],
  ["Ogg Opus", "audio/ogg", new Uint8Array(oggTone(2_000))],
  ["bare samples", "audio/pcm", new Uint8Array(int16(voice(2)))],
])("hears %s as the body itself", async (_, type, body) => {
  const stt = words("");
  const { url } = await startAsr([stt]);
  const response = await fetch(`${url}/transcribe-sync?language=en`, {
    method: "POST",
    headers: { "Content-Type": type },
    body,
  });
  const heard = (await response.json()) as { duration_s: number };
  expect(heard).toMatchObject({ text: "", language: "en" });
  expect(heard.duration_s).toBeCloseTo(2, 1);
});

it("hears samples of another rate at their own pace", async () => {
  const { url } = await startAsr([words()]);
  const body = new Uint8Array(int16(voice(3)));
  const headers = { "Content-Type": "audio/pcm" };
  const response = await fetch(`${url}/transcribe-sync?sample_rate=48000`, { method: "POST", headers, body });
  expect(((await response.json()) as { duration_s: number }).duration_s).toBeCloseTo(1, 1);
});

it("cuts a long recording into stretches, tells their words as they come, and gives each the words before", async () => {
  const asked: (string | undefined)[] = [];
  const stt = words("word");
  const transcribe = stt.transcribe.bind(stt);
  vi.spyOn(stt, "transcribe").mockImplementation((request, signal) => {
    asked.push(request.previousText);
    return transcribe(request, signal);
  });
  const { url } = await startAsr([stt]);
  const response = await fetch(`${url}/transcribe`, form({ initial_prompt: "before" }, wav(60)));
  expect(response.headers.get("content-type")).toBe("application/x-ndjson");
  const events = lines(await response.text());
  expect(events.map(({ type, text }) => [type, text])).toEqual([
    ["partial", "word"],
    ["partial", "word word"],
    ["final", "word word word"],
  ]);
  expect(asked).toEqual(["before", "before word", "before word word"]);
  const segments = events.at(-1)?.segments as { start_s: number; end_s: number }[];
  expect(segments.map(({ end_s }) => end_s)).toEqual([...segments.slice(1).map(({ start_s }) => start_s), 60]);
  expect(stt.calls.every(({ seconds }) => seconds <= 26)).toBe(true);
});

it("gives no words before where it is told so", async () => {
  const stt = words();
  const spy = vi.spyOn(stt, "transcribe");
  const { url } = await startAsr([stt], { env: { CONDITION_ON_PREV: "false" } });
  await fetch(`${url}/transcribe-sync`, form({ initial_prompt: "before" }));
  expect(spy.mock.calls.map(([request]) => request.previousText)).toEqual([undefined]);
});

it("streams server-sent events where they are asked for", async () => {
  const { url } = await startAsr([words()]);
  const response = await fetch(`${url}/transcribe`, { ...form({}), headers: { Accept: "text/event-stream" } });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  expect((await response.text()).split("\n")[0]).toBe("event: final");
});

it("says which fields the recogniser follows only by its own settings", async () => {
  const { url } = await startAsr([words()]);
  const response = await fetch(`${url}/transcribe-sync`, form({ beam_size: "3", temperature: "" }));
  expect(await response.json()).toMatchObject({ ignored: ["beam_size"] });
});

it("is what provider faster-whisper asks", async () => {
  const { url } = await startAsr([words()]);
  const stt = createFasterWhisper({ endpoint: url, probeMs: 0 });
  const { signal } = new AbortController();
  for (const final of [false, true]) {
    const heard = await stt.transcribe({ pcm: voice(2), language: "en-US", final, previousText: "before" }, signal);
    expect(heard).toEqual({ text: "one two three", language: "en" });
  }
  expect(await stt.device?.(signal)).toBe("unknown");
  await stt.close();
});

it.each<[string, string, RequestInit, number, string]>([
  ["no file", "/transcribe", form({}, null), 400, "file: expected sound"],
  ["no body", "/transcribe-sync", { method: "POST", headers: { "Content-Length": "0" } }, 400, "file: expected"],
  ["no sound", "/transcribe", form({}, new Uint8Array(400)), 400, "file: expected WAV"],
  ["an empty recording", "/transcribe", form({}, wav(0)), 400, "expected sound, got none"],
  ["a broken Ogg", "/transcribe", form({}, new Uint8Array(oggTone(500).fill(7, 60))), 400, "file: expected"],
  ["bare samples that do not say so", "/transcribe-sync", form({}, new Uint8Array(64), ""), 400, "audio/pcm"],
  ["a field out of range", "/transcribe", form({ beam_size: "11" }), 422, "beam_size: expected a number from 1 to 10"],
  ["a field that is no number", "/transcribe", form({ window_s: "1s" }), 422, "window_s: expected a number"],
  ["a language that is none", "/transcribe", form({ language: "日本語" }), 422, "language: expected auto or"],
  ["a language nobody hears", "/transcribe-sync", form({ language: "fr" }), 422, "No stt provider serves fr."],
  ["an unknown model", "/transcribe", form({ model: "huge" }), 404, "model: no model huge; there is scripted"],
  ["too much", "/transcribe-sync", form({}, wav(40)), 413, "expected at most 1048576 bytes"],
  ["another address", "/v1/audio", form({}), 404, "/transcribe-sync"],
])("refuses %s with a problem document", async (_, path, init, status, detail) => {
  const { url } = await startAsr([new ScriptedStt({ text: "x", languages: ["en"] })], { maxBytes: 1024 * 1024 });
  const response = await fetch(url + path, init);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect([response.status, await response.json()]).toEqual([
    status,
    expect.objectContaining({ status, detail: expect.stringContaining(detail) }),
  ]);
});

it("is 503 when no recogniser can hear now, in either form of answer", async () => {
  const { url } = await startAsr([new ScriptedStt({ text: "", failure: { kind: "refuse" } })]);
  for (const path of ["/transcribe", "/transcribe-sync"]) {
    const response = await fetch(url + path, form({}));
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
  }
});

it("tells in the stream what fails in the middle of it", async () => {
  let calls = 0;
  const stt = words("word");
  const transcribe = stt.transcribe.bind(stt);
  vi.spyOn(stt, "transcribe").mockImplementation((request, signal) => {
    calls += 1;
    return calls > 1 ? Promise.reject(new TypeError("a bug")) : transcribe(request, signal);
  });
  const logged: string[] = [];
  const { url } = await startAsr([stt], { log: (line) => logged.push(line) });
  const events = lines(await (await fetch(`${url}/transcribe`, form({}, wav(40)))).text());
  expect(events.map(({ type, status }) => [type, status])).toEqual([
    ["partial", undefined],
    ["error", 500],
  ]);
  expect(logged.join()).toContain("TypeError");
});

it("has so many ears and no more, and hears for nobody who has left", async () => {
  const stt = new ScriptedStt({ text: "", failure: { kind: "hang" } });
  const { url, slots } = await startAsr([stt], { most: 1 });
  const leaving = new AbortController();
  const first = fetch(`${url}/transcribe`, { ...form({}), signal: leaving.signal });
  first.catch(() => {});
  await vi.waitFor(() => expect(stt.calls).toHaveLength(1));
  const second = await fetch(`${url}/transcribe-sync`, form({}));
  expect([second.status, second.headers.get("retry-after")]).toEqual([503, "1"]);
  leaving.abort();
  await expect(first).rejects.toThrow();
  await vi.waitFor(() => expect([stt.calls[0]?.aborted, slots.taken]).toEqual([true, 0]));
});

it("asks for the token where there is one, but not for its health, which then tells no reasons", async () => {
  const token = "0123456789abcdef";
  const unmet = [{ setting: "BEAM_SIZE", provider: "scripted", reason: "none" }];
  const { url, wsUrl } = await startAsr([words()], { env: { RELAY_TOKEN: token }, unmet });
  const headers = { Authorization: `Bearer ${token}` };
  expect((await fetch(`${url}/models`)).status).toBe(401);
  expect((await fetch(`${url}/transcribe`, form({}))).status).toBe(401);
  expect((await fetch(`${url}/models`, { headers })).status).toBe(200);
  expect(await (await fetch(`${url}/health`)).json()).not.toHaveProperty("not_honoured");
  expect(await (await fetch(`${url}/health`, { headers })).json()).toMatchObject({ not_honoured: unmet });
  const socket = new WebSocket(`${wsUrl}/transcribe`);
  const [, refusal] = (await once(socket, "unexpected-response")) as [unknown, { statusCode: number }];
  expect(refusal.statusCode).toBe(401);
  expect((await fetch(`${url}/models`, { headers: { ...headers, Origin: "https://evil.example" } })).status).toBe(403);
});

it("refuses an upgrade to what is no address, and hangs up", async () => {
  const { url } = await startAsr([words()]);
  const { port, host } = new URL(url);
  const socket = connect(Number(port), "127.0.0.1");
  socket.write(`GET // HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
});

it("says by its health whether it can hear", async () => {
  let preparing = true;
  const stt = words();
  const { url } = await startAsr([stt], { preparing: () => preparing });
  const ask = async () => {
    const response = await fetch(`${url}/health`);
    return [response.status, ((await response.json()) as { status: string }).status];
  };
  expect(await ask()).toEqual([503, "loading"]);
  preparing = false;
  expect(await ask()).toEqual([200, "ok"]);
  stt.setHealth({ status: "down", reason: "gone" });
  expect(await ask()).toEqual([503, "unavailable"]);
});

it("lists its models, on what they run and what of the settings they do not follow", async () => {
  const unmet = [{ setting: "WINDOW_S", provider: "scripted", reason: "…" }];
  const { url } = await startAsr([words()], { env: { DEVICE: "cuda" }, unmet });
  expect(await (await fetch(`${url}/models`)).json()).toMatchObject({
    models: [{ name: "scripted", provider: "scripted", languages: ["*"], device: "cpu", is_mock: true, loaded: true }],
    settings: { DEVICE: "cuda", VAD_FRAME_MS: 30 },
    not_honoured: [unmet[0], { setting: "DEVICE", provider: "scripted" }],
  });
});

/** Sound at the pace of a voice, in pieces of 100 ms. */
async function* spoken(pcm: Float32Array, told: { pieces: number }): AsyncGenerator<Buffer> {
  for (let at = 0; at < pcm.length; at += 1_600) {
    told.pieces += 1;
    yield int16(pcm.subarray(at, at + 1_600));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

it("hears a body that is still being spoken: words on the way, and the end where the voice rests", async () => {
  const stt = new ScriptedStt({ text: (seconds) => ["a", "b", "c", "d"].slice(0, Math.ceil(seconds)).join(" ") });
  const { url } = await startAsr([stt], { env: { LANG_HINT: "en" } });
  const sound = new Float32Array(16_000 * 8);
  sound.set(voice(2), 8_000);
  const told = { pieces: 0 };
  const response = await fetch(`${url}/transcribe`, {
    method: "POST",
    headers: { "Content-Type": "audio/pcm" },
    body: ReadableStream.from(spoken(sound, told)),
    duplex: "half",
  } as RequestInit);
  const events = lines(await response.text());
  // 80 pieces would be all of it.
  expect(told.pieces).toBeLessThan(60);
  expect(events.length).toBeGreaterThan(1);
  expect(events.slice(0, -1).every(({ type }) => type === "partial")).toBe(true);
  expect(events.at(-1)).toMatchObject({ type: "final", language: "en" });
  expect(stt.calls.some(({ final }) => !final)).toBe(true);
});

it("tells the end of a live body in which nobody spoke", async () => {
  const { url } = await startAsr([words()]);
  const response = await fetch(`${url}/transcribe`, {
    method: "POST",
    headers: { "Content-Type": "audio/pcm" },
    body: ReadableStream.from([int16(new Float32Array(16_000))]),
    duplex: "half",
  } as RequestInit);
  expect(lines(await response.text())).toEqual([
    { type: "final", text: "", language: "und", duration_s: 1, segments: [] },
  ]);
});

async function talk(url: string, pieces: readonly (Buffer | string)[]) {
  const socket = new WebSocket(url);
  const events: Record<string, unknown>[] = [];
  socket.on("message", (data: Buffer) => events.push(JSON.parse(data.toString("utf8"))));
  const closed = once(socket, "close") as Promise<[number]>;
  await once(socket, "open");
  for (const piece of pieces) socket.send(piece);
  const [code] = await closed;
  return { events, code };
}

it("hears by a socket, utterance after utterance, until it is told the end", async () => {
  const { wsUrl, slots } = await startAsr([words()]);
  const sound = new Float32Array(16_000 * 3);
  sound.set(voice(1), 8_000);
  const bytes = int16(sound);
  const pieces = Array.from({ length: 30 }, (_, at) => bytes.subarray(at * 3_200, (at + 1) * 3_200));
  const { events, code } = await talk(`${wsUrl}/transcribe?language=en`, [...pieces, '{"type":"end"}']);
  const finals = events.filter(({ type }) => type === "final");
  expect(finals).toMatchObject([{ utterance: 1, text: "one two three", language: "en" }]);
  const [{ segments }] = finals as [{ segments: { start_s: number; end_s: number }[] }];
  expect(segments[0]?.start_s).toBeGreaterThan(0.3);
  expect(segments[0]?.end_s).toBeLessThan(1.9);
  expect(code).toBe(1000);
  await vi.waitFor(() => expect(slots.taken).toBe(0));
});

it.each<[string, string, (Buffer | string)[], string, number]>([
  ["a message that is none", "", ["stop"], "expected sound as binary messages", 1003],
  ["packed sound that is none of its kinds", "", [Buffer.from("ID3 and more")], "file: expected WAV", 1003],
  ["a field out of range", "?final_flush_ms=x", [], "final_flush_ms: expected a number", 1008],
])("closes a socket with %s after it has said why", async (_, query, pieces, detail, code) => {
  const { wsUrl, slots } = await startAsr([words()]);
  const talked = await talk(`${wsUrl}/transcribe${query}`, pieces);
  expect(talked).toEqual({
    code,
    events: [expect.objectContaining({ type: "error", detail: expect.stringContaining(detail) })],
  });
  await vi.waitFor(() => expect(slots.taken).toBe(0));
});
