import { describe, expect, it } from "vitest";
import { ProviderError } from "../errors.ts";
import type { ReplyRequest } from "../llm/port.ts";
import { ScriptedEmbedding } from "./embedding.ts";
import { ScriptedLlm, tokensOf } from "./llm.ts";
import { createScriptedProviders } from "./providers.ts";
import { growingText, ScriptedStt } from "./stt.ts";
import { ScriptedTts } from "./tts.ts";
import { MemoryVectorStore } from "./vector-store.ts";

const live = () => new AbortController().signal;
const seconds = (count: number) => new Float32Array(16_000 * count);
const question: ReplyRequest = {
  sessionId: "s",
  turn: 1,
  messages: [{ role: "user", text: "hi" }],
  language: "en-US",
  timeZone: "UTC",
  now: new Date(0),
  passages: [],
};

async function collect<T>(parts: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

describe("ScriptedStt", () => {
  it("hears more as the audio grows and notes each call", async () => {
    const stt = new ScriptedStt({ text: growingText("ask not what", 1), msPerSecond: 1 });
    const heard = [];
    for (const count of [0, 1, 3]) {
      heard.push((await stt.transcribe({ pcm: seconds(count), language: "auto", final: count === 3 }, live())).text);
    }
    expect(heard).toEqual(["", "ask", "ask not what"]);
    expect(stt.calls.map(({ seconds: s, final }) => [s, final])).toEqual([
      [0, false],
      [1, false],
      [3, true],
    ]);
    expect(stt.calls.every(({ endedMs, startedMs }) => (endedMs ?? 0) >= (startedMs ?? Number.POSITIVE_INFINITY))).toBe(
      true,
    );
    expect(stt.isMock).toBe(true);
  });

  it("takes one call at a time when asked to, and lets an aborted one out of the queue", async () => {
    const stt = new ScriptedStt({ text: "x", fixedMs: 20, oneAtATime: true });
    const pcm = seconds(1);
    const impatient = new AbortController();
    const calls = [live(), impatient.signal, live()].map((signal) =>
      stt.transcribe({ pcm, language: "en-US", final: false }, signal),
    );
    impatient.abort(new Error("enough"));
    const ends = await Promise.allSettled(calls);
    expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const [first, second, third] = stt.calls;
    expect(second).toMatchObject({ startedMs: null, aborted: true });
    expect(third?.startedMs).toBeGreaterThanOrEqual(first?.endedMs ?? Number.POSITIVE_INFINITY);
    expect(second?.endedMs).toBeLessThan(third?.endedMs ?? 0);
  });

  it("is not blocked by a call whose signal was aborted before", async () => {
    const stt = new ScriptedStt({ text: "x", oneAtATime: true });
    const request = { pcm: seconds(1), language: "en-US", final: false };
    await expect(stt.transcribe(request, AbortSignal.abort(new Error("late")))).rejects.toThrow("late");
    await expect(stt.transcribe(request, live())).resolves.toMatchObject({ text: "x" });
  });
});

describe("ScriptedLlm", () => {
  it("says its replies in turn, in tokens that join to the text", async () => {
    const llm = new ScriptedLlm({ replies: ["Hello there, friend.", "二つ目です。"] });
    const said = [];
    for (let i = 0; i < 3; i += 1) {
      const parts = await collect(llm.reply(question, live()));
      said.push(parts.map((part) => (part.type === "text" ? part.text : "")).join(""));
    }
    expect(said).toEqual(["Hello there, friend.", "二つ目です。", "Hello there, friend."]);
    expect(tokensOf("Hello there, friend.").length).toBeGreaterThan(4);
    expect(llm.calls[0]).toMatchObject({ aborted: false, tokens: tokensOf("Hello there, friend.").length });
  });

  it.each([
    [{ kind: "refuse" } as const, 0, "refused"],
    [{ kind: "throw", afterPieces: 2 } as const, 2, "unavailable"],
  ])("fails as %j", async (failure, pieces, reason) => {
    const llm = new ScriptedLlm({ replies: ["one two three four"], failure });
    const parts: unknown[] = [];
    const run = (async () => {
      for await (const part of llm.reply(question, live())) parts.push(part);
    })();
    await expect(run).rejects.toBeInstanceOf(ProviderError);
    await expect(run).rejects.toMatchObject({ role: "llm", reason });
    expect(parts).toHaveLength(pieces);
  });

  it("hangs until its signal ends it, with the signal's reason", async () => {
    const llm = new ScriptedLlm({ replies: ["x"], failure: { kind: "hang" } });
    const abort = new AbortController();
    const run = collect(llm.reply(question, abort.signal));
    abort.abort(new Error("interrupted"));
    await expect(run).rejects.toThrow("interrupted");
    expect(llm.calls[0]).toMatchObject({ aborted: true, firstTokenMs: null });
  });
});

describe("ScriptedTts", () => {
  it("hums each word audibly, with a pause between and mouth cues at the words", async () => {
    const tts = new ScriptedTts({ visemes: true, msPerWord: 200, sampleRateHz: 16_000 });
    const chunks = await collect(tts.speak({ text: "three small words", language: "en-US" }, live()));
    const pcm = chunks.flatMap((chunk) => Array.from(chunk.pcm));
    expect(pcm).toHaveLength(16_000 * 0.6);
    const rms = (fromMs: number, toMs: number) => {
      const part = pcm.slice(fromMs * 16, toMs * 16);
      return Math.sqrt(part.reduce((sum, sample) => sum + sample ** 2, 0) / part.length);
    };
    for (const startMs of [0, 200, 400]) {
      expect(rms(startMs + 20, startMs + 140)).toBeGreaterThan(0.05);
      expect(rms(startMs + 165, startMs + 195)).toBe(0);
    }
    expect(Math.max(...pcm)).toBeLessThanOrEqual(0.5001);
    expect(chunks[0]?.visemes?.map(([tMs]) => tMs)).toEqual([0, 160, 200, 360, 400, 560]);
    expect(tts.calls[0]?.audioMs).toBeCloseTo(600);
  });

  it("keeps to its pace by the clock it is given", async () => {
    const nowMs = 1000;
    const tts = new ScriptedTts({ speed: 100, chunkMs: 100, firstChunkMs: 5, clock: () => nowMs });
    const abort = new AbortController();
    const parts = tts.speak({ text: "one two three", language: "en-US" }, abort.signal)[Symbol.asyncIterator]();
    await parts.next();
    const second = parts.next();
    abort.abort(new Error("barge in"));
    await expect(second).rejects.toThrow("barge in");
    expect(tts.calls[0]).toMatchObject({ aborted: true, askedMs: nowMs, firstChunkMs: nowMs });
  });
});

describe("the scripted set", () => {
  it("finds alike texts near each other", async () => {
    const embedding = new ScriptedEmbedding();
    const store = new MemoryVectorStore();
    const texts = ["会議は金曜の午後です。", "The office closes at six.", "회의는 금요일 오후예요."];
    await store.add(["a", "b", "c"], await embedding.embed(texts, live()));
    const [query] = await embedding.embed(["会議は金曜ですか"], live());
    if (query === undefined) throw new Error("no vector");
    expect(Math.hypot(...query)).toBeCloseTo(1);
    const hits = await store.search(query, 2);
    expect(hits[0]?.id).toBe("a");
    expect(hits).toHaveLength(2);
    expect(hits[0]?.score).toBeGreaterThan(hits[1]?.score ?? 1);
  });

  it("is marked as a mock throughout", () => {
    const { stt, llm, tts, embedding } = createScriptedProviders();
    expect([...stt, ...llm, ...tts, embedding].every(({ isMock, name }) => isMock && name === "scripted")).toBe(true);
  });
});
