import { expect, test } from "vitest";
import { PowerSpectrum } from "./spectrum.ts";

/** The definition, for comparison. */
function slowPower(frame: Float32Array, bin: number): number {
  let re = 0;
  let im = 0;
  frame.forEach((x, i) => {
    re += x * Math.cos((2 * Math.PI * bin * i) / frame.length);
    im -= x * Math.sin((2 * Math.PI * bin * i) / frame.length);
  });
  return (re * re + im * im) * (4 / frame.length) ** 2;
}

test.each([8, 64, 256])("a transform of %i agrees with the definition in every bin", (size) => {
  const frame = Float32Array.from({ length: size }, (_, i) => Math.sin(i * i) + 0.3);
  const spectrum = new PowerSpectrum(size);
  spectrum.analyse(frame);
  spectrum.power.forEach((power, bin) => {
    expect(Math.abs(power - slowPower(frame, bin)), `bin ${bin}`).toBeLessThan(1e-3);
  });
});

test("a full-scale sine under a Hann window has power 1 in its bin", () => {
  const frame = Float32Array.from(
    { length: 256 },
    (_, i) => Math.sin((2 * Math.PI * 20 * i) / 256) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / 256)),
  );
  const spectrum = new PowerSpectrum(256);
  spectrum.analyse(frame);
  expect(spectrum.power[20]).toBeCloseTo(1, 4);
});
