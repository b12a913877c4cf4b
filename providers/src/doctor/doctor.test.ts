import { type DoctorCode, type DoctorReport, parseDoctorReport } from "@hisho/protocol";
import { describe, expect, it } from "vitest";
import { ProviderError } from "../errors.ts";
import type { Device, Health, Provider } from "../health.ts";
import { licenceOf } from "../licences.ts";
import type { ReplyRequest } from "../llm/port.ts";
import type { Providers } from "../registry.ts";
import { ScriptedEmbedding } from "../scripted/embedding.ts";
import { ScriptedLlm, type ScriptedLlmOptions } from "../scripted/llm.ts";
import { createScriptedProviders } from "../scripted/providers.ts";
import { ScriptedStt, type ScriptedSttOptions } from "../scripted/stt.ts";
import { ScriptedTts, type ScriptedTtsOptions } from "../scripted/tts.ts";
import { MemoryVectorStore } from "../scripted/vector-store.ts";
import { createBrowserStt } from "../stt/browser.ts";
import { STT_SAMPLE_RATE_HZ } from "../stt/port.ts";
import { readClips } from "./clips.ts";
import { type DoctorOptions, type Progress, runDoctor } from "./doctor.ts";
import { subjectsOf } from "./subjects.ts";

const clips = await readClips();
/** Hears each clip as what it says: they differ in length. */
const rightly = (seconds: number): string =>
  clips.find(({ pcm }) => pcm.length === Math.round(seconds * STT_SAMPLE_RATE_HZ))?.text ?? "";
const WEEKDAY: Record<string, string> = { "ja-JP": "金曜日です。", "en-US": "Friday.", "ko-KR": "금요일이에요." };
const weekday = ({ language }: ReplyRequest): string => WEEKDAY[language] ?? "";

/** The provider with other facts about it: scripted ones say that they are mocks. */
const as = <P extends Provider>(provider: P, facts: Partial<Provider & { [key: string]: unknown }> = {}): P =>
  new Proxy(provider, {
    get(target, key) {
      const all: Record<PropertyKey, unknown> = { isMock: false, ...facts };
      if (key in all) return all[key];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });

const stt = (options: Partial<ScriptedSttOptions> = {}) => as(new ScriptedStt({ text: rightly, ...options }));
const llm = (options: Partial<ScriptedLlmOptions> = {}) => as(new ScriptedLlm({ replies: weekday, ...options }));
const tts = (options: ScriptedTtsOptions = {}) => as(new ScriptedTts(options));

const fit = (): Providers => ({
  ...createScriptedProviders(),
  stt: [stt()],
  llm: [llm()],
  tts: [tts()],
  embedding: as(new ScriptedEmbedding()),
  vectorStore: as(new MemoryVectorStore()),
});

function examine(
  change: Partial<Providers> = {},
  options: Partial<DoctorOptions> = {},
  signal = new AbortController().signal,
): Promise<DoctorReport> {
  const providers = { ...fit(), ...change };
  return runDoctor(
    {
      subjects: subjectsOf(providers),
      clips,
      deadlinesMs: providers.deadlinesMs,
      clock: () => performance.now(),
      now: () => new Date("2026-11-20T06:00:00Z"),
      samples: 2,
      prepareMs: 1_000,
      mayGoOn: async () => {},
      licenceOf: () => undefined,
      allowMock: false,
      onProgress: () => {},
      ...options,
    },
    signal,
  );
}

const rowOf = (report: DoctorReport, role: string, at = 0) => {
  const row = report.providers.filter((candidate) => candidate.role === role)[at];
  if (row === undefined) throw new Error(`no row for ${role}`);
  return row;
};
const codes = (report: DoctorReport, role: string) =>
  rowOf(report, role).findings.map(({ light, code, language }) => [light, code, language].filter(Boolean).join(" "));

describe("providers that are fit", () => {
  it("are green, with their figures, and go live", async () => {
    const report = await examine();
    expect(report).toMatchObject({ light: "green", go_live: true, gaps: [], samples: 2 });
    expect(report.providers.map(({ role, light }) => [role, light])).toEqual([
      ["stt", "green"],
      ["llm", "green"],
      ["tts", "green"],
      ["embedding", "green"],
      ["vector_store", "green"],
    ]);
    for (const row of report.providers) {
      expect(row).toMatchObject({ reachable: true, errors: 0, findings: [], device: "cpu", is_mock: false });
      expect(row.latency_ms?.p95).toBeGreaterThanOrEqual(row.latency_ms?.p50 ?? Number.NaN);
    }
    expect(rowOf(report, "stt")).toMatchObject({ calls: 7, served: ["ja", "en", "ko"], figure: "final_transcript" });
    expect(rowOf(report, "stt").heard.map(({ language, unit, errors }) => [language, unit, errors])).toEqual([
      ["ja", "characters", 0],
      ["en", "words", 0],
      ["ko", "characters", 0],
    ]);
    expect(rowOf(report, "tts").licence).toEqual({ name: "CC0-1.0", non_commercial: false, source: null });
    expect(parseDoctorReport(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  it("are measured by the clock they are given", async () => {
    let nowMs = 0;
    const hearing = as(new ScriptedStt({ text: rightly }), {
      transcribe: async () => {
        nowMs += 442;
        return { text: "x", language: "en" };
      },
    });
    const report = await examine({ stt: [hearing] }, { clock: () => nowMs });
    const row = rowOf(report, "stt");
    expect(row.latency_ms).toEqual({ first: 442, p50: 442, p95: 442 });
    expect(row.real_time_factor).toBeCloseTo(0.2, 1);
  });

  it("count their steps up to the whole", async () => {
    const steps: Progress[] = [];
    await examine({}, { onProgress: (progress) => steps.push(progress) });
    expect(steps.map(({ done }) => done)).toEqual([...steps.map(({ done }) => done)].sort((a, b) => a - b));
    expect(steps.at(-1)).toMatchObject({ done: steps[0]?.total, role: "vector_store" });
  });

  it("leave the person's vectors and the store alone", async () => {
    const vectorStore = as(new MemoryVectorStore());
    await vectorStore.add(["mine"], [new Float32Array([1])]);
    await examine({ vectorStore });
    expect(vectorStore.size).toBe(1);
  });
});

describe("a red light", () => {
  const refuse = { failure: { kind: "refuse" } } as const;
  const hang = { failure: { kind: "hang" } } as const;
  const deadlinesMs = { ...fit().deadlinesMs, sttFinal: 20, llmFirstToken: 20, ttsFirstChunk: 20, embedding: 20 };
  const sameVector = as(new ScriptedEmbedding(), {
    embed: async (texts: readonly string[]) => texts.map(() => Float32Array.from({ length: 256 }, () => 1 / 16)),
  });
  class Forgetful extends MemoryVectorStore {
    override search = async () => [];
  }
  class Keeping extends MemoryVectorStore {
    override remove = async () => {};
  }
  const scratching = (scratch: () => MemoryVectorStore) => as(new MemoryVectorStore(), { scratch });

  it.each<[string, string, Partial<Providers>, DoctorCode]>([
    ["a recogniser refuses", "stt", { stt: [stt(refuse)] }, "refused"],
    ["a recogniser hangs", "stt", { stt: [stt(hang)], deadlinesMs }, "timeout"],
    ["a recogniser hears nothing", "stt", { stt: [stt({ text: " " })] }, "nothing_heard"],
    ["a model refuses", "llm", { llm: [llm(refuse)] }, "refused"],
    ["a model hangs", "llm", { llm: [llm(hang)], deadlinesMs }, "timeout"],
    ["a model breaks off", "llm", { llm: [llm({ failure: { kind: "throw", afterPieces: 1 } })] }, "unavailable"],
    ["a model has no words", "llm", { llm: [llm({ replies: ["…"] })] }, "no_words"],
    ["a voice refuses", "tts", { tts: [tts(refuse)] }, "refused"],
    ["a voice hangs", "tts", { tts: [tts(hang)], deadlinesMs }, "timeout"],
    ["a voice makes no sound", "tts", { tts: [tts({ msPerWord: 1 })] }, "silent"],
    ["vectors are all the same", "embedding", { embedding: sameVector }, "wrong_vectors"],
    ["a store finds nothing", "vector_store", { vectorStore: scratching(() => new Forgetful()) }, "lost_vectors"],
    ["a store keeps what is removed", "vector_store", { vectorStore: scratching(() => new Keeping()) }, "lost_vectors"],
  ])("is lit when %s", async (_name, role, change, code) => {
    const report = await examine(change);
    expect(rowOf(report, role)).toMatchObject({ light: "red", findings: [{ light: "red", code }], served: [] });
    expect(report).toMatchObject({ light: "red", go_live: false });
  });

  it("is lit when a provider does not get ready, and it is not called", async () => {
    const hearing = new ScriptedStt({ text: rightly });
    const cold = as(hearing, {
      prepare: async () => {
        throw new ProviderError("stt", "unavailable", "no weights");
      },
    });
    const report = await examine({ stt: [cold] });
    expect(rowOf(report, "stt").findings).toEqual([
      { light: "red", code: "unavailable", language: null, detail: "no weights" },
    ]);
    expect(hearing.calls).toEqual([]);
    expect(report.gaps.filter(({ role }) => role === "stt").map(({ light }) => light)).toEqual(["red", "red", "red"]);
  });

  it.each<[Device, string[]]>([
    ["gpu", []],
    ["cpu", ["red no_gpu"]],
    ["unknown", ["amber no_gpu"]],
  ])("tells whether a required GPU is there: %s", async (device, expected) => {
    const hearing = as(new ScriptedStt({ text: rightly }), { requiresGpu: true, device: async () => device });
    const report = await examine({ stt: [hearing] });
    expect(rowOf(report, "stt").device).toBe(device);
    expect(codes(report, "stt")).toEqual(expected);
  });

  it("repeats no message that may hold a key", async () => {
    const transcribe = () => Promise.reject(new TypeError('"Bearer s3cret\n" is an invalid header value'));
    const report = await examine({ stt: [as(new ScriptedStt({ text: rightly }), { transcribe })] });
    expect(codes(report, "stt")).toEqual(["red bad_answer"]);
    expect(JSON.stringify(report)).not.toContain("s3cret");
  });

  it("stops asking whoever is away", async () => {
    const hearing = new ScriptedStt({ text: "", failure: { kind: "hang" } });
    await examine({ stt: [as(hearing)], deadlinesMs }, { samples: 20 });
    expect(hearing.calls).toHaveLength(2);
  });
});

describe("an amber light", () => {
  it("is lit by a stand-in, which goes live only where that is allowed", async () => {
    const stub = createScriptedProviders({ stt: { text: rightly }, llm: { replies: weekday } });
    const report = await examine(stub);
    expect(report.providers.map(({ light }) => light)).toEqual(Array(5).fill("amber"));
    expect(codes(report, "stt")).toEqual(["amber mock"]);
    expect(report).toMatchObject({ light: "amber", go_live: false });
    expect(await examine(stub, { allowMock: true })).toMatchObject({ light: "amber", go_live: true });
  });

  it("is lit by languages that nobody serves", async () => {
    const report = await examine({ stt: [stt({ languages: ["en"] })] });
    expect(report.gaps).toEqual([
      { role: "stt", language: "ja", light: "amber" },
      { role: "stt", language: "ko", light: "amber" },
    ]);
    expect(report).toMatchObject({ light: "amber", go_live: true });
    expect(rowOf(report, "stt")).toMatchObject({ light: "green", calls: 3 });
  });

  it("is lit by one language that fails, and by calls that fail now and then", async () => {
    const voice = new ScriptedTts();
    let call = 0;
    const speak: ScriptedTts["speak"] = (request, signal) => {
      call += 1;
      const isBroken = request.language === "ko-KR" || call === 4;
      return (isBroken ? new ScriptedTts({ failure: { kind: "refuse" } }) : voice).speak(request, signal);
    };
    const report = await examine({ tts: [as(voice, { speak })] });
    expect(codes(report, "tts")).toEqual(["amber language ko", "amber flaky"]);
    expect(rowOf(report, "tts")).toMatchObject({ served: ["ja", "en"], errors: 3, calls: 7 });
    expect(report.gaps).toEqual([{ role: "tts", language: "ko", light: "amber" }]);
  });

  it.each<[string, string, Partial<Providers>, string]>([
    ["misheard words", "stt", { stt: [stt({ text: "something else", languages: ["en"] })] }, "amber misheard en"],
    ["letters of another language", "llm", { llm: [llm({ replies: ["Friday."] })] }, "amber wrong_language ja"],
    [
      "speech slower than itself",
      "tts",
      { tts: [tts({ speed: 0.8, msPerWord: 60, languages: ["en"] })] },
      "amber slower_than_speech",
    ],
    [
      "no way to try a store",
      "vector_store",
      { vectorStore: as(new MemoryVectorStore(), { scratch: undefined }) },
      "amber untried",
    ],
    ["the browser's own recogniser", "stt", { stt: [createBrowserStt()] }, "amber untried"],
  ])("is lit by %s", async (_name, role, change, expected) => {
    expect(codes(await examine(change, { samples: 1 }), role)).toContain(expected);
  });

  it("is lit by what the provider says of itself", async () => {
    const health = (): Health => ({ status: "degraded", reason: "no Korean voice" });
    const report = await examine({ tts: [as(new ScriptedTts(), { health })] });
    expect(rowOf(report, "tts").findings).toEqual([
      { light: "amber", code: "degraded", language: null, detail: "no Korean voice" },
    ]);
  });

  it("is lit by a slow p95", async () => {
    let nowMs = 0;
    const thinking = as(new ScriptedLlm({ replies: weekday }), {
      reply: (request: ReplyRequest, signal: AbortSignal) => {
        nowMs += 900;
        return new ScriptedLlm({ replies: weekday }).reply(request, signal);
      },
    });
    const report = await examine({ llm: [thinking] }, { clock: () => nowMs });
    expect(rowOf(report, "llm").findings).toEqual([
      { light: "amber", code: "slow", language: null, detail: "p95 900 ms, more than 700 ms" },
    ]);
  });

  it("is lit by a licence that forbids business", async () => {
    const report = await examine({ tts: [as(new ScriptedTts(), { model: "s1-mini" })] }, { licenceOf });
    expect(rowOf(report, "tts")).toMatchObject({
      light: "amber",
      licence: { name: "CC-BY-NC-SA-4.0", non_commercial: true },
      findings: [{ code: "non_commercial", detail: "CC-BY-NC-SA-4.0" }],
    });
  });
});

it("waits before each call, and ends at once when it is told to", async () => {
  const stop = new AbortController();
  let asked = 0;
  const running = examine(
    {},
    {
      mayGoOn: async () => {
        asked += 1;
        if (asked === 3) stop.abort(new Error("enough"));
      },
    },
    stop.signal,
  );
  await expect(running).rejects.toThrow("enough");
  expect(asked).toBe(3);
});
