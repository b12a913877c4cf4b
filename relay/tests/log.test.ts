/** What a relay logs of whole conversations: every step of each turn, and nothing of what was said. */
import { ProviderError } from "@hisho/providers/errors.ts";
import type { ReplyPart, ReplyRequest } from "@hisho/providers/llm/port.ts";
import { ScriptedLlm } from "@hisho/providers/scripted/llm.ts";
import { ScriptedStt } from "@hisho/providers/scripted/stt.ts";
import { ScriptedTts } from "@hisho/providers/scripted/tts.ts";
import type { Transcript, TranscriptionRequest } from "@hisho/providers/stt/port.ts";
import type { SpeechChunk, SpeechRequest } from "@hisho/providers/tts/port.ts";
import { afterEach, expect, it } from "vitest";
import { createLog } from "../src/log.ts";
import { secretsOfEnvironment } from "../src/secrets.ts";
import { type RelayOptions, type RunningRelay, startRelay, TestClient } from "./harness.ts";
import { createMemoryStore } from "./memory-store.ts";

const SPOKEN = "please write to Wolfgang about the marmalade";
const TYPED = "妹の誕生日は四月です、覚えておいて";
const ANSWER = "Certainly, I will tell Wolfgang that the marmalade is ready.";
const KEY = "sk-live-0123456789abcdef";
/** No line may hold any of these. */
const PRIVATE = ["Wolfgang", "marmalade", "誕生日", "覚えて", "Certainly", KEY];

interface Line {
  message: string;
  conversation?: string;
  trace?: string;
  turn?: number;
  [field: string]: unknown;
}

let relay: RunningRelay | undefined;
afterEach(() => relay?.close());

async function conversation(options: RelayOptions, talk: (client: TestClient) => Promise<void>) {
  const lines: string[] = [];
  const secrets = new Set(secretsOfEnvironment({ LLM_API_KEY: KEY }));
  relay = await startRelay({
    stt: { text: SPOKEN },
    llm: { replies: [ANSWER] },
    ...options,
    log: createLog("debug", (line) => lines.push(line), { secrets }),
  });
  const client = new TestClient(relay.url, "a-session");
  await client.start();
  await talk(client);
  await client.close();
  await relay.close();
  relay = undefined;
  for (const word of PRIVATE) expect(lines.filter((line) => line.includes(word))).toEqual([]);
  return lines.map((line) => JSON.parse(line) as Line);
}

it("tells every step of each turn under one trace, and none of the words", async () => {
  const ends: string[] = [];
  const lines = await conversation({}, async (client) => {
    client.say();
    await client.until(() => client.of("assistant_audio_start").length > 0);
    client.send({ type: "playback", turn: 1, state: "started", played_ms: 0, audible_ms: 321 });
    await client.until(() => client.of("assistant_audio_end").length > 0);
    client.send({ type: "playback", turn: 1, state: "finished", played_ms: 3000 });
    ends.push((await client.turnEnd(1)).trace_id);
    client.text(TYPED);
    ends.push((await client.turnEnd(2)).trace_id);
  });
  expect(new Set(lines.map(({ conversation }) => conversation)).size).toBe(1);
  expect(lines[0]).toMatchObject({ message: "session started", resumed: false });
  const steps = (trace: string | undefined) => lines.filter((line) => line.trace === trace).map((line) => line.message);
  expect(steps(ends[0]).filter((message) => message !== "answer whole")).toEqual([
    "turn began",
    "words final",
    "first token",
    "sound begins",
    "audible",
    "sound ends",
    "turn ended",
  ]);
  expect(steps(ends[0])).toContain("answer whole");
  expect(steps(ends[1])).toContain("turn ended");
  expect(lines.find(({ message }) => message === "words final")).toMatchObject({ characters: SPOKEN.length });
  expect(lines.at(-1)).toMatchObject({ message: "session ended" });
});

class EchoingLlm extends ScriptedLlm {
  override async *reply(request: ReplyRequest): AsyncGenerator<ReplyPart> {
    const asked = request.messages.map(({ text }) => text).join("\n");
    throw new ProviderError("llm", "refused", `Bearer ${KEY} may not ask: ${asked}`);
  }
}

class EchoingStt extends ScriptedStt {
  override transcribe(request: TranscriptionRequest, signal: AbortSignal): Promise<Transcript> {
    if (!request.final) return super.transcribe(request, signal);
    return Promise.reject(new TypeError(`cannot decode "${SPOKEN}" with ${KEY}`));
  }
}

class EchoingTts extends ScriptedTts {
  // biome-ignore lint/correctness/useYield: it fails before its first sound
  override async *speak(request: SpeechRequest): AsyncGenerator<SpeechChunk> {
    throw new ProviderError("tts", "bad-answer", `${KEY}: cannot say ${request.text}`);
  }
}

it.each([
  ["llm failed", { llm: [new EchoingLlm({ replies: [ANSWER] })] as const }],
  ["stt failed", { stt: [new EchoingStt({ text: SPOKEN })] as const }],
  ["tts failed", { tts: [new EchoingTts()] as const }],
])("%s: it says so without what the provider's error repeats", async (message, replace) => {
  const lines = await conversation({ replace }, async (client) => {
    client.say();
    await client.turnEnd(1);
    client.text(TYPED);
    await client.turnEnd(2);
  });
  expect(lines.find((line) => line.message === message)).toMatchObject({ trace: expect.any(String), turn: 1 });
});

it("says that a sentence was not read aloud without the sentence", async () => {
  const lines = await conversation({ replace: { tts: [new EchoingTts()] } }, async () => {
    const body = JSON.stringify({ text: `**${TYPED}**`, language: "ja-JP" });
    expect((await fetch(`${relay?.httpUrl}/api/v1/speech`, { method: "POST", body })).status).toBe(503);
  });
  expect(lines.find(({ message }) => message === "nothing was read aloud")).toMatchObject({
    error: { reason: "bad-answer", message: "(not shown: it repeats what was said)" },
  });
});

it("says why another model stood in without the words of the question or of the key", async () => {
  const llm = [new EchoingLlm({ replies: [ANSWER] }), new ScriptedLlm({ replies: [ANSWER] })] as const;
  const lines = await conversation({ replace: { llm } }, async (client) => {
    client.text(TYPED);
    await client.turnEnd(1);
  });
  expect(lines.find(({ message }) => message === "a provider fell back")).toMatchObject({
    role: "llm",
    error: { reason: "refused", message: "(not shown: it repeats what was said)" },
  });
});

it("says that a turn could not be written without what was to be written", async () => {
  const store = createMemoryStore();
  store.saveTurn = (turn) => Promise.reject(new Error(`INSERT ${turn.userText} ${turn.assistantText} ${KEY}`));
  const lines = await conversation({ store }, async (client) => {
    client.text(TYPED);
    await client.turnEnd(1);
  });
  expect(lines.find(({ message }) => message === "turn not saved")).toMatchObject({ turn: 1 });
});
