// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are what is tested
import { expect, it } from "vitest";
import { parseProvidersConfig } from "./providers-config.ts";
import { publicConfig } from "./public-config.ts";

const SECRET = "sk-planted/7f3a";

const config = (...lines: string[]) =>
  parseProvidersConfig(lines.join("\n"), "p.yaml", { LLM_API_KEY: SECRET, PLANTED: SECRET });

it("says of a secret that it is set", () => {
  const { llm, preset, deadline_ms } = publicConfig(
    config("llm:", "  provider: openai", "  endpoint: http://h:1/v1", "  model: m", "  api_key: ${LLM_API_KEY}"),
  );
  expect(llm).toEqual([{ provider: "openai", endpoint: "http://h:1/v1", model: "m", api_key: "set" }]);
  expect(preset).toBeNull();
  expect(deadline_ms.llm).toBe(60_000);
});

it.each([
  ["in an address's path", "endpoint: http://h:1/${PLANTED}/v1", "model: m"],
  ["percent-encoded", "endpoint: http://h:1/sk-planted%2F7f3a/v1", "model: m"],
  ["in the model's name", "endpoint: http://h:1/v1", "model: 'm-${PLANTED}'"],
])("shows no secret %s", (_, ...lines) => {
  const shown = publicConfig(
    config("llm:", "  provider: openai", "  api_key: ${LLM_API_KEY}", ...lines.map((line) => `  ${line}`)),
  );
  expect(JSON.stringify(shown)).not.toContain("planted");
});
