import { DOCTOR_CODES } from "@hisho/protocol";
import { describe, expect, it } from "vitest";
import { CATALOGUES } from "../../strings/catalogue.ts";
import { LANGUAGES } from "../../strings/languages.ts";
import { doctorReport, doctorRow, finding } from "../../testing/doctor-report.ts";
import { detailOf, gapSentences, isSaidByBadge, lightOf, secondsIn, sentenceOf, verdictOf } from "./words.ts";

describe.each(LANGUAGES)("the doctor's words in %s", (language) => {
  const text = CATALOGUES[language];

  it.each(DOCTOR_CODES)("say %s in a plain sentence", (code) => {
    const sentence = sentenceOf(finding(code, { language: "ko" }), text);
    expect(sentence).toMatch(language === "ja" ? /。$/ : /\.$/);
    // A red light is read by whoever uses the page, not only by whoever has built it.
    expect(sentence).not.toMatch(/undefined|HTTP|timeout|null|[!！]|エラー|error/i);
  });

  it("name a role's missing languages in one sentence, with its light", () => {
    const sentences = gapSentences(
      [
        { role: "stt", language: "ja", light: "amber" },
        { role: "stt", language: "ko", light: "amber" },
        { role: "tts", language: "ko", light: "red" },
      ],
      text,
    );
    expect(sentences.map(({ role, light }) => [role, light])).toEqual([
      ["stt", "amber"],
      ["tts", "red"],
    ]);
    expect(sentences[0]?.sentence).toContain(text.languageOf("ja"));
    expect(sentences[0]?.sentence).toContain(text.languageOf("ko"));
  });

  it("tell four outcomes apart", () => {
    const outcomes = [
      doctorReport(),
      doctorReport({ light: "amber" }),
      doctorReport({ light: "amber", go_live: false }),
      doctorReport({ light: "red", go_live: false }),
    ].map((report) => verdictOf(report, text));
    expect(new Set(outcomes).size).toBe(4);
  });
});

it("gives each provider the shape of its light, and a stand-in its own", () => {
  expect(lightOf(doctorRow())).toBe("good");
  expect(lightOf(doctorRow({ light: "amber" }))).toBe("partly");
  expect(lightOf(doctorRow({ light: "amber", is_mock: true }))).toBe("standIn");
  expect(lightOf(doctorRow({ light: "red", is_mock: true }))).toBe("down");
  expect(["mock", "non_commercial", "slow"].map((code) => isSaidByBadge(finding(code as "mock")))).toEqual([
    true,
    true,
    false,
  ]);
});

it("adds the provider's own reason where the figures do not say it", () => {
  expect(detailOf(finding("unavailable", { detail: "no weights" }))).toBe("no weights");
  expect(detailOf(finding("slow", { detail: "p95 900 ms" }))).toBe("");
});

it("writes seconds as people read them", () => {
  expect(secondsIn(1_610, "en")).toBe("1.61 sec");
  expect(secondsIn(182, "ja")).toMatch(/^0\.18 ?秒$/);
  expect(secondsIn(0.1, "ko")).toMatch(/^0\.01 ?초$/);
});
