import { expect, it } from "vitest";
import { ScriptedStt } from "../../providers/src/scripted/stt.ts";
import { startWhisperServer } from "../../providers/src/testing/servers/whisper-server.ts";
import { startAsr } from "../../relay/tests/asr-harness.ts";
import { startRelay } from "../../relay/tests/harness.ts";
import { ANSWERS } from "./answers.ts";

it("the relay answers where its health check asks", async () => {
  const relay = await startRelay();
  const statuses = ANSWERS.relay?.health.map(async (path) => (await fetch(`${relay.httpUrl}${path}`)).status) ?? [];
  expect(await Promise.all(statuses)).toEqual([200]);
  await relay.close();
});

it("the asr service answers where its health check asks", async () => {
  const { url } = await startAsr([new ScriptedStt({ text: "" })]);
  const statuses = ANSWERS.asr?.health.map(async (path) => (await fetch(`${url}${path}`)).status) ?? [];
  expect(await Promise.all(statuses)).toEqual([200]);
});

it("the stand-ins answer where their health check asks", async () => {
  const server = await startWhisperServer({ hear: async () => ({ text: "", language: "en" }) });
  const statuses = ANSWERS.mock?.health.map(async (path) => (await fetch(`${server.url}${path}`)).status) ?? [];
  expect(await Promise.all(statuses)).toEqual([200]);
  await server.close();
});
