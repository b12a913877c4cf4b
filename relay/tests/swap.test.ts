/** A changed configuration while somebody talks. */
import { ConfigError } from "@hisho/providers/config/config-error.ts";
import type { ProvidersConfig } from "@hisho/providers/config/providers-config.ts";
import type { Providers } from "@hisho/providers/registry.ts";
import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import { ScriptedTts } from "@hisho/providers/scripted/tts.ts";
import { afterEach, expect, it } from "vitest";
import { createLog } from "../src/log.ts";
import { ProviderReload } from "../src/provider-reload.ts";
import { type RunningRelay, startRelay, TestClient } from "./harness.ts";

const LONG = "This is the first sentence of it. This is the second sentence of it. And this is the last.";
const log = createLog("error", () => {});
let relay: RunningRelay;
let client: TestClient;
afterEach(async () => {
  client.socket.terminate();
  await relay.close();
});

/** Counts how often it is closed. */
class CountedTts extends ScriptedTts {
  closed = 0;
  override close(): Promise<void> {
    this.closed += 1;
    return Promise.resolve();
  }
}

function reloadTo(next: () => Promise<Providers>): ProviderReload {
  let made: Providers;
  return new ProviderReload({
    config: {} as ProvidersConfig,
    read: async () => {
      made = await next();
      return {} as ProvidersConfig;
    },
    create: () => made,
    providers: relay.switch,
    clock: relay.clock,
    log,
  });
}

it("cuts nothing: the answer ends in its own voice, the next one has the new voice, then the old one is closed", async () => {
  const before = new CountedTts({ msPerWord: 100, chunkMs: 40, speed: 4 });
  relay = await startRelay({ llm: { replies: [LONG], msPerToken: 5 }, replace: { tts: [before] } });
  client = new TestClient(relay.url, "s1");
  await client.start();
  client.autoCredit = false;
  client.text("hello");
  await client.until(() => client.frames.length > 3);
  const after = new ScriptedTts();
  const kept = relay.providers;
  await reloadTo(async () => ({ ...kept, tts: [after] })).reload(new AbortController().signal);
  expect(relay.switch.current.providers.tts).toEqual([after]);
  expect(before.closed).toBe(0);
  const warmUps = after.calls.length;
  client.autoCredit = true;
  client.send({ type: "credit", frames: 30 });
  expect(await client.turnEnd(1)).toMatchObject({ reason: "completed" });
  expect(before.calls.map(({ request }) => request.text).join(" ")).toBe(LONG);
  expect(before.calls.every(({ aborted }) => !aborted)).toBe(true);
  expect(after.calls).toHaveLength(warmUps);
  client.text("and again");
  await client.turnEnd(2);
  expect(after.calls.length).toBeGreaterThan(warmUps);
  expect(before.closed).toBe(1);
});

it("leaves everything as it is when the file is bad, or when the new providers cannot be used", async () => {
  relay = await startRelay();
  client = new TestClient(relay.url, "s1");
  await client.start();
  const { current } = relay.switch;
  const bad = new ConfigError([{ file: "p.yaml", line: 3, key: "tts", expected: "expected something else" }]);
  await expect(reloadTo(() => Promise.reject(bad)).reload(new AbortController().signal)).rejects.toBe(bad);
  const cpuOnly = Object.assign(new CountedTts(), { requiresGpu: true, device: () => Promise.resolve("cpu" as const) });
  const changed = reloadTo(async () => ({ ...createScriptedProviders(), tts: [cpuOnly] }));
  await expect(changed.reload(new AbortController().signal)).rejects.toThrow("reports no GPU");
  expect(cpuOnly.closed).toBe(1);
  expect(relay.switch.current).toBe(current);
  client.text("still there?");
  expect(await client.turnEnd(1)).toMatchObject({ reason: "completed" });
});
