import { describe, expect, it } from "vitest";
import { asksForPast, matterOf, stretchOf } from "./past-question.ts";

/** Saturday, 21 November 2026, 08:30 in Tokyo: still Friday in UTC. */
const NOW = new Date("2026-11-20T23:30:00Z");
const days = (words: string, timeZone = "Asia/Tokyo") => {
  const stretch = stretchOf(words, NOW, timeZone);
  return stretch && [stretch.from.toISOString(), stretch.to.toISOString()];
};

describe("a question about what was said", () => {
  it.each([
    "What did I ask you about the contract last week?",
    "What did we talk about yesterday?",
    "You said something about the hotel",
    "先週、契約について何を聞いたっけ?",
    "昨日話したことを教えて",
    "この前、宿泊費のことを相談したよね",
    "以前のお話で出た店の名前は?",
    "지난주에 계약에 대해 뭘 물어봤지?",
    "어제 무슨 얘기 했어?",
  ])("is one: %s", (words) => expect(asksForPast(words)).toBe(true));

  it.each([
    "How much may a hotel cost?",
    "What did the contract say?",
    "Remind me to ask her tomorrow",
    "先週の売上はいくら?",
    "昨日の天気は?",
    "契約について教えて",
    "지난주 매출은 얼마야?",
  ])("is none: %s", (words) => expect(asksForPast(words)).toBe(false));

  it("names its days in the person's time zone", () => {
    expect(days("yesterday")).toEqual(["2026-11-19T15:00:00.000Z", "2026-11-20T15:00:00.000Z"]);
    expect(days("yesterday", "UTC")).toEqual(["2026-11-19T00:00:00.000Z", "2026-11-20T00:00:00.000Z"]);
    expect(days("先週")).toEqual(["2026-11-08T15:00:00.000Z", "2026-11-15T15:00:00.000Z"]);
    expect(days("지난달")).toEqual(["2026-09-30T15:00:00.000Z", "2026-10-31T15:00:00.000Z"]);
    expect(days("3日前に")).toEqual(["2026-11-17T15:00:00.000Z", "2026-11-18T15:00:00.000Z"]);
    expect(days("この前")).toBeNull();
  });

  it("is about what is left without when and that it was said", () => {
    expect(matterOf("What did I ask you about the contract last week?")).toContain("contract");
    expect(matterOf("What did I ask you about the contract last week?")).not.toMatch(/last week|ask/);
  });
});
