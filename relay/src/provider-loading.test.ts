import type { Device, Provider } from "@hisho/providers/health.ts";
import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import { describe, expect, it } from "vitest";
import { systemClock } from "./clock.ts";
import { createLog } from "./log.ts";
import { loadProviders } from "./provider-loading.ts";

/** Loads the scripted providers, the language model's entry saying require_gpu. @returns what was logged */
async function load(more: (llm: ReturnType<typeof createScriptedProviders>["llm"][0]) => Partial<Provider>) {
  const providers = createScriptedProviders();
  const [llm] = providers.llm;
  Object.assign(llm, { requiresGpu: true, ...more(llm) });
  const lines: string[] = [];
  const log = createLog("warn", (line) => lines.push(line));
  await loadProviders(providers, new Set(), new AbortController().signal, systemClock, log);
  return lines.join("\n");
}

const says = (device: Device) => () => ({ endpoint: "http://h:1", device: () => Promise.resolve(device) });

describe("a provider that has to have a GPU", () => {
  it("stops the start when its server has none", async () => {
    await expect(load(says("cpu"))).rejects.toThrow("scripted at http://h:1 reports no GPU");
  });

  it("starts with one, and is named in the log where the server does not tell", async () => {
    expect(await load(says("gpu"))).toBe("");
    expect(await load(says("unknown"))).toContain("require_gpu");
    expect(await load(() => ({ endpoint: "http://h:1" }))).toContain("require_gpu");
  });

  it("is asked once its model is loaded: some servers do not know before", async () => {
    const cold: Parameters<typeof load>[0] = (llm) => ({
      endpoint: "http://h:1",
      device: () => Promise.resolve(llm.calls.length === 0 ? "unknown" : "cpu"),
    });
    await expect(load(cold)).rejects.toThrow("reports no GPU");
  });

  it("stops the start when it computes in this process and has no use for one", async () => {
    await expect(load(() => ({}))).rejects.toThrow("scripted reports no GPU");
  });
});
