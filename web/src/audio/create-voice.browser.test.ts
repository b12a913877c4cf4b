/** The whole audio path as the page uses it, in a real browser with a microphone that is a recording or Chromium's fake one. */
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { createVoice } from "./create-voice.ts";
import type { MicrophoneEvent, PlayoutEvent, Voice, VoiceCare } from "./voice.ts";

const recordings = import.meta.glob<string>("../../../../shared/speech/jfk.en.wav", {
  query: "?url",
  import: "default",
});
const speechUrl = await Object.values(recordings)[0]?.();
// Generous: the machine may be busy, and nothing here is judged by the clock.
const poll = { timeout: 50_000, interval: 10 };
vi.setConfig({ testTimeout: 60_000 });

let voice: Voice & VoiceCare;
let heard: MicrophoneEvent[];
let played: PlayoutEvent[];

beforeEach(() => {
  voice = createVoice();
  heard = [];
  played = [];
  voice.onMicrophone((event) => heard.push(event));
  voice.onPlayout((event) => played.push(event));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await voice.close();
});

const packets = () => heard.filter((event) => event.type === "packet");
const credit = (): number => played.reduce((sum, event) => sum + (event.type === "credit" ? event.frames : 0), 0);
/** A busy machine may stall; that is no part of what these tests hold. */
const kinds = (): string[] =>
  played.map((event) => event.type).filter((type) => type !== "credit" && type !== "stalled");

/** Puts a recording in the microphone's place; it begins to play when the microphone is opened. */
function speakInto(samples: AudioBuffer): void {
  const context = new AudioContext();
  onTestFinished(() => context.close());
  vi.spyOn(navigator.mediaDevices, "getUserMedia").mockImplementation(async () => {
    const destination = context.createMediaStreamDestination();
    const source = new AudioBufferSourceNode(context, { buffer: samples });
    source.connect(destination);
    source.start(context.currentTime + 0.5);
    return destination.stream;
  });
}

async function someSound(): Promise<Uint8Array[]> {
  await voice.openMicrophone();
  voice.setGate("held");
  voice.press();
  await expect.poll(() => packets().length, poll).toBeGreaterThan(60);
  voice.release();
  await expect.poll(() => heard.at(-1)?.type, poll).toBe("speech_end");
  voice.closeMicrophone();
  return packets().map((event) => event.packet);
}

describe("the microphone", () => {
  test("is let go where it is granted after the echo test was left", async () => {
    const grant = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    const tracks: MediaStreamTrack[] = [];
    const leaving = new AbortController();
    vi.spyOn(navigator.mediaDevices, "getUserMedia").mockImplementation(async (wish) => {
      const stream = await grant(wish);
      tracks.push(...stream.getTracks());
      leaving.abort(new Error("left"));
      return stream;
    });
    await expect(voice.testEcho(null, leaving.signal)).rejects.toThrow("left");
    expect(tracks.map(({ readyState }) => readyState)).toEqual(["ended"]);
  });

  test("opens at 48 kHz, sends one utterance from press to release, and closes", async () => {
    expect(await voice.openMicrophone()).toMatchObject({ ok: true, contextRateHz: 48_000 });
    await expect.poll(() => voice.microphoneLevelDbfs(), poll).toBeGreaterThan(-90);
    voice.setGate("held");
    voice.press();
    await expect.poll(() => packets().length, poll).toBeGreaterThan(20);
    voice.release();
    await expect.poll(() => heard.at(-1)?.type, poll).toBe("speech_end");
    expect(heard[0]).toMatchObject({ type: "speech_start" });
    const stamps = packets().map((event) => event.timestamp);
    stamps.forEach((stamp, i) => {
      expect(stamp).toBe(stamps[0]! + i * 960);
    });
    voice.closeMicrophone();
    expect(voice.microphoneLevelDbfs()).toBe(-100);
  });

  test.skipIf(!speechUrl)("hands-free finds real speech and tells when it was", async () => {
    const bytes = await (await fetch(speechUrl!)).arrayBuffer();
    const speech = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(bytes);
    speakInto(speech);
    expect(await voice.unlock()).toBe(true);
    voice.setGate("vad");
    expect((await voice.openMicrophone()).ok).toBe(true);
    const openedAtMs = performance.now();
    await expect.poll(() => heard.map((event) => event.type), poll).toContain("speech_confirmed");
    // They come from a thread of their own.
    await expect.poll(() => packets().length, poll).toBeGreaterThan(0);
    const start = heard[0]!;
    expect(start.type === "speech_start" && start.atMs > openedAtMs && start.atMs < performance.now()).toBe(true);
    const lead = start.type === "speech_start" ? start.timestamp - packets()[0]!.timestamp : 0;
    expect(lead).toBeGreaterThan(0);
    expect(lead).toBeLessThanOrEqual(14_400);
  });

  test.each([
    ["NotAllowedError", "denied"],
    ["NotFoundError", "missing"],
    ["NotReadableError", "busy"],
  ])("%s is told as %s", async (name, problem) => {
    vi.spyOn(navigator.mediaDevices, "getUserMedia").mockRejectedValue(new DOMException("no", name));
    expect(await voice.openMicrophone()).toEqual({ ok: false, problem });
  });

  const opens = (streams: MediaStream[]) => {
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    return vi.spyOn(navigator.mediaDevices, "getUserMedia").mockImplementation(async (constraints) => {
      streams.push(await real(constraints));
      return streams.at(-1)!;
    });
  };

  test("a device that goes away is a problem, told once, where there is no other", async () => {
    const streams: MediaStream[] = [];
    const ask = opens(streams);
    await voice.openMicrophone();
    ask.mockRejectedValue(new DOMException("no", "NotFoundError"));
    const [track] = streams[0]!.getAudioTracks();
    track?.dispatchEvent(new Event("ended"));
    track?.dispatchEvent(new Event("ended"));
    await vi.waitFor(() => expect(heard).toEqual([{ type: "problem", problem: "lost" }]));
    expect(track?.readyState).toBe("ended");
    expect(ask).toHaveBeenCalledTimes(2);
  });

  test("another device takes the place of one that goes away, without a word", async () => {
    const streams: MediaStream[] = [];
    opens(streams);
    await voice.openMicrophone();
    const [track] = streams[0]!.getAudioTracks();
    track?.dispatchEvent(new Event("ended"));
    await vi.waitFor(() => expect(streams).toHaveLength(2));
    expect(track?.readyState).toBe("ended");
    expect(streams[1]?.getAudioTracks()[0]?.readyState).toBe("live");
    expect(heard).toEqual([]);
  });
});

describe("the voice", () => {
  test("a turn is started, credited frame by frame, finished, and the mouth is closed afterwards", async () => {
    const sound = (await someSound()).slice(0, 50);
    const sentAtMs = performance.now();
    for (const packet of sound) voice.play(3, packet);
    voice.finish(3);
    await expect.poll(kinds, poll).toEqual(["started", "finished"]);
    await expect.poll(credit, poll).toBe(50);
    const started = played.find((event) => event.type === "started")!;
    expect(started.turn === 3 && started.audibleAtMs > sentAtMs).toBe(true);
    const finished = played.find((event) => event.type === "finished")!;
    expect(finished.playedMs).toBeCloseTo(1000, 0);
    expect(voice.mouth.playedMs(3)).toBeCloseTo(1000, 0);
    expect(voice.mouth.playedMs(4)).toBe(0);
    const weights = new Float32Array(5).fill(1);
    await expect
      .poll(() => {
        voice.mouth.read(weights);
        return Math.max(...weights);
      }, poll)
      .toBe(0);
  });

  test("a stop says what was heard, gives every credit back and lets late frames pass unheard", async () => {
    const sound = (await someSound()).slice(0, 60);
    for (const packet of sound) voice.play(1, packet);
    await expect.poll(() => voice.mouth.playedMs(1), poll).toBeGreaterThan(300);
    const heardMs = voice.stop(1);
    expect(heardMs).toBeGreaterThan(300);
    expect(heardMs).toBeLessThan(1200);
    voice.play(1, sound[0]!);
    await expect.poll(credit, poll).toBe(61);
    await expect.poll(() => voice.mouth.levelDbfs(), poll).toBe(-100);
    expect(kinds()).toEqual(["started"]);
    expect(voice.mouth.playedMs(1)).toBe(heardMs);
  });

  test("a reopened turn speaks again from its beginning", async () => {
    const sound = (await someSound()).slice(0, 30);
    for (const packet of sound) voice.play(2, packet);
    voice.stop(2, true);
    for (const packet of sound.slice(0, 20)) voice.play(2, packet);
    voice.finish(2);
    await expect.poll(() => played.filter((event) => event.type === "finished"), poll).toHaveLength(1);
    expect(played.find((event) => event.type === "finished")).toMatchObject({ turn: 2, playedMs: 400 });
    await expect.poll(credit, poll).toBe(50);
  });

  test("timed shapes are shown where they are known, while there is sound", async () => {
    const sound = (await someSound()).slice(0, 60);
    voice.cues(9, [
      [0, "ou", 1],
      [5000, "ou", 1],
    ]);
    for (const packet of sound) voice.play(9, packet);
    voice.finish(9);
    const weights = new Float32Array(5);
    await expect
      .poll(() => {
        voice.mouth.read(weights);
        return weights[2];
      }, poll)
      .toBeGreaterThan(0.5);
    expect([weights[0], weights[1], weights[3], weights[4]]).toEqual([0, 0, 0, 0]);
  });

  test("before the first tap frames are credited unheard", () => {
    voice.play(1, Uint8Array.of(0xf8, 0xff, 0xfe));
    voice.finish(1);
    expect(played).toEqual([
      { type: "credit", frames: 1 },
      { type: "finished", turn: 1, playedMs: 0 },
    ]);
  });
});

test("built anew while it loads, it is there, and whoever waited for the former one is told", async () => {
  const former = voice.unlock();
  expect(await voice.rebuild()).toBe(true);
  expect(await former).toBe(false);
  expect((await voice.openMicrophone()).ok).toBe(true);
  expect(voice.health()).toMatchObject({ context: "running", track: "live" });
});

test("built anew, it hears again and tells nothing of the former one's end", async () => {
  expect((await voice.openMicrophone()).ok).toBe(true);
  expect(await voice.rebuild()).toBe(true);
  expect(voice.health().track).toBe("none");
  expect((await voice.openMicrophone()).ok).toBe(true);
  await expect.poll(() => voice.health().capturedSamples, poll).toBeGreaterThan(0);
  expect(heard.filter(({ type }) => type === "problem")).toEqual([]);
});
