/** What an operator watches, without a word of what was said unless that was asked for. */
import { parseOperations, parseOperatorLog } from "@hisho/protocol";
import { afterEach, expect, it } from "vitest";
import { createLog } from "../src/log.ts";
import { LogTail } from "../src/operations/log-tail.ts";
import { type RunningRelay, startRelay, TestClient } from "./harness.ts";

let relay: RunningRelay | undefined;
afterEach(() => relay?.close());

const SAID = "the safe is behind the picture";
const ANSWERED = "It is this.";

async function talkOnce(logTranscripts: boolean): Promise<{ trace: string; logTail: LogTail }> {
  const logTail = new LogTail();
  const log = createLog("info", (line) => logTail.add(line));
  relay = await startRelay({ stt: { text: SAID }, llm: { replies: [ANSWERED] }, log, logTail, logTranscripts });
  const client = new TestClient(relay.url, "one");
  await client.start();
  client.say();
  await client.until(() => client.of("assistant_audio_start").length > 0);
  client.send({ type: "playback", turn: 1, state: "started", played_ms: 0, audible_ms: 700 });
  const { trace_id } = await client.turnEnd(1);
  return { trace: trace_id, logTail };
}

const ask = async (path: string): Promise<unknown> => (await fetch(`${relay!.httpUrl}/api/v1/${path}`)).json();

it("gives the figures of what people talked just now", async () => {
  await talkOnce(false);
  const operations = parseOperations(await ask("operations"));
  expect(operations).toMatchObject({
    first_sound: { count: 1, p50_ms: 700, p95_ms: 700 },
    turns: { completed: 1 },
    sessions: [{ session_id: "one", connected: true }],
    guards: { imagined: 0, reopened: 0, frames_lost: 0, frames_corrupt: 0 },
    transcripts: false,
  });
  expect(operations?.line).toHaveLength(1);
  expect(operations?.providers.map(({ role, call }) => `${role} ${call}`)).toEqual(
    expect.arrayContaining(["stt final", "llm first_word", "tts first_sound"]),
  );
});

it("gives the log of one turn, and no word of it", async () => {
  const { trace } = await talkOnce(false);
  const text = JSON.stringify(await ask("log"));
  expect(text).toContain("words final");
  expect(text).not.toContain(SAID);
  expect(text).not.toContain(ANSWERED);
  const lines = parseOperatorLog(await ask(`log?trace=${trace}`));
  expect(lines?.at(-1)?.message).toBe("turn began");
  expect(lines?.every(({ fields }) => fields.trace === trace)).toBe(true);
});

it("holds the words where that was switched on, and says so", async () => {
  const { trace } = await talkOnce(true);
  expect(parseOperations(await ask("operations"))?.transcripts).toBe(true);
  const texts = parseOperatorLog(await ask(`log?trace=${trace}`))?.map(({ fields }) => fields.text);
  expect(texts).toEqual(expect.arrayContaining([SAID, ANSWERED]));
});

it.each(["log?level=loud", "log?trace=%2e%2e", "log?most=0", "log?most=1e9"])("refuses %s", async (path) => {
  relay = await startRelay();
  const response = await fetch(`${relay.httpUrl}/api/v1/${path}`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ field: path.slice(4, path.indexOf("=")) });
});

it("asks for the token", async () => {
  relay = await startRelay({ token: "a-token-of-sixteen" });
  for (const path of ["operations", "log"]) {
    expect((await fetch(`${relay.httpUrl}/api/v1/${path}`)).status).toBe(401);
  }
});
