import { describe, expect, it } from "vitest";
import { DOCTOR_CODES, type DoctorReport, type DoctorRow } from "../../relay/protocol/index.ts";
import { createProgress } from "./progress.ts";
import { adviceOn } from "./sentences.ts";
import { reportTable } from "./table.ts";

const row = (change: Partial<DoctorRow> = {}): DoctorRow => ({
  role: "tts",
  provider: "open-audio-s1",
  endpoint: "http://127.0.0.1:8080",
  model: "s1-mini",
  languages: ["*"],
  served: ["ja", "en", "ko"],
  is_mock: false,
  device: "gpu",
  licence: { name: "CC-BY-NC-SA-4.0", non_commercial: true, source: null },
  light: "amber",
  findings: [{ light: "amber", code: "non_commercial", language: null, detail: "CC-BY-NC-SA-4.0" }],
  reachable: true,
  calls: 10,
  errors: 1,
  figure: "first_sound",
  latency_ms: { first: 2_000, p50: 412.4, p95: 640 },
  real_time_factor: 0.314,
  heard: [],
  ...change,
});

const report = (change: Partial<DoctorReport> = {}): DoctorReport => ({
  version: 1,
  started_at: "2026-11-20T06:00:00.000Z",
  ended_at: "2026-11-20T06:00:09.000Z",
  samples: 3,
  light: "amber",
  go_live: true,
  providers: [row()],
  gaps: [],
  ...change,
});

describe("the table", () => {
  it("has the figures of each provider in one line, then its sentences", () => {
    const lines = reportTable(report(), false).split("\n");
    expect(lines[2]?.split(/ {2,}/).filter(Boolean)).toEqual([
      "amber",
      "speaks",
      "open-audio-s1 s1-mini",
      "gpu",
      "412 ms",
      "640 ms",
      "0.31",
      "1/10",
      "! CC-BY-NC-SA-4.0",
    ]);
    expect(lines.join("\n")).toContain("Its weights may not be used commercially: CC-BY-NC-SA-4.0.");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  it("names each role's missing languages once", () => {
    const gaps = (["ja", "ko"] as const).map((language) => ({
      role: "stt" as const,
      language,
      light: "amber" as const,
    }));
    expect(reportTable(report({ gaps }), false)).toContain("Nobody hears Japanese or Korean.");
  });

  it("says once that stand-ins answer", () => {
    const mock = row({
      is_mock: true,
      model: "open-audio-s1",
      findings: [{ light: "amber", code: "mock", language: null, detail: "" }],
    });
    const text = reportTable(report({ providers: [mock, mock] }), false);
    expect(text.match(/made up/g)).toHaveLength(1);
    expect(text).toContain("2 providers are stand-ins");
    expect(text).toContain("speaks  open-audio-s1 (stand-in)  gpu");
  });

  it("ends with what it comes to", () => {
    const end = (change: Partial<DoctorReport>) => reportTable(report(change), false).trim().split("\n").at(-1)?.trim();
    expect(end({ light: "green" })).toBe("Fit to go live.");
    expect(end({})).toBe("Fit to go live; what is amber is to be known.");
    expect(end({ go_live: false })).toBe("Not fit to go live: a stand-in answers.");
    expect(end({ go_live: false, light: "red", providers: [row({ light: "red" }), row({ light: "red" })] })).toBe(
      "Not fit to go live: 2 providers are red.",
    );
  });

  it("lets no name and no reason move the cursor", () => {
    const nasty = "\u001b[2J\u0007evil\r\n";
    const text = reportTable(
      report({
        providers: [
          row({ model: nasty, findings: [{ light: "red", code: "refused", language: null, detail: nasty }] }),
        ],
      }),
      false,
    );
    expect(text).not.toMatch(/[^\n\P{Cc}]/u);
    expect(reportTable(report(), true)).toContain("\u001b[33mamber\u001b[0m");
  });

  it.each(DOCTOR_CODES)("has a sentence and a next step for %s", (code) => {
    for (const detail of ["", "its reason"]) {
      const { sentence, next } = adviceOn(row(), { light: "red", code, language: "ko", detail });
      expect(sentence).toMatch(/^[A-Z].*\.$/s);
      expect(next).toMatch(/^[A-Zn].*\.$/s);
      expect(sentence).not.toMatch(/: \.|undefined|\.\./);
    }
  });
});

describe("progress", () => {
  it("renews one line on a terminal, and writes one a provider elsewhere", () => {
    const shown = (isTerminal: boolean) => {
      const written: string[] = [];
      const progress = createProgress(isTerminal, (text) => written.push(text));
      for (const done of [0, 1, 1, 2]) progress.show({ done, total: 2, role: "stt", provider: "embedded" });
      progress.end();
      return written;
    };
    expect(shown(true).map((text) => text.replace("\u001b[K", ""))).toEqual([
      "\r  0/2  hears: embedded",
      "\r  1/2  hears: embedded",
      "\r  2/2  hears: embedded",
      "\r",
    ]);
    expect(shown(false)).toEqual(["trying hears: embedded\n"]);
  });
});
