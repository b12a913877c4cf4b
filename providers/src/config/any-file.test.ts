// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are what is tested
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { ConfigError } from "./config-error.ts";
import { parseProvidersConfig } from "./providers-config.ts";
import { publicConfig } from "./public-config.ts";

const SECRET = "sk-planted-7f3a";
const mock = readFileSync(new URL("../../mock.yaml", import.meta.url), "utf8");
const KEYS = [
  "llm",
  "stt",
  "rag",
  "roles",
  "providers",
  "preset",
  "provider",
  "endpoint",
  "api_key",
  "__proto__",
  "languages",
];

/** A configuration or a ConfigError, with the secret in neither; anything else is thrown on. */
function tryFile(text: string): void {
  const env = { MOCK_API_KEY: SECRET, MOCK_CHAT_URL: "http://127.0.0.1:1" };
  let told: string;
  try {
    told = JSON.stringify(publicConfig(parseProvidersConfig(text, "p.yaml", env)));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    for (const { line } of error.problems) expect(line).toBeGreaterThan(0);
    told = error.message;
  }
  expect(told).not.toContain(SECRET);
}

it("takes any text for a configuration or says what is wrong", () => {
  fc.assert(fc.property(fc.string(), tryFile));
});

it("takes any damage to a good file so", () => {
  const damage = fc.record({ at: fc.nat(mock.length), removed: fc.nat(20), put: fc.string({ maxLength: 8 }) });
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (all) => {
      tryFile(all.reduce((text, { at, removed, put }) => text.slice(0, at) + put + text.slice(at + removed), mock));
    }),
  );
});

it("takes any values under its own keys so", () => {
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("openai", "nim-qwen3", "faiss", "${MOCK_API_KEY}", "${MOCK_CHAT_URL}", "http://x", 1, true, null),
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...KEYS), tie("tree"), { maxKeys: 4 }),
    ),
  }));
  fc.assert(fc.property(tree, (value) => tryFile(JSON.stringify(value))));
});
