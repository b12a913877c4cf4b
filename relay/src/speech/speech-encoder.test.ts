import { Decoder } from "@evan/opus";
import { describe, expect, it } from "vitest";
import { SpeechEncoder } from "./speech-encoder.ts";

const RATE_HZ = 48_000;

const tone = (rateHz: number, seconds: number): Float32Array =>
  Float32Array.from({ length: rateHz * seconds }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 440 * i) / rateHz));

/** How much of the sound is at 440 Hz, 0 to 1 (Goertzel against total power). */
function purity(pcm: Float32Array): number {
  let re = 0;
  let im = 0;
  let power = 0;
  pcm.forEach((x, i) => {
    re += x * Math.cos((2 * Math.PI * 440 * i) / RATE_HZ);
    im += x * Math.sin((2 * Math.PI * 440 * i) / RATE_HZ);
    power += x * x;
  });
  return (2 * (re * re + im * im)) / (pcm.length * power);
}

describe("speech encoder", () => {
  it.each([16_000, 22_050, 24_000, 44_100, 48_000])("keeps pitch and length from %i Hz", async (rateHz) => {
    const encoder = new SpeechEncoder();
    encoder.begin();
    for (let part = 0; part < 5; part += 1) await encoder.push(tone(rateHz, 1).subarray(0, rateHz / 5), rateHz);
    expect(encoder.next()?.length).toBeGreaterThan(2);
    encoder.end();
    const decoder = new Decoder({ channels: 1, sample_rate: RATE_HZ });
    const samples: number[] = [];
    let packets = 1;
    for (let packet = encoder.next(); packet !== undefined; packet = encoder.next()) {
      packets += 1;
      const bytes = decoder.decode(packet);
      samples.push(...new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2));
    }
    encoder.close();
    expect(packets).toBeGreaterThanOrEqual(24);
    expect(packets).toBeLessThanOrEqual(26);
    expect(purity(Float32Array.from(samples.slice(4800, 33_600)))).toBeGreaterThan(0.9);
  });

  it("holds back less than a frame until the end", async () => {
    const encoder = new SpeechEncoder();
    encoder.begin();
    await encoder.push(tone(RATE_HZ, 1).subarray(0, 1000), RATE_HZ);
    expect(encoder.next()).toBeUndefined();
    encoder.end();
    expect(encoder.drained).toBe(false);
    expect(encoder.next()).toBeDefined();
    expect(encoder.drained).toBe(true);
  });

  it("keeps nothing of a turn that was over before its sound was converted", async () => {
    const encoder = new SpeechEncoder();
    encoder.begin();
    const late = encoder.push(tone(24_000, 1), 24_000);
    encoder.begin();
    await late;
    expect(encoder.durationMs).toBe(0);
  });
});
