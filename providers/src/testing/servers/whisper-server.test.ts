import { afterEach, expect, it } from "vitest";
import { writeWav } from "../../stt/wav.ts";
import { startWhisperServer, type WhisperServer, type WhisperServerScript } from "./whisper-server.ts";

let server: WhisperServer;
const sound = new Float32Array(16_000).fill(0.1);

afterEach(() => server.close());

async function infer(fields: Record<string, string | Blob>, script: Partial<WhisperServerScript> = {}) {
  server = await startWhisperServer({ hear: () => "안녕하세요", ...script });
  return ask(fields);
}

function ask(fields: Record<string, string | Blob>): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return fetch(`${server.url}/inference`, { method: "POST", body });
}

const file = new Blob([writeWav(sound)]);

it("answers json with the line break that it ends every segment with", async () => {
  const response = await infer({ file });
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.json()).toEqual({ text: " 안녕하세요\n" });
});

it("answers verbose_json with the language's English name", async () => {
  const response = await infer({ file, language: "ko", response_format: "verbose_json" });
  expect(await response.json()).toEqual({
    task: "transcribe",
    language: "korean",
    duration: 1,
    text: " 안녕하세요\n",
    segments: [
      { id: 0, text: " 안녕하세요", start: 0, end: 1, temperature: 0, avg_logprob: -0.25, no_speech_prob: 0.02 },
    ],
    detected_language: "korean",
    detected_language_probability: 0.98,
    language_probabilities: { ko: 0.98 },
  });
});

it("leaves out what it is told to leave out", async () => {
  const response = await infer({
    file,
    response_format: "verbose_json",
    no_timestamps: "true",
    no_language_probabilities: "true",
  });
  const answer = (await response.json()) as { segments: object[] };
  expect(answer).not.toHaveProperty("detected_language");
  expect(answer.segments[0]).not.toHaveProperty("start");
});

it.each<[string, Record<string, string | Blob>, number, unknown]>([
  ["without a file", { language: "ja" }, 400, { error: "no 'file' field in the request" }],
  ["with a file that is no sound", { file: new Blob(["noise"]) }, 400, { error: "failed to read audio data" }],
  [
    "with more audio context than the model has",
    { file, audio_ctx: "1501" },
    500,
    { error: "failed to process audio" },
  ],
  ["with too many beams", { file, beam_size: "9" }, 500, { error: "failed to process audio" }],
])("refuses a request %s", async (_, fields, status, body) => {
  const response = await infer(fields);
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual(body);
});

it("refuses a body that is no form", async () => {
  server = await startWhisperServer({ hear: () => "" });
  const response = await fetch(`${server.url}/inference`, { method: "POST", body: "RIFF" });
  expect([response.status, await response.json()]).toEqual([400, { error: "no 'file' field in the request" }]);
});

it("is 500 when its model fails, and works on", async () => {
  let broken = true;
  const hear = () => {
    if (broken) throw new Error("out of memory");
    return "yes";
  };
  const response = await infer({ file }, { hear });
  expect([response.status, await response.text()]).toEqual([500, "500 Internal Server Error\nout of memory"]);
  broken = false;
  expect(await (await ask({ file })).json()).toEqual({ text: " yes\n" });
});

it("works on one request at a time, in the order of their coming", async () => {
  let working = 0;
  let most = 0;
  server = await startWhisperServer({
    async hear(_, { prompt }) {
      working += 1;
      most = Math.max(most, working);
      // In that time the others come in.
      for (let round = 0; round < 3; round += 1) await fetch(`${server.url}/health`);
      working -= 1;
      return prompt;
    },
  });
  const answers = await Promise.all(["a", "b", "c", "d"].map(async (prompt) => (await ask({ file, prompt })).json()));
  expect(answers).toEqual(["a", "b", "c", "d"].map((prompt) => ({ text: ` ${prompt}\n` })));
  expect([most, server.requests.length]).toEqual([1, 4]);
});

it("knows no other path", async () => {
  server = await startWhisperServer({ hear: () => "" });
  const response = await fetch(`${server.url}/v1/audio/transcriptions`, { method: "POST", body: new FormData() });
  expect([response.status, await response.text()]).toEqual([404, "File Not Found (/v1/audio/transcriptions)"]);
});
