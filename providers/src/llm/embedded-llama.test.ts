import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmbeddedLlama, type EmbeddedLlamaOptions } from "./embedded-llama.ts";
import { buildOf, type LlamaAnswerOptions, type LlamaBinding, type LlamaHistory } from "./llama-binding.ts";
import type { LanguageModel, ReplyRequest } from "./port.ts";

const question: ReplyRequest = {
  sessionId: "s",
  turn: 2,
  messages: [
    { role: "user", text: "hello" },
    { role: "assistant", text: "Good evening." },
    { role: "user", text: "and now?" },
  ],
  language: "en-US",
  timeZone: "UTC",
  now: new Date(0),
  passages: [],
};
const live = () => new AbortController().signal;

let weightsDirectory: string;
let folder: string;
beforeEach(() => {
  weightsDirectory = mkdtempSync(join(tmpdir(), "hisho-llama-"));
  folder = join(weightsDirectory, "llama");
  mkdirSync(folder);
});
afterEach(() => rmSync(weightsDirectory, { recursive: true }));

const addModel = (name: string) => writeFileSync(join(folder, name), "");

/** A module in the place of node-llama-cpp. */
function addBinding(source: string) {
  const dist = join(folder, "node_modules/node-llama-cpp/dist");
  mkdirSync(dist, { recursive: true });
  writeFileSync(join(dist, "../package.json"), '{"type":"module"}');
  writeFileSync(join(dist, "index.js"), source);
}

type Generate = (history: LlamaHistory, options: LlamaAnswerOptions) => Promise<unknown>;

/** A binding that answers as it is told, and notes what it is asked. */
function bindingThat(generate: Generate) {
  const asked: { history: LlamaHistory; options: LlamaAnswerOptions }[] = [];
  const loaded: object[] = [];
  let disposed = 0;
  const binding: LlamaBinding = {
    getLlama: async (how) => ({
      gpu: how.gpu === "auto" ? "cuda" : false,
      loadModel: async ({ modelPath }) => ({
        createContext: async ({ contextSize }) => {
          loaded.push({ modelPath, contextSize });
          return { getSequence: () => ({}) };
        },
      }),
      dispose: async () => {
        disposed += 1;
      },
    }),
    LlamaChat: class {
      generateResponse(history: LlamaHistory, options: LlamaAnswerOptions) {
        asked.push({ history, options });
        return generate(history, options);
      }
    },
  };
  return { binding, asked, loaded, disposed: () => disposed };
}

async function prepared(generate: Generate, options: Partial<EmbeddedLlamaOptions> = {}) {
  addModel("b.gguf");
  addModel("a.gguf");
  addBinding("");
  const { binding, asked, loaded, disposed } = bindingThat(generate);
  const llm = createEmbeddedLlama({ weightsDirectory, load: async () => binding, ...options });
  await llm.prepare(live());
  return { llm, asked, loaded, disposed };
}

const says =
  (...words: string[]): Generate =>
  async (_, { onTextChunk }) => {
    for (const word of words) onTextChunk(word);
  };
/** Says one word and goes on until it is stopped. */
const goesOn: Generate = (_, { onTextChunk, signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
    onTextChunk("so");
  });

async function say(llm: LanguageModel, signal = live()): Promise<string> {
  let text = "";
  for await (const part of llm.reply(question, signal)) if (part.type === "text") text += part.text;
  return text;
}

describe("what is missing", () => {
  it("is said in one sentence: the model first, then the binding with the command that adds it", async () => {
    const llm = createEmbeddedLlama({ weightsDirectory, model: "mine.gguf" });
    addModel("other.gguf");
    expect(llm.health()).toMatchObject({
      status: "down",
      reason: `${folder} holds no language model: put there mine.gguf`,
    });
    addModel("mine.gguf");
    expect(llm.health()).toMatchObject({
      status: "down",
      reason: expect.stringMatching(
        /npm install --prefix models\/weights\/llama .* node-llama-cpp@\S+ @node-llama-cpp\//,
      ),
    });
    await expect(llm.prepare(live())).rejects.toMatchObject({ reason: "unavailable" });
    addBinding("");
    expect(llm.health()).toMatchObject({ status: "preparing" });
  });

  it.each([
    ["throws", "throw new Error('built for another machine')"],
    ["is something else", "export const getLlama = 1;"],
    [
      "knows no such file",
      "export class LlamaChat {}\nexport const getLlama = async () => { throw new Error('no'); };",
    ],
  ])("includes a module that %s", async (_, source) => {
    addModel("a.gguf");
    addBinding(source);
    const llm = createEmbeddedLlama({ weightsDirectory });
    await expect(llm.prepare(live())).rejects.toMatchObject({ reason: "unavailable" });
    expect(llm.health()).toMatchObject({ status: "down", reason: expect.stringContaining("does not load") });
    await expect(say(llm)).rejects.toMatchObject({ reason: "unavailable" });
  });

  it("may come while the provider is in use", async () => {
    addBinding("");
    const { binding } = bindingThat(says("here"));
    const llm = createEmbeddedLlama({ weightsDirectory, load: async () => binding });
    await expect(llm.prepare(live())).rejects.toMatchObject({
      message: expect.stringContaining("npm run models -- get"),
    });
    await llm.lookAgain?.(live());
    expect(llm.health().status).toBe("down");
    addModel("a.gguf");
    await llm.lookAgain?.(live());
    expect(await say(llm)).toBe("here");
  });

  it.each([
    ["linux", "arm64", "linux-arm64"],
    ["darwin", "arm64", "mac-arm64-metal"],
    ["win32", "x64", "win-x64"],
  ])("names the build for %s on %s", (platform, arch, build) => {
    expect(buildOf(platform, arch)).toBe(build);
  });
});

describe("an answer", () => {
  it("streams the words without thoughts, from the history the model is given", async () => {
    const { llm, asked, loaded } = await prepared(says("<think>hm", "</think>It is ", "evening."), {
      contextTokens: 2_048,
    });
    expect(await say(llm)).toBe("It is evening.");
    expect(loaded).toEqual([{ modelPath: join(folder, "a.gguf"), contextSize: { max: 2_048 } }]);
    expect(asked[0]!.history).toMatchObject([
      { type: "system" },
      { type: "user", text: "hello" },
      { type: "model", response: ["Good evening."] },
      { type: "user", text: "and now?" },
      { type: "model", response: [] },
    ]);
    expect(asked[0]!.options).toMatchObject({ maxTokens: 400, temperature: 0.6, budgets: { thoughtTokens: 0 } });
    expect([llm.model, llm.health(), await llm.device?.(live())]).toEqual(["a.gguf", { status: "ok" }, "gpu"]);
  });

  it("stops with the signal's reason when the person talks over it", async () => {
    const { llm, asked } = await prepared(goesOn);
    const stop = new AbortController();
    const parts = llm.reply(question, stop.signal)[Symbol.asyncIterator]();
    expect(await parts.next()).toMatchObject({ value: { text: "so" } });
    stop.abort(new Error("spoken over"));
    await expect(parts.next()).rejects.toThrow("spoken over");
    expect(asked[0]!.options.signal.aborted).toBe(true);
  });

  it("stops when its listener leaves, and the next one gets its turn", async () => {
    let calls = 0;
    const { llm, asked } = await prepared((history, options) => {
      calls += 1;
      return (calls === 1 ? goesOn : says("next"))(history, options);
    });
    const second = (async () => {
      for await (const _ of llm.reply(question, live())) break;
      return say(llm);
    })();
    expect(await second).toBe("next");
    expect(asked.map(({ options }) => options.signal.aborted)).toEqual([true, false]);
  });

  it("calls a run that fails a bad answer", async () => {
    const { llm } = await prepared(() => Promise.reject(new Error("out of memory")));
    await expect(say(llm)).rejects.toMatchObject({ reason: "bad-answer", retryable: true });
  });

  it("ends when the model is closed", async () => {
    const { llm, disposed } = await prepared(goesOn);
    const parts = llm.reply(question, live())[Symbol.asyncIterator]();
    await parts.next();
    await llm.close();
    await expect(parts.next()).rejects.toMatchObject({ reason: "unavailable" });
    expect(disposed()).toBe(1);
    expect(llm.health()).toEqual({ status: "down", reason: "closed" });
  });
});
