// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are what is tested
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { ConfigError } from "./config-error.ts";
import { parseProvidersConfig, readProvidersConfig } from "./providers-config.ts";

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

describe("providers.yaml", () => {
  it("ships with embedded providers that need nothing of the environment", async () => {
    const config = await readProvidersConfig(new URL("../../providers.yaml", import.meta.url).pathname, {});
    expect(config.stt).toEqual([{ provider: "embedded" }]);
    expect(config.llm).toEqual([{ provider: "embedded" }]);
    expect(config.vectorStore).toEqual({ provider: "embedded", backend: "auto" });
  });

  it("ships with examples that can be uncommented", async () => {
    const shipped = await readFile(new URL("../../providers.yaml", import.meta.url), "utf8");
    const [, ...examples] = shipped.split(/^(?=# (?:stt|llm|deadline_ms):$)/m);
    expect(examples).toHaveLength(3);
    for (const example of examples) {
      const lines = example.split("\n").slice(
        0,
        example.split("\n").findIndex((line) => !line.startsWith("#")),
      );
      const config = parse(lines.map((line) => line.slice(2)).join("\n"), { LLM_MODEL: "m" });
      expect(config.stt.length + config.llm.length).toBeGreaterThanOrEqual(2);
    }
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

  it.each([
    ["stt:\n  provider: wisper", "p.yaml:2: stt.provider: expected embedded, embedded-whisper or browser"],
    [
      "# a\n\nllm:\n  - provider: embedded\n  - provider: gpt",
      "p.yaml:5: llm[1].provider: expected embedded or openai",
    ],
    ["tts: embedded", "p.yaml:1: tts: expected a mapping"],
    ["tts:\n  voice: x", "p.yaml:1: tts.provider: expected embedded"],
    ["tts: []", "p.yaml:1: tts: expected at least one provider"],
    ["tts:\n  provider: embedded\n  voice: x", "p.yaml:3: tts.voice: unknown key, expected one of provider, languages"],
    [
      "stt:\n  provider: embedded\n  languages: en",
      "p.yaml:3: stt.languages: expected a list of language tags, like [ja, en]",
    ],
    ["ears: {}", "p.yaml:1: ears: unknown key, expected one of stt, llm, tts, embedding, vector_store, deadline_ms"],
    ["deadline_ms:\n  llm: soon", "p.yaml:2: deadline_ms.llm: expected a whole number from 10 to 600000"],
    ["deadline_ms:\n  llm: 5", "p.yaml:2: deadline_ms.llm: expected a whole number from 10 to 600000"],
    [
      "vector_store:\n  provider: embedded\n  backend: annoy",
      "p.yaml:3: vector_store.backend: expected auto, faiss or flat",
    ],
    ["embedding:\n  - provider: embedded", "p.yaml:1: embedding: expected a mapping"],
    ["stt:\n  provider: embedded\n  provider: browser", "p.yaml:3: expected YAML: Map keys must be unique"],
    [
      "stt: [",
      "p.yaml:1: expected YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    ["- a", "p.yaml:1: expected a mapping of stt, llm, tts, embedding, vector_store, deadline_ms"],
  ])("%j stops the start", (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  const openai = (...more: string[]) =>
    ["llm:", "  provider: openai", "  endpoint: http://127.0.0.1:1/v1", ...more.map((line) => `  ${line}`)].join("\n");

  it.each([
    [openai(), "p.yaml:1: llm.model: expected a value here, it is missing"],
    [
      openai("model: ${LLM_MODEL}"),
      "p.yaml:4: llm.model: expected LLM_MODEL in the environment, or a default: ${LLM_MODEL:-default}",
    ],
    [openai("model: ${LLM MODEL}"), "p.yaml:4: llm.model: expected ${NAME} or ${NAME:-default}"],
    [openai("model: m", "temperature: hot"), "p.yaml:5: llm.temperature: expected a number from 0 to 2"],
    [openai("model: m", "temperature: 3"), "p.yaml:5: llm.temperature: expected a number from 0 to 2"],
    [openai("model: m", "max_tokens: 1.5"), "p.yaml:5: llm.max_tokens: expected a whole number from 1 to 1000000"],
    [openai("model: m", "starts_thinking: maybe"), "p.yaml:5: llm.starts_thinking: expected true or false"],
    [
      "llm:\n  provider: openai\n  model: m\n  endpoint: localhost:8081",
      "p.yaml:4: llm.endpoint: expected an http or https address without user name or password, like http://127.0.0.1:8081/v1",
    ],
  ])("%j stops the start too", (text, problem) => {
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

  it("tells every problem at once", () => {
    expect(problemsOf("stt:\n  provider: a\ntts:\n  provider: b")).toHaveLength(2);
  });

  it("says which file is missing", async () => {
    await expect(readProvidersConfig("/nowhere/p.yaml", {})).rejects.toThrow(
      "/nowhere/p.yaml:1: expected a file that can be read (ENOENT); PROVIDERS_CONFIG_PATH names it",
    );
  });
});
