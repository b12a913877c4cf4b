/**
 * Each of four roles failing in each of ten ways, over the real wire of a server: the person gets a reply within the
 * deadlines, and /ready says what is wrong.
 */
import { mkdtemp, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createOpenAiLlm } from "@hisho/providers/llm/openai.ts";
import type { Deadlines, Providers } from "@hisho/providers/registry.ts";
import { createLlamaCppEmbedding } from "@hisho/providers/retrieval/llama-cpp.ts";
import { createVectorStore } from "@hisho/providers/retrieval/vector-store.ts";
import { createWhisperCpp } from "@hisho/providers/stt/whisper-cpp.ts";
import { startChatCompletionsServer } from "@hisho/providers/testing/servers/chat-completions.ts";
import { startEmbeddingsServer } from "@hisho/providers/testing/servers/embeddings.ts";
import { FAULTS, type Fault } from "@hisho/providers/testing/servers/faults.ts";
import { startFishSpeechServer } from "@hisho/providers/testing/servers/fish-speech.ts";
import { startWhisperServer } from "@hisho/providers/testing/servers/whisper-server.ts";
import { createOpenAudioS1Tts } from "@hisho/providers/tts/open-audio-s1.ts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../src/clock.ts";
import { createKnowledge, type Knowledge } from "../src/knowledge/knowledge.ts";
import { openStore } from "../src/store/pglite.ts";
import type { Store } from "../src/store/port.ts";
import { emptyStore } from "./empty-store.ts";
import { type RunningRelay, readStatus, startRelay, TestClient } from "./harness.ts";

const SLOW = 60_000;
const DEADLINES: Deadlines = {
  sttPartial: 1_000,
  sttFinal: 1_500,
  llmFirstToken: 1_000,
  llm: 2_000,
  ttsFirstChunk: 1_500,
  embedding: 800,
};
/** A turn passes each stage once; the second is for what stands between them, and for a busy machine. */
const WHOLE_MS = 2 * Object.values(DEADLINES).reduce((sum, ms) => sum + ms, 0);
const DIMENSIONS = 8;
const live = (): AbortSignal => new AbortController().signal;

let directory: string;
let store: Store;
let relay: RunningRelay;
let client: TestClient;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "hisho-failures-"));
  await emptyStore(directory);
  store = await openStore(directory);
}, SLOW);
afterAll(async () => {
  await store.close();
  await rm(directory, { recursive: true, force: true });
});
afterEach(async () => {
  client.socket.terminate();
  await relay.close();
  for (const close of closing.splice(0).reverse()) await close();
});

/** The server lives and fails at its work, which is what its `/health` does not show. */
const atWork =
  (fault: () => Fault | undefined) =>
  ({ method }: IncomingMessage): Fault | undefined =>
    method === "POST" ? fault() : undefined;

interface Part {
  replace: Partial<Providers>;
  knowledge?: Knowledge;
}

/** One role over its server; `spoil` makes that server fail from then on. */
const PARTS: Record<"stt" | "llm" | "tts" | "embedding", (fault: () => Fault | undefined) => Promise<Part>> = {
  async stt(fault) {
    const server = await startWhisperServer({ hear: () => "what time is it", fault: atWork(fault) });
    const stt = createWhisperCpp({ endpoint: server.url, probeMs: 0 });
    closing.push(server.close, () => stt.close());
    await stt.prepare(live());
    return { replace: { stt: [stt] } };
  },
  async llm(fault) {
    const answer = (): string[] => ["It is ", "half past ", "three. ", "Really."];
    const server = await startChatCompletionsServer({ answer, fault: atWork(fault) });
    const llm = createOpenAiLlm({ endpoint: `${server.url}/v1`, model: "scripted", probeMs: 0 });
    closing.push(server.close, () => llm.close());
    await llm.prepare(live());
    return { replace: { llm: [llm] } };
  },
  async tts(fault) {
    const server = await startFishSpeechServer({ fault: atWork(fault) });
    const tts = createOpenAudioS1Tts({ endpoint: server.url, probeMs: 0 });
    closing.push(server.close, () => tts.close());
    await tts.prepare(live());
    return { replace: { tts: [tts] } };
  },
  async embedding(fault) {
    const server = await startEmbeddingsServer({
      embed: (text) => Array.from({ length: DIMENSIONS }, (_, i) => text.length + i),
      fault: atWork(fault),
    });
    const embedding = createLlamaCppEmbedding({ endpoint: server.url, dimensions: DIMENSIONS, probeMs: 0 });
    await embedding.prepare(live());
    const path = join(directory, "vectors");
    const vectorStore = createVectorStore({ backend: "flat", path, dimensions: DIMENSIONS });
    await vectorStore.prepare(live());
    const knowledge = createKnowledge({
      store,
      embedding,
      vectorStore,
      clock: systemClock,
      embeddingDeadlineMs: () => DEADLINES.embedding,
      onFallback: () => relay.roles.countFallback("embedding"),
    });
    closing.push(
      server.close,
      () => embedding.close(),
      () => knowledge.close(),
    );
    const text = "The ferry to the island leaves at noon from the old harbour.";
    await knowledge.index({ source: "ferry", title: "Ferry", text, mediaType: "text/plain" }, live());
    expect(vectorStore.size).toBeGreaterThan(0);
    return { replace: { embedding, vectorStore }, knowledge };
  },
};

describe.each(["stt", "llm", "tts", "embedding"] as const)("when %s fails", (role) => {
  it.each(FAULTS)(
    "by %s",
    async (fault) => {
      let spoilt = false;
      const part = await PARTS[role](() => (spoilt ? fault : undefined));
      relay = await startRelay({ ...part, deadlinesMs: DEADLINES });
      client = new TestClient(relay.url, "s1");
      await client.start({ mode: "push_to_talk" });
      expect((await readStatus(relay)).warnings.filter(({ stage }) => stage === role)).toEqual([]);
      spoilt = true;
      if (role === "stt") client.say(1000);
      else client.text("When does the ferry leave?");
      const end = await client.turnEnd(1);
      const [final] = client.of("assistant_text_final");
      expect(final?.text.trim()).not.toBe("");
      expect(end.timings.total).toBeLessThan(WHOLE_MS);
      // A text whose sound had begun was told before the sound broke off.
      if (role !== "embedding" && client.frames.length === 0) expect(final?.fallback).toBe(role);
      const { status, providers, warnings } = await readStatus(relay);
      expect(status).toBe("degraded");
      expect(providers.find((provider) => provider.role === role)?.fallback_count).toBeGreaterThan(0);
      const faults = warnings.filter((warning) => !JSON.stringify(warning).includes("stand-in"));
      // What keeps the documents tells of an embedding that is only late.
      const told = faults.map(({ stage }) => (role === "embedding" && stage === "documents" ? role : stage));
      expect([...new Set(told)]).toEqual([role]);
    },
    SLOW,
  );
});
