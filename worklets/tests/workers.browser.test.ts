/** The workers in real threads: voice detector, Opus encoder, Opus decoder. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { rmsDbfs } from "../dsp/level.ts";
import { packetSamples } from "../dsp/opus-packet.ts";
import { syntheticVowel } from "../dsp/testing/vowel.ts";
import { Downlink, RATE_HZ, Uplink } from "./bench.ts";
import { lagOf, spectrumCorrelation, waveformCorrelation } from "./compare.ts";
import { recording } from "./speech.ts";

const speech = await recording("jfk.en.wav");
const silence = (seconds: number): Float32Array => new Float32Array(seconds * RATE_HZ);
// Generous: the machine may be busy, and nothing here is judged by the clock.
const poll = { timeout: 50_000, interval: 20 };
vi.setConfig({ testTimeout: 60_000 });

let uplink: Uplink | undefined;
let downlink: Downlink | undefined;

afterEach(() => {
  uplink?.end();
  downlink?.end();
  uplink = undefined;
  downlink = undefined;
});

async function listen(): Promise<Uplink> {
  uplink = new Uplink();
  expect(await uplink.start()).toBe(true);
  return uplink;
}

async function speaker(): Promise<Downlink> {
  downlink = new Downlink();
  await downlink.start();
  return downlink;
}

/** Position of the first 10 ms that are louder than -40 dBFS. */
function onset(samples: Float32Array): number {
  for (let i = 0; i < samples.length; i += 480) if (rmsDbfs(samples, i, 480) > -40) return i;
  return samples.length;
}

describe("the way in", () => {
  test.skipIf(!speech)("real speech is found, its first syllable is in the pre-roll, its end is seen", async () => {
    const talk = await listen();
    await talk.api.setGate("vad");
    await talk.hear(silence(1));
    await talk.hear(speech!);
    await talk.hear(silence(2));
    await talk.api.setGate("shut");
    await expect.poll(() => talk.events.at(-1), poll).toMatch(/^speech_(end|cancel)$/);
    expect(talk.events.slice(0, 3)).toEqual(["speech_start", "speech_confirmed", "speech_end"]);
    expect(talk.received[0]!.type).toBe("heard");
    expect(talk.packets[0]!.position).toBeLessThanOrEqual(RATE_HZ + onset(speech!));
    for (const { packet } of talk.packets) expect(packetSamples(packet)).toBe(960);
    const positions = talk.packets.map(({ position }) => position);
    expect(positions.every((at, i) => i === 0 || at - positions[i - 1]! >= 960)).toBe(true);
    expect(talk.packets.every(({ dropped }) => dropped === 0)).toBe(true);
  });

  test("silence and noise are not speech", async () => {
    const talk = await listen();
    await talk.api.setGate("vad");
    let state = 1;
    const noise = Float32Array.from({ length: 4 * RATE_HZ }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return 0.05 * (state / 2 ** 32 - 0.5);
    });
    await talk.hear(noise);
    await talk.hear(silence(2));
    await talk.api.setGate("held");
    await talk.api.press(performance.timeOrigin + performance.now());
    await expect.poll(() => talk.events.length, poll).toBeGreaterThan(1);
    expect(talk.events).toEqual(["speech_start", "speech_confirmed"]);
  });

  test("push-to-talk sends what was heard before the press was told", async () => {
    const talk = await listen();
    await talk.api.setGate("held");
    await talk.hear(syntheticVowel([700, 1200, 2500], { rateHz: RATE_HZ, pitchHz: 120, seconds: 1 }));
    await talk.api.press(performance.timeOrigin + performance.now());
    await talk.hear(silence(1));
    await talk.api.release(performance.timeOrigin + performance.now());
    await expect.poll(() => talk.events.at(-1), poll).toBe("speech_end");
    expect(talk.packets[0]!.position).toBeLessThanOrEqual(RATE_HZ - 14_400);
    expect(talk.packets.length).toBeGreaterThanOrEqual(64);
  });
});

describe("there and back", () => {
  test.skipIf(!speech)("real speech through both workers is the same speech", async () => {
    const talk = await listen();
    await talk.api.setGate("held");
    await talk.api.press(performance.timeOrigin + performance.now());
    await talk.hear(speech!);
    const frames = Math.floor(speech!.length / 960);
    await expect.poll(() => talk.packets.length, poll).toBeGreaterThanOrEqual(frames);
    const first = talk.packets[0]!.position;
    const bits = talk.packets.reduce((sum, { packet }) => sum + packet.length * 8, 0);
    expect(bits / (talk.packets.length * 0.02)).toBeGreaterThan(15_000);
    expect(bits / (talk.packets.length * 0.02)).toBeLessThan(40_000);

    const out = await speaker();
    expect(out.kind).toBe("webcodecs");
    for (const { packet } of talk.packets.slice(0, frames)) out.send({ type: "packet", spurt: 1, packet });
    out.send({ type: "finish", spurt: 1 });
    const played = await out.play(frames * 960);
    await expect.poll(() => out.credit, poll).toBe(frames);
    expect(out.corrupt).toBe(0);

    const said = speech!.subarray(first);
    const lag = lagOf(said, played, 48_000, 2400);
    expect(waveformCorrelation(said, played, lag)).toBeGreaterThan(0.7);
    expect(spectrumCorrelation(said, played, lag)).toBeGreaterThan(0.9);
  });

  test("corrupt packets are concealed, counted and credited, and the stream goes on", async () => {
    const talk = await listen();
    await talk.api.setGate("held");
    await talk.api.press(performance.timeOrigin + performance.now());
    await talk.hear(syntheticVowel([700, 1200, 2500], { rateHz: RATE_HZ, pitchHz: 120, seconds: 1.1 }));
    await expect.poll(() => talk.packets.length, poll).toBeGreaterThanOrEqual(50);
    const packets = talk.packets.slice(0, 50).map(({ packet }) => packet);
    packets[20] = Uint8Array.of(0xff, 0xff, 0xff, 0xff);
    packets[30] = Uint8Array.of(0x03);

    const out = await speaker();
    for (const packet of packets) out.send({ type: "packet", spurt: 1, packet });
    out.send({ type: "finish", spurt: 1 });
    const played = await out.play(50 * 960);
    await expect.poll(() => out.credit, poll).toBe(50);
    expect(out.corrupt).toBe(2);
    expect(rmsDbfs(played, 40 * 960, 9600)).toBeGreaterThan(-30);
  });

  test("a discard credits everything at once and the next talkspurt is heard", async () => {
    const out = await speaker();
    const silent = Uint8Array.of(0xf8, 0xff, 0xfe);
    for (let i = 0; i < 30; i++) out.send({ type: "packet", spurt: 1, packet: silent.slice() });
    out.send({ type: "discard", spurt: 1 });
    await expect.poll(() => out.credit, poll).toBe(30);
    out.send({ type: "packet", spurt: 1, packet: silent.slice() });
    out.send({ type: "packet", spurt: 2, packet: silent.slice() });
    await out.play(960);
    await expect.poll(() => out.credit, poll).toBeGreaterThanOrEqual(31);
  });
});
