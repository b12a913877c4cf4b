import { ScriptedStt } from "@hisho/providers/scripted/stt.ts";
import { expect, it, onTestFinished } from "vitest";
import { startWhisperServer } from "../../providers/src/testing/servers/whisper-server.ts";
import { startAsr } from "../../relay/tests/asr-harness.ts";
import { startRelay } from "../../relay/tests/harness.ts";
import { ANSWERS } from "./answers.ts";

/** What this repository serves itself; the paths of other servers are in their manuals. */
const OWN: Readonly<Record<string, () => Promise<string>>> = {
  relay: async () => {
    const relay = await startRelay();
    onTestFinished(() => relay.close());
    return relay.httpUrl;
  },
  asr: async () => (await startAsr([new ScriptedStt({ text: "heard" })])).url,
  mock: async () => {
    const server = await startWhisperServer({ hear: async () => ({ text: "", language: "en" }) });
    onTestFinished(() => server.close());
    return server.url;
  },
};

it.each(Object.keys(OWN))("%s answers where its health check asks", async (name) => {
  const url = await OWN[name]?.();
  const paths = ANSWERS[name]?.health ?? [];
  const statuses = await Promise.all(paths.map(async (path) => (await fetch(`${url}${path}`)).status));
  expect(statuses).toEqual([200]);
});
