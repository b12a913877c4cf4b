import { expect, it } from "vitest";
import { isSecretKey, isSecretName } from "./secret-keys.ts";

it.each(["api_key", "apikey", "API_KEY", "xi-api-key", "token", "access_token", "client_secret", "password"])(
  "%s holds a secret",
  (key) => {
    expect(isSecretKey(key)).toBe(true);
  },
);

it.each(["max_tokens", "llm_first_token", "keys", "model", "max_tokens_field", 0, undefined])(
  "%s holds none",
  (key) => {
    expect(isSecretKey(key)).toBe(false);
  },
);

it("knows variables that are called like secrets", () => {
  const secrets = ["LLM_API_KEY", "HF_TOKEN", "APIKEY", "PASSWORD", "OPENAI_KEY", "AWS_SECRET_ACCESS_KEY", "Db_Passwd"];
  expect(secrets.filter((name) => !isSecretName(name))).toEqual([]);
  expect(["LLM_MODEL", "MAX_TOKENS", "KEYBOARD", "MONKEY", "K"].filter(isSecretName)).toEqual([]);
});
