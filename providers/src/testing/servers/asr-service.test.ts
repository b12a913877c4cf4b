import { afterEach, expect, it } from "vitest";
import { writeWav } from "../../stt/wav.ts";
import { type AsrService, type AsrServiceScript, startAsrService } from "./asr-service.ts";

let service: AsrService;
const sound = (seconds: number) => new Blob([writeWav(new Float32Array(16_000 * seconds).fill(0.1))]);

afterEach(() => service.close());

async function ask(path: string, fields?: Record<string, string | Blob>, script: Partial<AsrServiceScript> = {}) {
  service = await startAsrService({ hear: () => ({ text: "one two three four", language: "en" }), ...script });
  if (fields === undefined) return fetch(service.url + path);
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return fetch(service.url + path, { method: "POST", body });
}

it("answers at once with what it heard", async () => {
  const response = await ask("/transcribe-sync", { file: sound(2) });
  expect(await response.json()).toEqual({
    text: "one two three four",
    language: "en",
    language_probability: 0.98,
    duration_s: 2,
    no_speech_prob: 0.02,
    segments: [{ start_s: 0, end_s: 2, text: "one two three four", avg_logprob: -0.25, no_speech_prob: 0.02 }],
  });
});

it("streams growing partials and one final, a window after the other", async () => {
  const response = await ask("/transcribe", { file: sound(4), window_s: "1", overlap_ms: "200" });
  expect(response.headers.get("content-type")).toBe("application/x-ndjson");
  const events = (await response.text())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { type: string; text: string; end_s?: number });
  expect(events.map(({ type, text }) => [type, text])).toEqual([
    ["partial", "one"],
    ["partial", "one"],
    ["partial", "one two"],
    ["partial", "one two three"],
    ["final", "one two three four"],
  ]);
  expect(events.flatMap(({ end_s }) => end_s ?? []).map((end) => end.toFixed(1))).toEqual(["1.0", "1.8", "2.6", "3.4"]);
});

it("says in the stream that its model has failed", async () => {
  const response = await ask("/transcribe", { file: sound(1) }, { hear: () => Promise.reject(new Error("broken")) });
  expect(await response.json()).toEqual({ type: "error", detail: "the model failed" });
  await service.close();
  const sync = await ask("/transcribe-sync", { file: sound(1) }, { hear: () => Promise.reject(new Error("broken")) });
  expect([sync.status, await sync.json()]).toEqual([500, { detail: "Internal Server Error" }]);
});

it("lists its models and says on what they run", async () => {
  const models = ["large-v3", "small"] as const;
  const listed = await ask("/models", undefined, { models, device: "cpu" });
  expect(await listed.json()).toEqual({
    models: [
      { name: "large-v3", compute_type: "int8", device: "cpu", loaded: true },
      { name: "small", compute_type: "int8", device: "cpu", loaded: false },
    ],
  });
  expect(await (await fetch(`${service.url}/health`)).json()).toEqual({
    status: "ok",
    model: "large-v3",
    compute_type: "int8",
    device: "cpu",
  });
});

it("is 503 while it loads", async () => {
  const response = await ask("/transcribe", { file: sound(1) }, { loading: () => true });
  expect(response.status).toBe(503);
  const health = await fetch(`${service.url}/health`);
  expect([health.status, await health.json()]).toEqual([503, { status: "loading" }]);
});

it.each<[string, Record<string, string | Blob>, number, unknown]>([
  ["no file", {}, 422, [{ loc: ["body", "file"], msg: "Field required", type: "missing" }]],
  [
    "a field out of range",
    { file: sound(1), beam_size: "11" },
    422,
    [{ loc: ["body", "beam_size"], msg: "Input should be from 1 to 10", type: "value_error" }],
  ],
  ["an unknown model", { file: sound(1), model: "huge" }, 404, "no model huge"],
  ["no sound", { file: new Blob(["noise"]) }, 400, "the sound cannot be read"],
])("refuses %s", async (_, fields, status, detail) => {
  const response = await ask("/transcribe", fields);
  expect([response.status, await response.json()]).toEqual([status, { detail }]);
});

it("wants its key, but not for its health", async () => {
  const response = await ask("/transcribe", { file: sound(1) }, { apiKey: "k" });
  expect([response.status, await response.json()]).toEqual([401, { detail: "Not authenticated" }]);
  expect((await fetch(`${service.url}/health`)).status).toBe(200);
});
