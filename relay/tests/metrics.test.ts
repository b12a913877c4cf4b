/** What /metrics says of a relay at work, and to whom. */
import { ScriptedLlm } from "@hisho/providers/scripted/llm.ts";
import { afterEach, describe, expect, it } from "vitest";
import { type AdmissionRules, mayWatch } from "../src/http/admission.ts";
import { type RunningRelay, startRelay, TestClient } from "./harness.ts";

let relay: RunningRelay | undefined;
afterEach(() => relay?.close());

/** Each sample's value, by its name and labels. */
async function scraped({ httpUrl }: RunningRelay): Promise<Map<string, number>> {
  const text = await (await fetch(`${httpUrl}/metrics`)).text();
  const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(samples.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
}

describe("/metrics", () => {
  it("counts a spoken turn: its partials, its stages, each provider's call, the start of the response", async () => {
    relay = await startRelay({ stt: { text: "what is it" }, llm: { replies: ["It is this."] } });
    const client = new TestClient(relay.url, "s");
    await client.start();
    client.speechStart();
    client.sound(1500);
    await client.until(() => client.of("transcript_partial").length > 0);
    client.speechEnd();
    await client.until(() => client.of("assistant_audio_start").length > 0);
    client.send({ type: "playback", turn: 1, state: "started", played_ms: 0, audible_ms: 900 });
    await client.turnEnd(1);
    const metrics = await scraped(relay);
    expect(metrics.get("stt_partial_seconds_count")).toBe(client.of("transcript_partial").length);
    expect(metrics.get("response_start_seconds_count")).toBe(1);
    expect(metrics.get('hisho_stage_seconds_sum{stage="audible"}')).toBe(0.9);
    for (const stage of ["stt_final", "retrieval", "llm_first_token", "tts_first_audio", "total"]) {
      expect(metrics.get(`hisho_stage_seconds_count{stage="${stage}"}`)).toBe(1);
    }
    for (const call of [
      'role="stt",provider="scripted",call="final"',
      'role="llm",provider="scripted",call="first_word"',
    ]) {
      expect(metrics.get(`hisho_provider_seconds_count{${call}}`)).toBe(1);
    }
    const firstSounds = 'hisho_provider_seconds_count{role="tts",provider="scripted",call="first_sound"}';
    expect(metrics.get(firstSounds)).toBeGreaterThan(0);
    expect(metrics.get('hisho_turns_total{reason="completed"}')).toBe(1);
    expect(metrics.get("hisho_sessions")).toBe(1);
    await client.close();
  });

  it("shows who is down, what stood in, and that a language is still served", async () => {
    const bad = new ScriptedLlm({ replies: ["x"], failure: { kind: "refuse", retryable: true } });
    const good = new ScriptedLlm({ replies: ["yes"] });
    relay = await startRelay({ replace: { llm: [bad, good] } });
    const client = new TestClient(relay.url, "s");
    await client.start({ audio: false });
    for (let turn = 1; turn <= 3; turn += 1) {
      client.text("hello");
      await client.turnEnd(turn);
    }
    const metrics = await scraped(relay);
    const first = '{role="llm",provider="scripted",place="1"}';
    expect(metrics.get(`hisho_provider_up${first}`)).toBe(0);
    expect(metrics.get(`hisho_fallbacks_total${first}`)).toBe(3);
    expect(metrics.get('hisho_provider_up{role="llm",provider="scripted",place="2"}')).toBe(1);
    expect(metrics.get('hisho_language_up{role="llm",language="en"}')).toBe(1);
    expect(metrics.get('hisho_provider_errors_total{role="llm",provider="scripted",reason="refused"}')).toBe(3);
    good.setHealth({ status: "down", reason: "gone" });
    expect((await scraped(relay)).get('hisho_language_up{role="llm",language="en"}')).toBe(0);
    await client.close();
  });

  it("asks others than this machine and the named networks for the token, and everybody who comes by a proxy", () => {
    const rules: AdmissionRules = {
      token: "a-token-of-sixteen",
      allowedOrigins: [],
      trustedProxies: [],
      metricsFrom: [{ address: "172.16.0.0", prefixBits: 12 }],
    };
    const may = (remoteAddress: string, headers = {}) =>
      mayWatch({ remoteAddress, headers: { host: "localhost:8080", ...headers } }, rules);
    expect(may("::ffff:127.0.0.1")).toBe(true);
    expect(may("172.20.0.9", { host: "relay:8080" })).toBe(true);
    // A page of elsewhere whose name was pointed at this machine (DNS rebinding).
    expect(may("127.0.0.1", { host: "elsewhere.example:8080" })).toBe(false);
    expect(may("192.0.2.1")).toBe(false);
    expect(may("127.0.0.1", { "x-forwarded-for": "192.0.2.1" })).toBe(false);
    expect(may("172.20.0.9", { forwarded: "for=192.0.2.1" })).toBe(false);
  });
});
