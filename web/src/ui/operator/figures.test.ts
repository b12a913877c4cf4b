import type { Operations } from "@hisho/protocol";
import { expect, it } from "vitest";
import { figuresOf, lightOf, pathsOf, timeIn } from "./figures.ts";

it("shows times in the unit that people read them in", () => {
  expect(timeIn(380.4, "en")).toBe("380 ms");
  expect(timeIn(963, "en")).toBe("963 ms");
  expect(timeIn(1480, "en")).toBe("1.48 sec");
  expect(timeIn(2000, "ja")).toContain("2.00");
});

it("says whether a promise is kept, and that nothing is known before anything was measured", () => {
  expect([undefined, 2000, 2001].map((ms) => lightOf(ms, 2000))).toEqual(["unknown", "good", "partly"]);
});

const MINUTES = 600_000;
const step = (n: number, p50_ms: number, p95_ms: number) => ({
  at: new Date(n * MINUTES).toISOString(),
  count: 1,
  p50_ms,
  p95_ms,
});

it("draws a line with gaps, and no higher than its box", () => {
  expect(pathsOf([step(0, 500, 4000), step(1, 1000, 2000), step(4, 0, 0)], 2000, MINUTES)).toEqual({
    median: "M0.00 75.00h0L25.00 50.00M100.00 100.00h0",
    slowest: "M0.00 0.00h0L25.00 0.00M100.00 100.00h0",
  });
  expect(pathsOf([], 2000, MINUTES)).toEqual({ median: "", slowest: "" });
});

it("takes of a provider what people wait for, and all that failed", () => {
  const entry = { role: "stt", provider: "whisper-cpp", count: 3, p50_ms: 118, p95_ms: 200 } as const;
  const operations = {
    providers: [
      { ...entry, call: "partial", failed: 2, p50_ms: 9 },
      { ...entry, call: "final", failed: 1 },
      { ...entry, role: "tts", call: "first_sound", failed: 9 },
    ],
  } as unknown as Operations;
  const role = { role: "stt", provider: "whisper-cpp", light: "good", languages: [], endpoint: null } as const;
  expect(figuresOf(role, operations)).toEqual({ tookMs: 118, failed: 3 });
  expect(figuresOf({ ...role, provider: "other" }, operations)).toEqual({ tookMs: undefined, failed: 0 });
});
