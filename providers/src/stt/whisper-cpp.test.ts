import { afterEach, describe, expect, it } from "vitest";
import { startWhisperServer, type WhisperServer, type WhisperServerScript } from "../testing/servers/whisper-server.ts";
import { createWhisperCpp, type WhisperCppOptions } from "./whisper-cpp.ts";

const closing: (() => Promise<void>)[] = [];
const live = () => new AbortController().signal;
const tone = (seconds: number) =>
  Float32Array.from(
    { length: Math.round(seconds * 16_000) },
    (_, i) => 0.3 * Math.sin((2 * Math.PI * 200 * i) / 16_000),
  );

async function connect(options: Partial<WhisperCppOptions> = {}, script: Partial<WhisperServerScript> = {}) {
  const server: WhisperServer = await startWhisperServer({ hear: () => "ok", ...script });
  const stt = createWhisperCpp({ endpoint: server.url, probeMs: 0, ...options });
  closing.push(server.close, () => stt.close());
  return { server, stt };
}

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe("the audio context that the server sees", () => {
  it.each([
    [2, "232"],
    [4, "328"],
    [10, "632"],
    [30, "1500"],
    [0.3, "184"], // as much as the sound it is filled up to
  ])("of %d s is %s", async (seconds, audioCtx) => {
    const { server, stt } = await connect();
    await stt.transcribe({ pcm: tone(seconds), language: "ja", final: false }, live());
    expect(server.requests[0]?.fields.audio_ctx).toBe(audioCtx);
  });

  it("is what the operator says, where he does", async () => {
    const { server, stt } = await connect({ audioCtx: 0 });
    await stt.transcribe({ pcm: tone(2), language: "ja", final: false }, live());
    expect(server.requests[0]?.fields.audio_ctx).toBe("0");
  });
});

it("fills a short word up with silence: less than a second is not heard by older releases", async () => {
  const { server, stt } = await connect(
    {},
    { hear: (pcm) => `${pcm.subarray(4_800).every((sample) => sample === 0)}` },
  );
  const { text } = await stt.transcribe({ pcm: tone(0.3), language: "ja", final: true }, live());
  expect(text).toBe("true");
  expect(server.requests[0]?.seconds).toBeCloseTo(1.1, 5);
});

it("asks for what it needs and for nothing that costs time", async () => {
  const { server, stt } = await connect({ beamSize: 3, bestOf: 2, temperature: 0.1, noSpeechThreshold: 0.5 });
  for (const final of [false, true]) await stt.transcribe({ pcm: tone(2), language: "auto", final }, live());
  const common = {
    response_format: "verbose_json",
    language: "auto",
    no_timestamps: "true",
    no_language_probabilities: "true",
    temperature: "0.1",
    best_of: "2",
    audio_ctx: "232",
    no_speech_thold: "0.5",
  };
  expect(server.requests.map(({ fields }) => fields)).toEqual([
    { ...common, beam_size: "-1", temperature_inc: "0" },
    { ...common, beam_size: "3", temperature_inc: "0.2" },
  ]);
});

it("asks one thing at a time, finals before the partials that wait", async () => {
  const order: string[] = [];
  const { server, stt } = await connect({}, { hear: (_, { prompt }) => order.push(prompt).toString() });
  const ask = (previousText: string, final: boolean) =>
    stt.transcribe({ pcm: tone(1), language: "en", final, previousText }, live());
  await Promise.all([ask("first", false), ask("second", false), ask("third", false), ask("final", true)]);
  expect(order).toEqual(["first", "final", "second", "third"]);
  expect(server.requests.every(({ atOnce }) => atOnce === 1)).toBe(true);
});

it("sends nothing for a partial that was superseded while it waited", async () => {
  const { server, stt } = await connect();
  const superseded = new AbortController();
  const ask = (signal: AbortSignal) => stt.transcribe({ pcm: tone(1), language: "en", final: false }, signal);
  const asking = [ask(live()), ask(superseded.signal), ask(live())];
  superseded.abort(new Error("superseded"));
  const ends = await Promise.allSettled(asking);
  expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(server.requests).toHaveLength(2);
});

it("frees the server at once when the partial that runs is superseded", async () => {
  const superseded = new AbortController();
  let asked = 0;
  const { server, stt } = await connect(
    {},
    {
      hear: (_, { signal }) => {
        asked += 1;
        if (asked > 1) return "the final";
        superseded.abort(new Error("superseded"));
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
    },
  );
  const partial = stt.transcribe({ pcm: tone(1), language: "en", final: false }, superseded.signal);
  const final = stt.transcribe({ pcm: tone(1), language: "en", final: true }, live());
  await expect(partial).rejects.toThrow("superseded");
  expect((await final).text).toBe("the final");
  expect(server.requests.map(({ hungUp }) => hungUp)).toEqual([true, false]);
});

it("is down until the server has loaded its model", async () => {
  let loading = true;
  const { stt } = await connect({}, { loading: () => loading });
  await stt.prepare(live());
  expect(stt.health()).toMatchObject({ status: "down", reason: expect.stringContaining("503") });
  loading = false;
  await stt.prepare(live());
  expect(stt.health()).toEqual({ status: "ok" });
});

it("tells its model, and that English models hear English only", async () => {
  const make = (model: string) => createWhisperCpp({ endpoint: "http://127.0.0.1:1", model, probeMs: 0 });
  expect(make("large-v3-turbo")).toMatchObject({ model: "large-v3-turbo", languages: ["*"], isMock: false });
  expect(make("base.en-q5_1").languages).toEqual(["en"]);
});

it("takes the whole address of the inference too", async () => {
  const server = await startWhisperServer({ hear: () => "ok" });
  const stt = createWhisperCpp({ endpoint: `${server.url}/inference`, probeMs: 0 });
  closing.push(server.close, () => stt.close());
  await stt.prepare(live());
  expect(stt.health()).toEqual({ status: "ok" });
  expect((await stt.transcribe({ pcm: tone(1), language: "en", final: true }, live())).text).toBe("ok");
});
