import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import type { TranscriptionRequest } from "@hisho/providers/stt/port.ts";
import { describe, expect, it } from "vitest";
import { keptLog } from "../../tests/kept-log.ts";
import { ManualClock, settle } from "../../tests/manual-clock.ts";
import { numberedSpeech, recogniseNumbers } from "../../tests/numbered-speech.ts";
import { createLog } from "../log.ts";
import { Roles } from "../roles.ts";
import { PCM_RATE_HZ } from "../speech/microphone.ts";
import { PartialScheduler } from "../speech/partials.ts";
import { type FinalTranscript, Listening } from "./listening.ts";

const WORD_MS = 400;
const RTP_PER_SAMPLE = 3;
/** What a socket brings at a time, s: long pieces, so that minutes are quick. */
const PIECE_S = 0.5;

type Recognise = (request: TranscriptionRequest) => Promise<string> | string;

function scene(recognise: Recognise = ({ pcm }) => recogniseNumbers(pcm, WORD_MS), partialsAtOnce = 1) {
  const clock = new ManualClock();
  const finalsS: number[] = [];
  const roles = new Roles(createScriptedProviders(), clock, keptLog().log);
  roles.transcribe = async (request) => {
    if (request.final) finalsS.push(request.pcm.length / PCM_RATE_HZ);
    return { text: await recognise(request), language: "en-US" };
  };
  const given: FinalTranscript[] = [];
  const full: number[] = [];
  const tools = {
    roles,
    partials: new PartialScheduler(clock, partialsAtOnce),
    clock,
    log: createLog("error", () => {}),
    finalFlushSilenceMs: 350,
  };
  const listener = {
    partial: () => {},
    final: (transcript: FinalTranscript) => given.push(transcript),
    full: (utterance: number) => full.push(utterance),
  };
  let timestamp = 0;
  const listening = new Listening(1, 0, "en-US", tools, listener);
  const speak = async (pcm: Float32Array, to = listening): Promise<void> => {
    const piece = PIECE_S * PCM_RATE_HZ;
    for (let at = 0; at < pcm.length; at += piece) {
      await clock.pass(PIECE_S * 1000);
      timestamp += piece * RTP_PER_SAMPLE;
      to.hear(pcm.subarray(at, at + piece), timestamp);
      await settle();
    }
  };
  const end = async (to = listening): Promise<void> => {
    to.end(timestamp, false);
    await clock.pass(400);
  };
  return { listening, clock, tools, listener, speak, end, given, full, finalsS, now: () => timestamp };
}

const speech = (seconds: number): Float32Array =>
  numberedSpeech(seconds, WORD_MS, (index) => (index % 7 === 6 ? 400 : 0));

const numbersIn = (transcript: FinalTranscript | undefined): number[] =>
  transcript?.heard === true ? transcript.text.split(" ").map((word) => Number(word.replace(/\D/g, ""))) : [];

describe("the final transcript", () => {
  it.each([2, 15, 30, 59])("of %d s is made of everything at once, like that of a recording", async (seconds) => {
    const { speak, end, given, finalsS } = scene();
    const pcm = speech(seconds);
    await speak(pcm);
    await end();
    expect(finalsS).toEqual([seconds]);
    expect(given).toEqual([{ heard: true, text: recogniseNumbers(pcm, WORD_MS), language: "en-US" }]);
  });

  it("of more than a minute leaves nothing out: it is made in stretches, cut between words", async () => {
    const { speak, end, given, finalsS } = scene();
    const pcm = speech(150);
    await speak(pcm);
    expect(finalsS.length).toBeGreaterThanOrEqual(2);
    await end();
    expect(Math.max(...finalsS)).toBeLessThanOrEqual(60);
    expect(finalsS.reduce((sum, seconds) => sum + seconds, 0)).toBe(150);
    const numbers = numbersIn(given[0]);
    expect(numbers.length).toBeGreaterThan(250);
    expect(numbers).toEqual(numbers.map((_, index) => index));
  });

  it("of more than a minute without a pause and without partials leaves nothing out either", async () => {
    const { speak, end, given, finalsS } = scene(undefined, 0);
    await speak(numberedSpeech(90, WORD_MS, () => 0));
    await end();
    expect(finalsS.reduce((sum, seconds) => sum + seconds, 0)).toBe(90);
    const numbers = numbersIn(given[0]);
    expect(numbers.length).toBeGreaterThan(200);
    expect(numbers).toEqual(numbers.map((_, index) => index));
  });

  it("hears a short utterance again when the person goes on, a long one not", async () => {
    for (const [seconds, expected] of [
      [5, [5, 5 + 3.2]],
      [20, [20, 3]],
    ] as const) {
      const { listening, speak, end, given, finalsS, clock, now } = scene();
      const pcm = speech(seconds + 3);
      await speak(pcm.subarray(0, seconds * PCM_RATE_HZ));
      listening.end(now(), false);
      await clock.pass(100);
      listening.merge(2, now());
      await speak(pcm.subarray(seconds * PCM_RATE_HZ));
      await end();
      expect(finalsS).toEqual(expected);
      expect(given).toHaveLength(1);
      const numbers = numbersIn(given[0]);
      expect(new Set(numbers)).toEqual(new Set(Array.from({ length: Math.max(...numbers) + 1 }, (_, i) => i)));
    }
  });

  it("of a turn that is opened again holds what was heard before and what the other listening heard", async () => {
    const { listening, tools, listener, speak, end, given, now } = scene();
    const pcm = speech(90);
    await speak(pcm.subarray(0, 20 * PCM_RATE_HZ));
    await end();
    const other = new Listening(2, now(), "en-US", tools, { ...listener, final: () => {} });
    await speak(pcm.subarray(20 * PCM_RATE_HZ), other);
    listening.absorb(other);
    await end();
    const whole = numbersIn(given[1]);
    expect(whole.slice(0, 20)).toEqual(numbersIn(given[0]).slice(0, 20));
    expect(whole.at(-1)).toBeGreaterThan(180);
    expect([...new Set(whole)]).toEqual(Array.from({ length: whole.at(-1)! + 1 }, (_, index) => index));
  });

  it("is not given as whole when a stretch of it could not be recognised", async () => {
    let finals = 0;
    const { speak, end, given } = scene(({ pcm, final }) => {
      if (final && finals++ === 0) throw new Error("down");
      return recogniseNumbers(pcm, WORD_MS);
    });
    await speak(speech(70));
    await end();
    expect(given).toEqual([{ heard: false, why: "failed" }]);
  });

  it("is given after ten minutes, and the client can be told that no more is heard", async () => {
    const { listening, speak, given, full, clock, finalsS } = scene(() => "words");
    await speak(new Float32Array(601 * PCM_RATE_HZ).fill(0.1));
    await clock.pass(400);
    expect(full).toEqual([1]);
    expect(listening.open).toBe(false);
    expect(given).toHaveLength(1);
    expect(finalsS.reduce((sum, seconds) => sum + seconds, 0)).toBeCloseTo(600, 0);
  });

  it("is not waited for once nothing more is wanted", async () => {
    const signals: AbortSignal[] = [];
    const { listening, speak, given, tools } = scene();
    const transcribe = tools.roles.transcribe.bind(tools.roles);
    tools.roles.transcribe = (request, signal) => {
      if (request.final) signals.push(signal);
      return request.final ? new Promise(() => {}) : transcribe(request, signal);
    };
    await speak(speech(130));
    listening.close();
    expect(signals).toHaveLength(1);
    expect(signals[0]?.aborted).toBe(true);
    expect(given).toEqual([]);
  });
});
