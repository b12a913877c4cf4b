/** A voice is stopped by a word, and the word is not answered. */
import { afterEach, expect, it } from "vitest";
import { type RunningRelay, startRelay, TestClient } from "./harness.ts";

let relay: RunningRelay;
let client: TestClient;
afterEach(async () => {
  client.socket.terminate();
  await relay.close();
});

const LONG = "This is the first sentence of a long answer. ".repeat(20);

it.each([
  ["ja-JP", "止めて"],
  ["en-US", "Stop, please."],
  ["ko-KR", "그만해 주세요"],
] as const)("%s “%s” over an answer ends it, and is no question", { timeout: 30_000 }, async (language, words) => {
  let said = "tell me";
  relay = await startRelay({ stt: { text: () => said }, llm: { replies: [LONG] } });
  client = new TestClient(relay.url, "s1");
  client.autoCredit = false;
  await client.start({ language });
  client.say(500);
  await client.until(() => client.frames.length > 0);
  client.send({ type: "playback", turn: 1, state: "started", played_ms: 0 });
  said = words;
  client.say(500);
  expect(await client.turnEnd(2)).toMatchObject({ reason: "cancelled", heard_ms: 0 });
  expect((await client.turnEnd(1)).reason).toBe("interrupted");
  expect(relay.providers.llm[0].calls).toHaveLength(1);
  expect(client.of("assistant_text_partial").every(({ turn }) => turn === 1)).toBe(true);
  // In silence the same word is a question like any other.
  client.say(500);
  client.autoCredit = true;
  await client.until(() => relay.providers.llm[0].calls.length === 2);
});
