import { parseProvidersConfig } from "@hisho/providers/config/providers-config.ts";
import { expect, it } from "vitest";
import { secretsOfConfig, secretsOfEnvironment } from "./secrets.ts";

it("finds variables that are called like secrets, and passwords in addresses", () => {
  expect(
    secretsOfEnvironment({
      LLM_API_KEY: "sk-1",
      RELAY_TOKEN: " token-2 ",
      DATABASE_URL: "postgres://hisho:p%40ss%2Fword@db/hisho",
      REDIS_URL: "redis://:100%25@cache",
      LLM_ENDPOINT: "http://llm:8000/v1",
      HF_TOKEN: "",
      EDITOR: "vi",
    }),
  ).toEqual(["sk-1", "token-2", "p%40ss%2Fword", "p@ss/word", "100%25", "100%"]);
});

it("finds the keys of every provider", () => {
  const yaml = `llm:\n  - provider: openai\n    endpoint: http://llm/v1\n    model: m\n    api_key: \${KEY}\n`;
  expect(secretsOfConfig(parseProvidersConfig(yaml, "providers.yaml", { KEY: "sk-3" }))).toEqual(["sk-3"]);
});
