/** Both voices of a turn as files: from a client's packets over a real socket to what another decoder plays. */
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createEmbeddedStt } from "@hisho/providers/stt/embedded.ts";
import { readRecording } from "@hisho/providers/testing/wav.ts";
import { wordErrors } from "@hisho/providers/testing/wer.ts";
import { describe, expect, it, onTestFinished } from "vitest";
import { VoiceTrack } from "../src/recordings/voice-track.ts";
import { PCM_RATE_HZ } from "../src/speech/microphone.ts";
import { createResampler } from "../src/speech/resample.ts";
import { oggTone } from "./ogg-opus.ts";
import { opusPackets } from "./opus-packets.ts";
import {
  address,
  begin,
  client,
  connect,
  data,
  filesIn,
  kept,
  listen,
  SLOW,
  session,
  stage,
  store,
} from "./recordings-scene.ts";
import { turn as storedTurn } from "./store-fixtures.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SPEECH = path.join(ROOT, "../shared/speech/jfk.en.wav");
const WEIGHTS = path.join(ROOT, "models/weights");
const OPUS_PER_MS = 48;
const PRE_SKIP = 312;

stage();

describe("a spoken turn", { timeout: SLOW }, () => {
  it.skipIf(!existsSync(SPEECH) || !existsSync(path.join(WEIGHTS, "moonshine-tiny-en")))(
    "is kept as both voices, and who hears the file hears the same words",
    async () => {
      const ears = createEmbeddedStt({ weightsDirectory: WEIGHTS });
      const { signal } = new AbortController();
      await ears.prepare(signal);
      onTestFinished(() => ears.close());
      const scene = await begin({ llm: { replies: ["It is noted. And so it goes."] }, replace: { stt: [ears] } });
      const talk = await connect(scene);
      const packets = opusPackets(readRecording(SPEECH));
      talk.speechStart();
      for (const packet of packets) talk.frame(packet);
      talk.speechEnd();
      await talk.turnEnd(1);
      const [said] = talk.of("transcript_final");
      expect(said?.text).toMatch(/ask what you can do for your country/i);

      const user = await listen(scene, "user");
      expect(user.length).toBe(packets.length * 20 * OPUS_PER_MS - PRE_SKIP);
      const resampler = await createResampler(48_000, PCM_RATE_HZ);
      const pcm = resampler.full(user).slice();
      resampler.destroy();
      const heard = await ears.transcribe({ pcm, language: "en-US", final: true }, signal);
      const errors = wordErrors(said?.text ?? "", heard.text);
      expect(errors).toBeLessThanOrEqual(1);

      const answer = await listen(scene, "assistant");
      expect(answer.length).toBe(talk.frames.length * 40 * OPUS_PER_MS - PRE_SKIP);
      expect(answer.some((sample) => Math.abs(sample) > 0.01)).toBe(true);
    },
  );

  it("holds what was said before and after a pause, and an answer that nobody heard is not kept", async () => {
    const scene = await begin({ llm: { replies: ["First answer.", "Second answer."] } });
    const talk = await connect(scene, { mode: "hands_free" });
    talk.autoCredit = false;
    talk.say(1000);
    await talk.until(() => talk.of("assistant_audio_start").length === 1);
    talk.timestamp += 10 * 960;
    talk.say(600);
    await talk.until(() => talk.of("turn_reopened").length === 1);
    talk.autoCredit = true;
    await talk.until(() => talk.of("assistant_audio_start").length === 2);
    talk.send({ type: "credit", frames: 30 });
    await talk.turnEnd(1);
    expect((await listen(scene, "user")).length).toBe((1000 + 200 + 600) * OPUS_PER_MS - PRE_SKIP);
    const end = talk.of("assistant_audio_end").at(-1)!;
    expect((await listen(scene, "assistant")).length).toBe(end.frames * 40 * OPUS_PER_MS - PRE_SKIP);
  });

  it("of a client that sends all the time is kept from just before the first word", async () => {
    const scene = await begin();
    const talk = await connect(scene, { mode: "hands_free" });
    for (const packet of opusPackets({ pcm: new Float32Array(16_000), sampleRateHz: 16_000 })) talk.frame(packet);
    talk.sound(1000);
    for (const packet of opusPackets({ pcm: new Float32Array(16_000), sampleRateHz: 16_000 })) talk.frame(packet);
    await talk.turnEnd(1);
    const { length } = await listen(scene, "user");
    expect(length / OPUS_PER_MS).toBeGreaterThan(1200);
    expect(length / OPUS_PER_MS).toBeLessThan(2400);
  });

  it("has silence in place of what was lost or could not be decoded", async () => {
    const scene = await begin();
    const talk = await connect(scene);
    talk.speechStart();
    talk.sound(400);
    talk.frame(Uint8Array.of(0xff, 0xff, 0xff));
    talk.sequence += 5;
    talk.timestamp += 5 * 960;
    talk.sound(400);
    talk.speechEnd();
    await talk.turnEnd(1);
    expect((await listen(scene, "user")).length).toBe((400 + 20 + 100 + 400) * OPUS_PER_MS - PRE_SKIP);
  });

  it("that was taken back, or in which nothing was said, leaves nothing", async () => {
    const scene = await begin({ stt: { text: "" } });
    const talk = await connect(scene);
    talk.speechStart();
    talk.sound(400);
    talk.send({ type: "control", action: "speech_cancel", utterance: talk.utterance });
    await talk.turnEnd(1);
    talk.say(400);
    expect((await talk.turnEnd(2)).reason).toBe("empty");
    await scene.recordings.settled();
    expect(await filesIn(scene.directory)).toEqual([]);
  });
});

describe("the other turns", { timeout: SLOW }, () => {
  it("a typed one has the answer's voice alone, and its text names it", async () => {
    const scene = await begin();
    const talk = await connect(scene);
    talk.text("Hello.");
    await talk.turnEnd(1);
    const [turn] = await kept(scene);
    expect(turn).toEqual({
      turn: 1,
      userAudioRef: undefined,
      assistantAudioRef: expect.stringMatching(/^session-\d+\/1-[0-9a-f]{16}\.assistant\.opus$/),
    });
    const conversation = await (await fetch(`${scene.relay.httpUrl}/api/v1/conversations/${session}`)).json();
    expect(conversation).toMatchObject({
      turns: [{ user_audio_ref: null, assistant_audio_ref: turn?.assistantAudioRef }],
    });
    expect((await fetch(`${scene.relay.httpUrl}${address("user")}`)).status).toBe(404);
  });

  it("a memo is kept as it came", async () => {
    const scene = await begin();
    const memo = oggTone(1000);
    const form = new FormData();
    form.set("session_id", session);
    form.set("id", "memo-1");
    form.set("audio", new File([new Uint8Array(memo)], "memo.opus"));
    const response = await fetch(`${scene.relay.httpUrl}/api/v1/voice-chat`, { method: "POST", body: form });
    expect(response.status).toBe(200);
    await expect.poll(async () => (await kept(scene))[0]?.userAudioRef).toMatch(/\.user\.opus$/);
    const file = await fetch(`${scene.relay.httpUrl}${address("user")}`);
    expect(Buffer.from(await file.arrayBuffer()).equals(memo)).toBe(true);
  });

  it("keeps nothing where the switch is off, and still gives and deletes what there was", async () => {
    const scene = await begin({}, false);
    const talk = await connect(scene);
    talk.say();
    await talk.turnEnd(1);
    expect(await kept(scene)).toEqual([{ turn: 1 }]);
    expect(await filesIn(scene.directory)).toEqual([]);
    const reference = `${session}/1-0a.user.opus`;
    await mkdir(path.join(scene.directory, session), { recursive: true });
    await writeFile(path.join(scene.directory, reference), oggTone(200));
    const [turn] = await store.conversation(session);
    await store.saveTurnAudio(turn!, { userAudioRef: reference });
    expect((await listen(scene, "user")).length).toBe(200 * OPUS_PER_MS - PRE_SKIP);
    await fetch(`${scene.relay.httpUrl}/api/v1/conversations/${session}`, { method: "DELETE" });
    expect(await filesIn(scene.directory)).toEqual([]);
  });

  it("an answer that is cut off by the end of the session is kept as far as it was sent", async () => {
    const scene = await begin({ llm: { replies: ["One two three four five six seven eight nine ten eleven."] } });
    const talk = await connect(scene);
    talk.autoCredit = false;
    talk.say();
    await talk.until(() => talk.frames.length === 10);
    talk.send({ type: "control", action: "stop" });
    await talk.until(() => talk.closed !== null);
    await expect.poll(async () => (await kept(scene))[0]?.assistantAudioRef).toMatch(/\.assistant\.opus$/);
    const answer = await listen(scene, "assistant");
    expect(answer.length).toBeGreaterThanOrEqual(10 * 40 * OPUS_PER_MS - PRE_SKIP);
    expect((await listen(scene, "user")).length).toBe(1000 * OPUS_PER_MS - PRE_SKIP);
  });
});

describe("reading", { timeout: SLOW }, () => {
  it("asks for the token as everything does", async () => {
    const scene = await begin({ token: "0123456789abcdef" });
    expect((await fetch(`${scene.relay.httpUrl}${address("user")}`)).status).toBe(401);
    const headers = { Authorization: "Bearer 0123456789abcdef" };
    expect((await fetch(`${scene.relay.httpUrl}${address("user")}`, { headers })).status).toBe(404);
  });

  it("gives a range, the length alone, and says which ranges there are not", async () => {
    const scene = await begin();
    (await connect(scene)).say();
    await client!.turnEnd(1);
    await scene.recordings.settled();
    const url = `${scene.relay.httpUrl}${address("user")}`;
    const whole = Buffer.from(await (await fetch(url)).arrayBuffer());
    const part = await fetch(url, { headers: { Range: "bytes=4-9" } });
    expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 4-9/${whole.length}`]);
    expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(4, 10))).toBe(true);
    const behind = await fetch(url, { headers: { Range: `bytes=${whole.length}-` } });
    expect([behind.status, behind.headers.get("content-range")]).toEqual([416, `bytes */${whole.length}`]);
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(whole.length)]);
  });

  it("is named among the voices of its turn, and an answer that made no sound is not", async () => {
    const scene = await begin();
    const voicesOf = async (turn: number) => {
      const response = await fetch(`${scene.relay.httpUrl}${address("", turn).replace(/\/$/, "")}`);
      return [response.status, response.headers.get("cache-control"), await response.json()];
    };
    (await connect(scene)).say();
    await client!.turnEnd(1);
    await scene.recordings.settled();
    expect(await voicesOf(1)).toEqual([200, "no-store", { voices: ["user", "assistant"] }]);
    const [turn] = await store.conversation(session);
    await store.saveTurn(storedTurn(session, 2, { userAudioRef: turn!.userAudioRef! }));
    expect(await voicesOf(2)).toEqual([200, "no-store", { voices: ["user"] }]);
    await rm(path.join(scene.directory, turn!.userAudioRef!));
    expect(await voicesOf(2)).toEqual([200, "no-store", { voices: [] }]);
    expect(await voicesOf(3)).toEqual([200, "no-store", { voices: [] }]);
  });

  it.each(["../secret.opus", "session-audio/../../secret.opus", "session-audio/1-0a.user.opus/../../../secret.opus"])(
    "follows no reference out of its folder: %s",
    async (reference) => {
      const scene = await begin();
      await writeFile(path.join(data, "secret.opus"), "secret");
      await store.saveTurn(storedTurn(session, 1, { userAudioRef: reference }));
      expect(path.join(scene.directory, reference)).toBe(path.join(data, "secret.opus"));
      expect((await fetch(`${scene.relay.httpUrl}${address("user")}`)).status).toBe(404);
    },
  );

  it.each(["/turns/0/audio/user", "/turns/1e3/audio/user", "/turns/1/audio/both", "/turns/1/audio/..%2fuser"])(
    "knows no %s",
    async (rest) => {
      const scene = await begin();
      await store.saveTurn(storedTurn(session, 1));
      expect((await fetch(`${scene.relay.httpUrl}/api/v1/conversations/${session}${rest}`)).status).toBe(404);
    },
  );
});

describe("deleting a conversation", { timeout: SLOW }, () => {
  it("deletes its voices, those that are still being written too, and no other's", async () => {
    const scene = await begin();
    const talk = await connect(scene);
    talk.say();
    await talk.turnEnd(1);
    const other = new VoiceTrack();
    other.add(Uint8Array.of(0xf8, 1, 2));
    const { recordings, directory, relay } = scene;
    await store.saveTurn(storedTurn("another", 1));
    const note = async (): Promise<boolean> => (await store.lastTurn(session)) > 0;
    recordings.keep({ sessionId: "another", turn: 1, traceId: "0b" }, { user: other }, async () => true);
    recordings.keep({ sessionId: session, turn: 1, traceId: "0c" }, { user: other }, note);
    const url = `${relay.httpUrl}/api/v1/conversations/${session}`;
    expect((await fetch(url, { method: "DELETE" })).status).toBe(204);
    recordings.keep({ sessionId: session, turn: 1, traceId: "0d" }, { user: other }, note);
    await recordings.settled();
    // `another` is no plain folder's name for every file system: it is short.
    expect(await filesIn(directory)).toEqual([expect.stringMatching(/^[0-9a-f]{64}\/1-0b\.user\.opus$/)]);
    expect(await readdir(directory)).not.toContain(session);
    expect((await fetch(url, { method: "DELETE" })).status).toBe(404);
    expect((await fetch(`${relay.httpUrl}${address("user")}`)).status).toBe(404);
  });

  it("shows the language model nothing of it any more, also where it goes on", async () => {
    const scene = await begin();
    const talk = await connect(scene);
    talk.text("My name is Hanako.");
    await talk.turnEnd(1);
    await fetch(`${scene.relay.httpUrl}/api/v1/conversations/${session}`, { method: "DELETE" });
    talk.text("What is my name?");
    await talk.turnEnd(2);
    const shown = scene.relay.providers.llm[0].calls.map(({ request }) => request.messages.map(({ text }) => text));
    expect(shown).toEqual([["My name is Hanako."], ["What is my name?"]]);
  });

  it("says when the voices could not be deleted, and deletes them when it is asked again", async () => {
    const { relay, directory } = await begin();
    await store.saveTurn(storedTurn(session, 1));
    await mkdir(directory, { recursive: true });
    // Its folder's name leads in a circle: nobody's rights let the relay in, not even those of root.
    await symlink(session, path.join(directory, session));
    const url = `${relay.httpUrl}/api/v1/conversations/${session}`;
    const refused = await fetch(url, { method: "DELETE" });
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ reason: "ELOOP", detail: expect.stringContaining("again") });
    await rm(path.join(directory, session));
    await mkdir(path.join(directory, session));
    await writeFile(path.join(directory, session, "1-0a.user.opus"), "x");
    expect((await fetch(url, { method: "DELETE" })).status).toBe(204);
    expect(await filesIn(directory)).toEqual([]);
  });
});
