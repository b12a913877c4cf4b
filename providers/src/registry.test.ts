import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { asConfigured } from "./config/as-configured.ts";
import { parseProvidersConfig } from "./config/providers-config.ts";
import { createProviders, forLanguage } from "./registry.ts";
import { ScriptedLlm } from "./scripted/llm.ts";
import { ScriptedTts } from "./scripted/tts.ts";
import { MemoryDesk } from "./testing/memory-desk.ts";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function make(yaml: string) {
  const folder = await mkdtemp(join(tmpdir(), "hisho-registry-"));
  folders.push(folder);
  return createProviders(parseProvidersConfig(yaml, "p.yaml", {}), {
    weightsDirectory: folder,
    dataDirectory: folder,
    desk: new MemoryDesk(() => new Date(0)),
  });
}

it("makes embedded providers, none of them a mock", async () => {
  const { stt, llm, tts, embedding, vectorStore, deadlinesMs } = await make("");
  const all = [...stt, ...llm, ...tts, embedding, vectorStore];
  expect(all).toHaveLength(5);
  expect(all.some(({ isMock }) => isMock)).toBe(false);
  expect([stt[0]?.name, llm[0]?.name, tts[0]?.name, embedding.name]).toEqual(Array(4).fill("embedded"));
  expect(deadlinesMs.sttFinal).toBeGreaterThan(deadlinesMs.sttPartial);
});

it("keeps the order of the file and narrows languages", async () => {
  const { stt, llm } = await make(
    [
      "stt:",
      "  - { provider: browser, languages: [ja, ko] }",
      "  - { provider: embedded }",
      "llm:",
      "  - { provider: openai, endpoint: 'http://127.0.0.1:9/v1', model: m, languages: [ja], probe_ms: 0 }",
      "  - { provider: embedded }",
    ].join("\n"),
  );
  const names = (language: string) => forLanguage(stt, language).map(({ name }) => name);
  expect(names("ja-JP")).toEqual(["browser"]);
  expect(names("en-US")).toEqual(["embedded"]);
  expect(names("auto")).toEqual(["browser", "embedded"]);
  expect(forLanguage(llm, "ja-JP").map(({ name }) => name)).toEqual(["openai", "embedded"]);
  expect(forLanguage(llm, "ko").map(({ name }) => name)).toEqual(["embedded"]);
  expect(forLanguage(llm, "fr-FR")).toEqual([]);
  expect(llm[0]?.endpoint).toBe("http://127.0.0.1:9/v1");
});

it("narrows to what the provider really covers, and leaves it whole otherwise", async () => {
  const tts = new ScriptedTts({ languages: ["en", "ja"] });
  expect(asConfigured(tts, { languages: ["ja", "ko"] }).languages).toEqual(["ja"]);
  expect(asConfigured(tts, {})).toBe(tts);
  const llm = asConfigured(new ScriptedLlm({ replies: ["hi"] }), { languages: ["ko"] });
  expect(llm.languages).toEqual(["ko"]);
  expect(llm.health()).toEqual({ status: "ok" });
  const request = {
    sessionId: "s",
    turn: 1,
    messages: [],
    language: "ko",
    timeZone: "UTC",
    now: new Date(0),
    passages: [],
  };
  const said: unknown[] = [];
  for await (const part of llm.reply(request, new AbortController().signal)) said.push(part);
  expect(said).toEqual([{ type: "text", text: "hi" }]);
});
