/** A changed configuration while somebody talks. */
import { ConfigError } from "@hisho/providers/config/config-error.ts";
import type { ProvidersConfig } from "@hisho/providers/config/providers-config.ts";
import type { Providers } from "@hisho/providers/registry.ts";
import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import { ScriptedStt } from "@hisho/providers/scripted/stt.ts";
import { ScriptedTts } from "@hisho/providers/scripted/tts.ts";
import { afterEach, expect, it } from "vitest";
import { createLog } from "../src/log.ts";
import { ProviderReload } from "../src/provider-reload.ts";
import { type RunningRelay, startRelay, TestClient } from "./harness.ts";
import { oggTone } from "./ogg-opus.ts";

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

/** Hears while its gate is open, and nothing once it is closed for good. */
class GatedStt extends ScriptedStt {
  closed = false;
  asked = 0;
  open = (): void => {};
  #gate = Promise.resolve();

  shut(): void {
    this.#gate = new Promise((resolve) => {
      this.open = resolve;
    });
  }
  override async transcribe(...[request, signal]: Parameters<ScriptedStt["transcribe"]>) {
    this.asked += 1;
    await this.#gate;
    if (this.closed) throw new Error("closed while it was used");
    return super.transcribe(request, signal);
  }
  override close(): Promise<void> {
    this.closed = true;
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

it("keeps a recogniser that hears a memo until it has heard it", async () => {
  const before = new GatedStt({ text: "what was said" });
  before.shut();
  relay = await startRelay({ replace: { stt: [before] } });
  client = new TestClient(relay.url, "s1");
  const form = new FormData();
  form.set("session_id", "s2");
  form.set("id", "memo-1");
  form.set("audio", new File([new Uint8Array(oggTone(1_000))], "memo.opus"));
  const answer = fetch(`${relay.httpUrl}/api/v1/voice-chat`, { method: "POST", body: form });
  while (before.asked === 0) await new Promise(setImmediate);
  await reloadTo(async () => createScriptedProviders()).reload(new AbortController().signal);
  await new Promise(setImmediate);
  expect(before.closed).toBe(false);
  before.open();
  expect(await (await answer).json()).toMatchObject({ transcript: "what was said" });
  expect(before.closed).toBe(true);
});

it("keeps a recogniser until it has heard the words that might have continued a question", async () => {
  const before = new GatedStt({ text: "what was said" });
  relay = await startRelay({ replace: { stt: [before] }, tts: { firstChunkMs: 20 } });
  client = new TestClient(relay.url, "s1");
  client.autoCredit = false;
  await client.start();
  client.say(700);
  await client.until(() => client.frames.length > 0);
  before.shut();
  client.speechStart();
  client.sound(900);
  client.send({ type: "ping", t: 1 });
  await client.until(() => client.of("pong").length > 0);
  await reloadTo(async () => createScriptedProviders()).reload(new AbortController().signal);
  // Now the answer is heard: what is being said follows it, and is a turn of its own.
  client.send({ type: "playback", turn: 1, state: "started", played_ms: 0, audible_ms: 700 });
  client.send({ type: "control", action: "interrupt", turn: 1, played_ms: 100 });
  await client.turnEnd(1);
  before.open();
  client.speechEnd();
  await client.until(() => client.of("transcript_final").length > 1);
  expect(client.of("transcript_final").at(-1)).toMatchObject({ turn: 2, text: "what was said" });
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
