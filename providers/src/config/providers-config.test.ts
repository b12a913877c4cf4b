// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are what is tested
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { aliasesOf } from "./aliases.ts";
import { ConfigError } from "./config-error.ts";
import { oneOf } from "./fields.ts";
import { PRESETS } from "./presets.ts";
import { parseProvidersConfig, readProvidersConfig } from "./providers-config.ts";
import { keysOf, namesOf, type RoleKey } from "./schema.ts";

const parse = (text: string, env: Record<string, string> = {}) => parseProvidersConfig(text, "p.yaml", env);

function problemsOf(text: string, env: Record<string, string> = {}): string[] {
  try {
    parse(text, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split("\n");
    throw error;
  }
  return [];
}

const providers = (role: RoleKey) => oneOf(...namesOf(role), ...aliasesOf(role));
const keys = (role: RoleKey, provider: string) => `expected one of ${keysOf(role, provider).join(", ")}`;
const openai = (...more: string[]) =>
  ["llm:", "  provider: openai", "  endpoint: http://127.0.0.1:1/v1", ...more.map((line) => `  ${line}`)].join("\n");

const ROLES: readonly RoleKey[] = ["stt", "llm", "tts", "embedding", "vector_store"];
const OWNERS = [
  "llm: { provider: nim-qwen3, endpoint: ${LLM_ENDPOINT}, model: qwen3-32b, stream: true }",
  "stt: { provider: whisper-cpp, endpoint: http://stt:6006, model: large-v3-turbo, language: ja }",
  "tts: { provider: open-audio-s1, endpoint: http://tts:7007, default_voice: shiori, stream: true }",
  "embedding: { provider: local-embedding, endpoint: http://embedding:9000, model: multilingual-e5-small }",
  "rag: { provider: faiss, index_path: data/faiss/index.bin, embedding_provider: local-embedding }",
].join("\n");
const OWNERS_APART = [
  "roles: { llm: nim-qwen3, stt: whisper-cpp, tts: open-audio-s1, embedding: local-embedding, rag: faiss }",
  "providers:",
  "  nim-qwen3: { endpoint: ${LLM_ENDPOINT}, model: qwen3-32b, stream: true }",
  "  whisper-cpp: { endpoint: http://stt:6006, model: large-v3-turbo, language: ja }",
  "  open-audio-s1: { endpoint: http://tts:7007, default_voice: shiori, stream: true }",
  "  local-embedding: { endpoint: http://embedding:9000, model: multilingual-e5-small }",
  "  faiss: { index_path: data/faiss/index.bin, embedding_provider: local-embedding }",
].join("\n");

describe("providers.yaml", () => {
  it("ships with embedded providers that need nothing of the environment", async () => {
    const config = await readProvidersConfig(new URL("../../providers.yaml", import.meta.url).pathname, {});
    expect(config.stt).toEqual([{ provider: "embedded" }]);
    expect(config.llm).toEqual([{ provider: "embedded" }]);
    expect(config.vectorStore).toEqual({ provider: "embedded", backend: "auto" });
  });

  it("ships with examples that can be uncommented, for every provider", async () => {
    const shipped = await readFile(new URL("../../providers.yaml", import.meta.url), "utf8");
    const [, ...examples] = shipped.split(/^(?=# [a-z_]+:(?: |$))/m);
    expect(examples.length).toBeGreaterThanOrEqual(8);
    const named = new Set<string>();
    for (const example of examples) {
      const commented = example.split("\n");
      const lines = commented.slice(
        0,
        commented.findIndex((line) => !line.startsWith("#")),
      );
      const text = lines.map((line) => line.slice(2)).join("\n");
      const variables = Object.fromEntries([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => [name, "given"]));
      const { stt, llm, tts, embedding, vectorStore } = parse(text, variables);
      const roles = { stt, llm, tts, embedding: [embedding], vector_store: [vectorStore] };
      for (const [role, entries] of Object.entries(roles)) {
        for (const { provider } of entries) named.add(`${role} ${provider}`);
      }
    }
    const all = ROLES.flatMap((role) => namesOf(role).map((provider) => `${role} ${provider}`));
    const unexplained = all.filter((name) => !named.has(name) && !/ (scripted|flat|embedded-whisper)$/.test(name));
    expect(unexplained).toEqual([]);
  });

  it("is embedded throughout when empty", () => {
    const config = parse("");
    expect([...config.stt, ...config.llm, ...config.tts, config.embedding].map(({ provider }) => provider)).toEqual(
      Array(4).fill("embedded"),
    );
    expect(config.deadlinesMs.llm_first_token).toBeGreaterThan(0);
  });

  it("puts the environment in, figures too, and leaves out what is empty", () => {
    const text = [
      "llm:",
      "  - provider: openai",
      "    endpoint: ${LLM_ENDPOINT:-http://127.0.0.1:8081/v1}",
      "    model: ${LLM_MODEL}",
      "    api_key: ${LLM_API_KEY:-}",
      "    temperature: ${HEAT:-0.3}",
      "    languages: [ja, '${OTHER}']",
      "  - provider: embedded",
    ].join("\n");
    expect(parse(text, { LLM_MODEL: "m", OTHER: "ko" }).llm).toEqual([
      {
        provider: "openai",
        endpoint: "http://127.0.0.1:8081/v1",
        model: "m",
        temperature: 0.3,
        languages: ["ja", "ko"],
      },
      { provider: "embedded" },
    ]);
    expect(parse(text, { LLM_MODEL: "m", OTHER: "ko", LLM_API_KEY: "12345" }).llm[0]).toMatchObject({
      api_key: "12345",
    });
  });

  it.each<[string, string, string]>([
    [
      "an unknown provider",
      "stt:\n  provider: wisper-cpp",
      `p.yaml:2: stt.provider: ${providers("stt")}. Did you mean whisper-cpp?`,
    ],
    [
      "one that is far from all",
      "# a\n\nllm:\n  - provider: embedded\n  - provider: gpt",
      `p.yaml:5: llm[1].provider: ${providers("llm")}`,
    ],
    ["no provider", "tts:\n  languages: [en]", `p.yaml:1: tts.provider: ${providers("tts")}`],
    ["a word for a mapping", "tts: embedded", "p.yaml:1: tts: expected a mapping"],
    ["an empty list", "tts: []", "p.yaml:1: tts: expected at least one provider"],
    [
      "an unknown key",
      openai("model: m", "temprature: 1"),
      `p.yaml:5: llm.temprature: unknown key, ${keys("llm", "openai")}. Did you mean temperature?`,
    ],
    [
      "an unknown role",
      "embeddings: {}",
      "p.yaml:1: embeddings: unknown key, expected one of stt, llm, tts, embedding, vector_store, deadline_ms, preset. Did you mean embedding?",
    ],
    [
      "no list of languages",
      "stt:\n  provider: embedded\n  languages: en",
      "p.yaml:3: stt.languages: expected a list of language tags, like [ja, en]",
    ],
    [
      "an unknown language",
      "stt:\n  provider: embedded\n  languages: [en, english]",
      "p.yaml:3: stt.languages[1]: expected a language tag of ISO 639, like ja, en or ko",
    ],
    [
      "a country for a language",
      "stt:\n  provider: embedded\n  languages:\n    - jp",
      "p.yaml:4: stt.languages[0]: expected a language tag of ISO 639, like ja, en or ko. Did you mean ja?",
    ],
    ["an unknown preset", "preset: fast", "p.yaml:1: preset: expected low_latency, balanced, accurate or cpu_only"],
    [
      "a preset misspelt",
      "preset: low-latency",
      "p.yaml:1: preset: expected low_latency, balanced, accurate or cpu_only. Did you mean low_latency?",
    ],
    ["a missing field", openai(), "p.yaml:1: llm.model: expected a value here, it is missing"],
    [
      "a field left empty",
      openai("model: ${LLM_MODEL:-}"),
      "p.yaml:4: llm.model: expected a value here, it is missing",
    ],
    [
      "a missing variable",
      openai("model: ${LLM_MODEL}"),
      "p.yaml:4: llm.model: expected LLM_MODEL in the environment, or a default: ${LLM_MODEL:-default}",
    ],
    [
      "a malformed placeholder",
      openai("model: ${LLM MODEL}"),
      "p.yaml:4: llm.model: expected ${NAME} or ${NAME:-default}",
    ],
    ["an open placeholder", openai("model: ${LLM_MODEL"), "p.yaml:4: llm.model: expected ${NAME} or ${NAME:-default}"],
    ["a wrong type", openai("model: 5"), "p.yaml:4: llm.model: expected text"],
    [
      "a word for a number",
      openai("model: m", "temperature: hot"),
      "p.yaml:5: llm.temperature: expected a number from 0 to 2",
    ],
    [
      "a number out of range",
      openai("model: m", "temperature: 3"),
      "p.yaml:5: llm.temperature: expected a number from 0 to 2",
    ],
    [
      "half a number",
      openai("model: m", "max_tokens: 1.5"),
      "p.yaml:5: llm.max_tokens: expected a whole number from 1 to 1000000",
    ],
    [
      "neither true nor false",
      openai("model: m", "starts_thinking: maybe"),
      "p.yaml:5: llm.starts_thinking: expected true or false",
    ],
    [
      "an address without http",
      "llm:\n  provider: openai\n  model: m\n  endpoint: localhost:8081",
      "p.yaml:4: llm.endpoint: expected an http or https address without user name, password or query, like http://127.0.0.1:8081/v1",
    ],
    [
      "a password in an address",
      "llm:\n  provider: openai\n  model: m\n  endpoint: http://me:pw@h/v1",
      "p.yaml:4: llm.endpoint: expected an http or https address without user name, password or query, like http://127.0.0.1:8081/v1",
    ],
    [
      "a query in an address",
      "llm:\n  provider: openai\n  model: m\n  endpoint: http://h/v1?key=1",
      "p.yaml:4: llm.endpoint: expected an http or https address without user name, password or query, like http://127.0.0.1:8081/v1",
    ],
    [
      "a secret in the file",
      openai("model: m", "api_key: sk-1"),
      "p.yaml:5: llm.api_key: expected ${NAME}: a secret comes from the environment, never from this file",
    ],
    [
      "a secret where it is shown",
      openai("model: ${LLM_API_KEY}"),
      "p.yaml:4: llm.model: expected no secret here, where it is shown to others: ${LLM_API_KEY} belongs into api_key",
    ],
    [
      "a deadline out of range",
      "deadline_ms:\n  llm: 5",
      "p.yaml:2: deadline_ms.llm: expected a whole number from 10 to 600000",
    ],
    [
      "two embeddings",
      "embedding:\n  - provider: embedded\n  - provider: embedded",
      "p.yaml:3: embedding[1]: expected one provider only: vectors of two do not compare",
    ],
    [
      "a key twice",
      "stt:\n  provider: embedded\n  provider: browser",
      "p.yaml:3: stt.provider: expected each key once, line 2 has it already",
    ],
    ["no YAML", "stt: [", "p.yaml:1: expected YAML: indentation that fits, and every [ and { closed"],
    [
      "an anchor that is not there",
      "stt: *ears",
      "p.yaml:1: expected YAML: anchors (&name) that are there before their aliases (*name), repeated a few times, never inside themselves",
    ],
    [
      "no mapping",
      "- a",
      "p.yaml:1: expected a mapping of stt, llm, tts, embedding, vector_store, deadline_ms, preset",
    ],
  ])("stops the start for %s", (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it("takes secrets from the environment only, and repeats none", () => {
    const [written, ...none] = problemsOf(openai("model: m", "api_key: sk-secret"));
    expect(none).toEqual([]);
    expect(written).toBe(
      "p.yaml:5: llm.api_key: expected ${NAME}: a secret comes from the environment, never from this file",
    );
    expect(problemsOf(openai("model: m", "api_key: ${K:-sk-secret}")).join()).not.toContain("sk-secret");
    const bad = problemsOf(openai("model: m", "api_key: ${K}", "temperature: ${K}", "endpont: ${K}"), {
      K: "sk-secret",
    });
    expect(bad).toHaveLength(2);
    expect(bad.join()).not.toContain("sk-secret");
  });

  it.each([
    ["role by role", OWNERS],
    ["with roles and providers apart", OWNERS_APART],
  ])("loads the owner's own file as it stands, %s", (_, text) => {
    const config = parse(text, { LLM_ENDPOINT: "http://llm:8000" });
    expect(config).toMatchObject({
      llm: [{ provider: "openai", endpoint: "http://llm:8000/v1", model: "qwen3-32b", thinking: false }],
      stt: [{ provider: "whisper-cpp", endpoint: "http://stt:6006", model: "large-v3-turbo", language: "ja" }],
      tts: [{ provider: "open-audio-s1", endpoint: "http://tts:7007", default_voice: "shiori", stream: true }],
      embedding: { provider: "llama-cpp", endpoint: "http://embedding:9000", model: "multilingual-e5-small" },
      vectorStore: { provider: "faiss", index_path: "data/faiss/index.bin" },
    });
  });

  it.each([
    [OWNERS.replace("faiss,", "fais,"), `p.yaml:5: rag.provider: ${providers("vector_store")}. Did you mean faiss?`],
    [
      OWNERS.replace("index_path:", "index_paht:"),
      `p.yaml:5: rag.index_paht: unknown key, ${keys("vector_store", "faiss")}. Did you mean index_path?`,
    ],
    [
      OWNERS.replace("embedding_provider: local-embedding", "embedding_provider: openai"),
      "p.yaml:5: rag.embedding_provider: expected the provider of the role embedding, local-embedding",
    ],
    [
      OWNERS.replace("stream: true", "stream: false"),
      "p.yaml:1: llm.stream: expected true: answers are always streamed",
    ],
    [OWNERS.replace("nim-qwen3", "nim"), `p.yaml:1: llm.provider: ${providers("llm")}. Did you mean nim-qwen3?`],
    [
      OWNERS_APART.replace("http://tts:7007", "tts:7007"),
      "p.yaml:5: providers.open-audio-s1.endpoint: expected an http or https address without user name, password or query, like http://127.0.0.1:8081/v1",
    ],
    [
      OWNERS_APART.replace("tts: open", "tts: opn"),
      `p.yaml:1: roles.tts: ${providers("tts")}. Did you mean open-audio-s1?`,
    ],
  ])("names the owner's own keys and lines", (text, problem) => {
    expect(problemsOf(text, { LLM_ENDPOINT: "http://llm:8000" })).toEqual([problem]);
  });

  it("fills by a preset out of the environment what entries leave out", () => {
    const text = [
      "preset: ${PRESET:-}",
      "stt: { provider: faster-whisper, endpoint: 'http://s', beam_size: 5 }",
      "llm: { provider: openai, endpoint: 'http://l', model: m, turns: ${TURNS:-} }",
    ].join("\n");
    expect(parse(text, { PRESET: "balanced" })).toMatchObject({
      preset: "balanced",
      stt: [{ model: "medium", compute_type: "int8_float16", beam_size: 5, window_s: 1 }],
      llm: [{ model: "m", temperature: 0.6, turns: 5, max_tokens: 60 }],
      tts: [{ provider: "embedded" }],
    });
    const plain = parse(text);
    expect(plain.preset).toBeUndefined();
    expect(plain.llm[0]).toEqual({ provider: "openai", endpoint: "http://l", model: "m" });
    expect(problemsOf(text, { PRESET: "balance" })).toEqual([
      "p.yaml:1: preset: expected low_latency, balanced, accurate or cpu_only. Did you mean balanced?",
    ]);
  });

  it.each(PRESETS)("is sound with preset %s, whatever is left to it", (preset) => {
    const text = [
      `preset: ${preset}`,
      "stt: [{ provider: faster-whisper, endpoint: 'http://s' }, { provider: whisper-cpp, endpoint: 'http://s' }]",
      "llm: [{ provider: openai, endpoint: 'http://l', model: m }, { provider: embedded-llama }, { provider: embedded }]",
    ].join("\n");
    expect(problemsOf(text)).toEqual([]);
  });

  it("tells every problem at once, in the file's order, and one of each key", () => {
    const text = ["tts:", "  provider: a", "stt:", "  provider: ${ABSENT}", "llm:", "  - provider: b", "  - {}"].join(
      "\n",
    );
    expect(problemsOf(text).map((problem) => problem.split(" ", 2).join(" "))).toEqual([
      "p.yaml:2: tts.provider:",
      "p.yaml:4: stt.provider:",
      "p.yaml:6: llm[0].provider:",
      "p.yaml:7: llm[1].provider:",
    ]);
  });

  it("reads placeholders that stand unquoted between braces", () => {
    const text = "llm: { provider: openai, endpoint: ${E:-http://h:1/v1}, model: ${M}, api_key: ${K} }";
    expect(parse(text, { M: "m, {n}", K: "k" }).llm).toEqual([
      { provider: "openai", endpoint: "http://h:1/v1", model: "m, {n}", api_key: "k" },
    ]);
  });

  it("tells every unknown key of an entry, and checks on beside a key that stands there twice", () => {
    const text = [
      ...["llm:", "  provider: openai", "  endpoint: nowhere", "  modle: m", "  tpo: 1"],
      ...["tts: { provider: embedded }", "tts: { provider: nobody }", "stt: { provider: embeded }"],
    ].join("\n");
    const short = problemsOf(text).map((problem) => problem.replace(/(unknown key|expected).*?(?=\. Did|$)/, "$1"));
    expect(short).toEqual([
      "p.yaml:1: llm.model: expected",
      "p.yaml:3: llm.endpoint: expected",
      "p.yaml:4: llm.modle: unknown key. Did you mean model?",
      "p.yaml:5: llm.tpo: unknown key",
      "p.yaml:7: tts: expected",
      "p.yaml:8: stt.provider: expected. Did you mean embedded?",
    ]);
  });

  it("does not repeat what is not YAML, which may be a secret", () => {
    for (const text of [
      "llm: sk-secret: x",
      'api_key: "sk-secret',
      "a: @sk-secret",
      "- x\nsk-secret: y",
      "a: *sk-secret",
    ]) {
      expect(problemsOf(text).join()).toMatch(/^p\.yaml:[12]: expected YAML: /);
      expect(problemsOf(text).join()).not.toContain("sk-secret");
    }
    expect(problemsOf("llm: &x [*x]").join()).toContain("never inside themselves");
  });

  it("waits for no pipe, and reads no folder, no device and nothing that is no hand's work", async () => {
    const folder = await mkdtemp(join(tmpdir(), "hisho-"));
    try {
      execFileSync("mkfifo", [join(folder, "pipe")]);
      await writeFile(join(folder, "long"), "#".repeat(2 ** 20 + 1));
      const told = (name: string) => readProvidersConfig(join(folder, name), {}).then(String, String);
      expect(await told("pipe")).toContain(":1: expected a file, this is a pipe or a device; PROVIDERS_CONFIG_PATH");
      expect(await told("")).toContain(":1: expected a file, this is a folder; PROVIDERS_CONFIG_PATH");
      expect(await told("long")).toContain(":1: expected a file of at most 1 MiB; PROVIDERS_CONFIG_PATH");
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("says which file is missing", async () => {
    await expect(readProvidersConfig("/nowhere/p.yaml", {})).rejects.toThrow(
      "/nowhere/p.yaml:1: expected a file that can be read (ENOENT); PROVIDERS_CONFIG_PATH names it",
    );
  });
});
