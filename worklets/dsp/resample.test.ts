import { describe, expect, test } from "vitest";
import { Resampler } from "./resample.ts";

const sine = (hz: number, rateHz: number, seconds: number): Float32Array =>
  Float32Array.from({ length: Math.round(rateHz * seconds) }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rateHz));

function convert(input: Float32Array, fromHz: number, toHz: number, block = 128): Float32Array {
  const resampler = new Resampler(fromHz, toHz);
  const output = new Float32Array(resampler.maxOutput(input.length) + 64);
  const scratch = new Float32Array(resampler.maxOutput(block));
  let written = 0;
  for (let i = 0; i < input.length; i += block) {
    const part = input.subarray(i, i + block);
    const count = resampler.process(part, part.length, scratch);
    output.set(scratch.subarray(0, count), written);
    written += count;
  }
  return output.subarray(0, written);
}

/** dB of the sine over everything else, phase included: the output clock must be the input clock. */
function snrDb(actual: Float32Array, hz: number, rateHz: number): number {
  const expected = sine(hz, rateHz, actual.length / rateHz + 1);
  let signal = 0;
  let noise = 0;
  for (let i = 500; i < actual.length - 500; i++) {
    signal += expected[i]! ** 2;
    noise += (actual[i]! - expected[i]!) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

const rms = (samples: Float32Array): number => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);

describe("resampler", () => {
  test.each([
    [44_100, 48_000, 1000],
    [44_100, 48_000, 15_000],
    [16_000, 48_000, 3000],
    [96_000, 48_000, 10_000],
    [48_000, 16_000, 1000],
    [48_000, 16_000, 6000],
    [48_000, 44_100, 997],
    [22_050, 48_000, 440],
  ])("%i Hz to %i Hz keeps a sine of %i Hz in place, 75 dB above what it adds", (fromHz, toHz, hz) => {
    const output = convert(sine(hz, fromHz, 0.5), fromHz, toHz);
    expect(snrDb(output, hz, toHz)).toBeGreaterThan(75);
  });

  test.each([8500, 11_000, 15_000, 20_000])("48 kHz to 16 kHz lets less than -75 dB of %i Hz fold back", (hz) => {
    const output = convert(sine(hz, 48_000, 0.5), 48_000, 16_000).subarray(200, -200);
    expect(20 * Math.log10(rms(output) / Math.SQRT1_2)).toBeLessThan(-75);
  });

  test("blocks of any size give the same samples", () => {
    const input = sine(700, 44_100, 0.2);
    const whole = convert(input, 44_100, 48_000, input.length);
    expect(convert(input, 44_100, 48_000, 37)).toEqual(whole);
  });

  test("nothing is lost or made over a long run", () => {
    const output = convert(new Float32Array(441_000), 44_100, 48_000);
    expect(output.length).toBeGreaterThan(480_000 - 64);
    expect(output.length).toBeLessThanOrEqual(480_000);
  });

  test("equal rates pass the samples through untouched and at once", () => {
    const input = sine(440, 48_000, 0.1);
    expect(convert(input, 48_000, 48_000)).toEqual(input);
  });

  test("a rate that is no positive whole number is refused", () => {
    expect(() => new Resampler(0, 48_000)).toThrow(RangeError);
    expect(() => new Resampler(44_100.5, 48_000)).toThrow(RangeError);
  });
});
