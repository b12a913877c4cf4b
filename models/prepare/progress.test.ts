import { expect, it } from "vitest";
import { PrepareError } from "./errors.ts";
import { createProgressLines, outcomeLine, progressBar } from "./progress.ts";

it("draws a bar", () => {
  expect(progressBar({ asset: "voice", phase: "download", done: 5e6, total: 20e6 })).toBe(
    "voice  download ██████░░░░░░░░░░░░░░░░░░ 5.0 / 20.0 MB",
  );
  expect(progressBar({ asset: "voice", phase: "build", done: 12, total: 0 })).toBe("voice  build  12 steps");
  expect(progressBar({ asset: "voice", phase: "download", done: 5e6, total: 0 })).toBe("voice  download  5.0 MB");
});

it("says in a log each phase once and each quarter of a download", () => {
  const line = createProgressLines(() => 0);
  const said = [0, 1, 30, 31, 100].map((done) => line({ asset: "voice", phase: "download", done, total: 100 }));
  expect(said.map((text) => text !== undefined)).toEqual([true, false, true, false, true]);
  expect(line({ asset: "voice", phase: "build", done: 0, total: 0 })).toBe("voice: build");
  expect(line({ asset: "voice", phase: "build", done: 900, total: 0 })).toBeUndefined();
});

it("says in a log every few seconds that something still happens", () => {
  let nowMs = 0;
  const line = createProgressLines(() => nowMs);
  const at = (ms: number, done: number, total = 1000e6) => {
    nowMs = ms;
    return line({ asset: "voice", phase: "download", done, total });
  };
  expect([at(0, 0), at(4_000, 10e6), at(5_000, 20e6), at(9_000, 30e6), at(11_000, 40e6)]).toEqual([
    "voice: download 0 % of 1000.0 MB",
    undefined,
    "voice: download 2 % of 1000.0 MB",
    undefined,
    "voice: download 4 % of 1000.0 MB",
  ]);
  expect(at(20_000, 50e6, 0)).toBe("voice: download 50.0 MB");
});

it("says what became of an asset", () => {
  const error = new PrepareError("offline", "the registry cannot be reached");
  expect(outcomeLine({ name: "voice", outcome: "failed", required: true, error })).toBe(
    "voice: FAILED (the registry cannot be reached)",
  );
  expect(outcomeLine({ name: "voice", outcome: "skipped", reason: "no use" })).toContain("no use");
});
