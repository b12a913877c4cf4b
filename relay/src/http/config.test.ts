// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are what is tested
import { ConfigError } from "@hisho/providers/config/config-error.ts";
import { parseProvidersConfig } from "@hisho/providers/config/providers-config.ts";
import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import { expect, it } from "vitest";
import { keptLog } from "../../tests/kept-log.ts";
import { systemClock } from "../clock.ts";
import { createLog } from "../log.ts";
import { ProviderReload } from "../provider-reload.ts";
import { ProviderSwitch } from "../provider-switch.ts";
import { Roles } from "../roles.ts";
import { configRoutes } from "./config.ts";

const SECRET = "sk-planted-7f3a";

const configOf = (model: string) =>
  parseProvidersConfig(
    `preset: balanced\nllm: { provider: openai, endpoint: "http://h:1/v1", model: ${model}, api_key: "\${KEY}" }`,
    "p.yaml",
    { KEY: SECRET },
  );

it("shows the configuration as it was last taken over, and no secret of it", async () => {
  const roles = new Roles(
    createScriptedProviders(),
    systemClock,
    createLog("error", () => {}),
  );
  const providers = new ProviderSwitch(roles);
  const reload = new ProviderReload({
    config: configOf("before"),
    read: () => Promise.resolve(configOf("after")),
    create: () => createScriptedProviders(),
    providers,
    clock: systemClock,
    log: createLog("error", () => {}),
  });
  const app = configRoutes({
    version: "test",
    providers,
    keepers: () => [],
    preparing: () => false,
    shuttingDown: () => false,
    reload,
  });
  const ask = async () => (await app.request("/config/providers")).text();
  const before = await ask();
  expect(JSON.parse(before)).toMatchObject({
    configuration: {
      preset: "balanced",
      llm: [{ provider: "openai", model: "before", api_key: "set", max_tokens: 60 }],
    },
  });
  await app.request("/config/providers/reload", { method: "POST" });
  const after = await ask();
  expect(JSON.parse(after)).toMatchObject({ configuration: { llm: [{ model: "after", api_key: "set" }] } });
  expect(before + after).not.toContain(SECRET);
});

it("tells of a file that was refused until one is taken over, and then of what waits for the next start", async () => {
  const { log, lines } = keptLog();
  const reads = [
    () => Promise.reject(new ConfigError([{ file: "p.yaml", line: 2, key: "llm.model", expected: "expected text" }])),
    () => Promise.resolve(configOf("after")),
  ];
  const reload = new ProviderReload({
    config: configOf("before"),
    read: () => (reads.shift() ?? (() => Promise.resolve(configOf("after"))))(),
    create: () => createScriptedProviders(),
    providers: new ProviderSwitch(new Roles(createScriptedProviders(), systemClock, log)),
    clock: systemClock,
    log,
  });
  expect(reload.health()).toEqual({ status: "ok" });
  await expect(reload.reload(new AbortController().signal)).rejects.toThrow("llm.model");
  expect(reload.health()).toEqual({
    status: "degraded",
    reason: "not taken over, what was in use stays: p.yaml:2: llm.model: expected text",
  });
  expect(lines).toContainEqual(expect.objectContaining({ level: "error", message: "providers not changed" }));
  await reload.reload(new AbortController().signal);
  // Those in use here were not made from the file: its embedding and vector store wait.
  expect(reload.health()).toEqual({
    status: "degraded",
    reason: "embedding and vector_store changed in the configuration: in use after the next start",
  });
});
